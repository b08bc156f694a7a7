"""Who held which rights on a day, and who gave them: for auditors, within the units their role is held in.

The rights are the memberships in the tables; who gave them is what the journal records. A right that the journal does not
record is shown as such: it is older than the journal, or was written around this program.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import or_, select

from core import jsontext
from core.db.base import AnyRow, AnySelect
from core.db.models import JournalEntry, Person, RoleAssignment
from core.db.reading import Reading
from core.domain import codes
from core.domain.journal import JournalKind
from core.services.audit.views import HeldFilter, HeldView
from core.services.authorization import admin_scope, rights
from core.services.context.context import Context
from core.services.evidence import access
from core.services.requests import cursors
from core.services.views.actors import Actor
from core.services.views.pages import Page

ROLE: Final = "auditor"
_COLUMNS: Final = (
    RoleAssignment.id,
    RoleAssignment.role,
    RoleAssignment.unit_id,
    RoleAssignment.starts,
    RoleAssignment.ends,
    Person.username,
    Person.name,
    Person.active,
)


class Holdings:
    """Lists, the youngest right first, in keyset pages."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def page(
        self, wanted: HeldFilter, by: Actor, cursor: str | None = None, limit: int | None = None
    ) -> Page[HeldView]:
        """The roles in force on a day (today) in the auditor's units."""
        rights.require_scope(by, "history:read")
        rights.require_role(by, ROLE)
        size = cursors.clamp(limit)
        day = wanted.day or codes.local_day(self._context.now())
        in_force = (RoleAssignment.starts <= day, or_(RoleAssignment.ends.is_(None), RoleAssignment.ends >= day))
        query: AnySelect = select(*_COLUMNS).join(Person, Person.id == RoleAssignment.person_id).where(*in_force)
        query = self._narrow(query, wanted, by)
        with self._context.work.read() as work:
            rows = work.execute(cursors.after(query, RoleAssignment.id, cursor, size)).all()
            told = _told(work, sorted({row.username for row in rows[:size]}))
        access.record_access(self._context, by, "people", subject=wanted)
        views = [self._view(row, told.get(row.username, ())) for row in rows[:size]]
        return Page(views, cursors.following(rows, size, RoleAssignment.id))

    def _narrow(self, query: AnySelect, wanted: HeldFilter, by: Actor) -> AnySelect:
        tree = self._context.directory.tree()
        inside = admin_scope.units_covered_by(tree, by, ROLE)
        if wanted.unit:
            inside &= tree.below(tree.find(wanted.unit).id)
        query = query.where(RoleAssignment.unit_id.in_(inside))
        if wanted.role:
            query = query.where(RoleAssignment.role == wanted.role)
        if wanted.person:
            query = query.where(
                or_(Person.username == wanted.person, Person.name.contains(wanted.person, autoescape=True))
            )
        return query

    def _view(self, row: AnyRow, told: Sequence[AnyRow]) -> HeldView:
        unit = self._context.directory.tree().views[row.unit_id]
        given = _given(row, unit.code, told)
        return HeldView(
            username=row.username,
            name=row.name,
            active=row.active,
            role=row.role,
            unit=unit.code,
            unit_name=unit.name,
            starts=row.starts,
            ends=row.ends,
            given_by=given.actor_username if given else None,
            given_by_name=given.actor_name if given else None,
            given_at=given.at if given else None,
            entry=given.seq if given else None,
        )


def _given(row: AnyRow, unit: str, told: Sequence[AnyRow]) -> AnyRow | None:
    """The youngest entry that gave this right from the day on which it begins."""
    wanted = {"role": row.role, "unit": unit, "starts": row.starts.isoformat()}
    for entry in told:
        facts: Mapping[str, Any] = jsontext.read(entry.payload)
        if wanted.items() <= facts.items():
            return entry
    return None


def _told(work: Reading, usernames: Sequence[str]) -> dict[str, list[AnyRow]]:
    """The journal's entries about the roles of these people, the newest first."""
    if not usernames:
        return {}
    about = [
        JournalEntry.payload.contains(f'"username":{jsontext.quoted(name)}', autoescape=True) for name in usernames
    ]
    columns = JournalEntry.__table__.c
    query = select(*columns).where(JournalEntry.kind == JournalKind.ADMIN_ROLE_GRANTED, or_(*about))
    found: dict[str, list[AnyRow]] = {}
    for entry in work.execute(query.order_by(JournalEntry.seq.desc())):
        found.setdefault(str(jsontext.read(entry.payload)["username"]), []).append(entry)
    return found
