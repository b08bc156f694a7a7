"""Entries of the journal about a person: whoever audits that person's unit reads them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select

from core.db.models import Person, RoleAssignment
from core.db.reading import Reading
from core.db.unit_of_work import Work
from core.domain import codes
from core.domain.journal import JournalKind
from core.services.context.context import Context
from core.services.evidence import journal
from core.services.views.actors import Actor


def note(context: Context, work: Work, kind: JournalKind, somebody: Person, by: Actor, **more: Any) -> None:
    """Notes what happened to a person, in the journal of their unit."""
    facts = {"username": somebody.username, **more}
    journal.note(context, work, kind, facts, by, unit_of(context, work, somebody))


def unit_of(context: Context, work: Reading, somebody: Person) -> str | None:
    """The code of the unit of the person's first role, or of the unit the account was created in."""
    today = codes.local_day(context.now())
    held = work.scalars(
        select(RoleAssignment.unit_id)
        .where(
            RoleAssignment.person_id == somebody.id,
            RoleAssignment.starts <= today,
            or_(RoleAssignment.ends.is_(None), RoleAssignment.ends >= today),
        )
        .order_by(RoleAssignment.role, RoleAssignment.unit_id)
    )
    nodes = context.directory.tree().nodes
    found = next((nodes[unit] for unit in (*held, somebody.home_id) if unit in nodes), None)
    return found.code if found else None
