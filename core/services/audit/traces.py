"""Reading the traces: the log of who read what, and the office's journal. For auditors, each within the own line of units."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from core import jsontext
from core.db.base import AnyRow, AnySelect
from core.db.models import Access, JournalEntry
from core.domain.office_time import ZONE
from core.errors.requests import BadValue
from core.services.audit.views import AccessFilter, AccessLogLine, EntryFilter, EntryView
from core.services.authorization import rights
from core.services.context.context import Context
from core.services.evidence import access, history
from core.services.requests import cursors
from core.services.views.actors import Actor
from core.services.views.pages import Page

ROLE = "auditor"
#: what is shown of a line as it stands
ACCESS = tuple(item.name for item in fields(AccessLogLine) if item.name != "parts")


class Traces:
    """Lists, the newest first, in keyset pages."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def accesses(
        self, wanted: AccessFilter, by: Actor, cursor: str | None = None, limit: int | None = None
    ) -> Page[AccessLogLine]:
        """Who read what: of dossiers the auditor sees, and of lists and people by readers of the auditor's units."""
        self._allowed(by)
        size = cursors.clamp(limit)
        query = select(*Access.__table__.c).where(*_period(Access.at, wanted.first, wanted.last))
        query = query.where(*self._seen_accesses(by))
        if wanted.person:
            query = query.where(or_(Access.username == wanted.person, _within(Access.name, wanted.person)))
        if wanted.dossier:
            query = query.where(Access.dossier == wanted.dossier)
        if wanted.part:
            query = query.where(_within(Access.parts, f",{wanted.part},"))
        with self._context.work.read() as work:
            rows = work.execute(cursors.after(query, Access.id, cursor, size)).all()
        access.record_access(self._context, by, "accesses", subject=wanted)
        views = [_access(row) for row in rows[:size]]
        return Page(views, cursors.following(rows, size, Access.id))

    def journal(
        self, wanted: EntryFilter, by: Actor, cursor: str | None = None, limit: int | None = None
    ) -> Page[EntryView]:
        """What happened in the auditor's units; what happened in none is read at the top of the office."""
        self._allowed(by)
        size = cursors.clamp(limit)
        query: AnySelect = select(*JournalEntry.__table__.c).where(*_period(JournalEntry.at, wanted.first, wanted.last))
        units = self._units(by)
        if units is not None:
            query = query.where(JournalEntry.unit.in_(units))
        if wanted.person:
            about = f'"username":{jsontext.quoted(wanted.person)}'
            named = (JournalEntry.actor_username == wanted.person, _within(JournalEntry.actor_name, wanted.person))
            query = query.where(or_(*named, _within(JournalEntry.payload, about)))
        if wanted.kind:
            begins = JournalEntry.kind.startswith(f"{wanted.kind}.", autoescape=True)
            query = query.where(or_(JournalEntry.kind == wanted.kind, begins))
        query = cursors.after(query, JournalEntry.seq, cursor, size, reader=cursors.read_number)
        with self._context.work.read() as work:
            rows = work.execute(query).all()
        access.record_access(self._context, by, "journal", subject=wanted)
        views = [_entry(row) for row in rows[:size]]
        return Page(views, cursors.following(rows, size, JournalEntry.seq))

    def whole(self, by: Actor) -> bool:
        """Whether the auditor audits the whole office."""
        return self._units(by) is None

    def _allowed(self, by: Actor) -> None:
        rights.require_scope(by, "history:read")
        rights.require_role(by, ROLE)

    def _units(self, by: Actor) -> list[str] | None:
        """Codes of the units the auditor audits; ``None``: all of them."""
        if by.kind == "system":
            return None
        tree = self._context.directory.tree()
        held = {one.unit_id for one in by.memberships if one.role == ROLE and one.unit_id in tree.nodes}
        if tree.seat in held:
            return None
        return sorted({tree.nodes[below].code for unit in held for below in tree.below(unit)})

    def _seen_accesses(self, by: Actor) -> tuple[ColumnElement[bool], ...]:
        units = self._units(by)
        if units is None:
            return ()
        seen = rights.visible(Access.dossier_id, rights.serving(by, ROLE))
        # A dossier's readings are read by whoever audits the dossier, wherever the reader serves; others by the reader's unit.
        elsewhere = Access.dossier_id.is_(None) & (Access.unit.in_(units) if units else false())
        return (or_(seen, elsewhere),)


def _within(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    return column.contains(text, autoescape=True)


def _period(
    column: InstrumentedAttribute[datetime], first: date | None, last: date | None
) -> list[ColumnElement[bool]]:
    """Days of the office, both included."""
    found: list[ColumnElement[bool]] = []
    try:
        if first is not None:
            found.append(column >= datetime.combine(first, time(), ZONE))
        if last is not None:
            found.append(column < datetime.combine(last + timedelta(days=1), time(), ZONE))
    except OverflowError as error:
        raise BadValue(field="last", reason="there is no such day") from error
    return found


def _access(row: AnyRow) -> AccessLogLine:
    same: dict[str, Any] = {name: getattr(row, name) for name in ACCESS}
    return AccessLogLine(**same, parts=tuple(part for part in row.parts.split(",") if part))


def _entry(row: AnyRow) -> EntryView:
    return EntryView(**history.recorded(row), address=row.address)
