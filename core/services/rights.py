"""Who may do and see what: roles held in units, scopes of tokens. Every service asks here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from core.db.models import DossierUnit
from core.db.unit_of_work import Work
from core.errors import Forbidden, NotFound, ScopeMissing
from core.services.views import Actor


def require_scope(by: Actor, scope: str) -> None:
    """A token must carry the scope; people and the system are not limited by scopes."""
    if by.scopes is not None and scope not in by.scopes:
        raise ScopeMissing(scope=scope)


def require_role(by: Actor, *roles: str) -> None:
    """One of the roles, held anywhere; the system may do everything."""
    if by.kind != "system" and not by.holds(*roles):
        raise Forbidden(role=roles[0])


def require_role_in(by: Actor, line: frozenset[UUID], *roles: str) -> None:
    """One of the roles, held in a unit of ``line`` (a unit and those above it)."""
    if by.kind != "system" and not any(m.role in roles and m.unit_id in line for m in by.memberships):
        raise Forbidden(role=roles[0])


def may_see(work: Work, by: Actor, dossier_id: UUID) -> bool:
    """Whether the dossier has to do with a unit the actor serves in."""
    if by.kind == "system":
        return True
    units = {held.unit_id for held in by.memberships if held.role not in ("designer", "admin")}
    if not units:
        return False
    seen = select(DossierUnit.dossier_id).where(DossierUnit.dossier_id == dossier_id, DossierUnit.unit_id.in_(units))
    return work.execute(seen.limit(1)).first() is not None


#: the scope of a machine that brings what comes from outside: it need not see the dossiers of its units to reach them
CONNECTOR = "messages:connector"


def reach(by: Actor, *roles: str) -> frozenset[UUID] | None:
    """The units whose dossiers a message or signal of the actor reaches: those it serves in, in one of the roles.

    ``None``: every unit, for what the office itself passes on. A connector's token reaches where it holds any role.
    """
    if by.kind == "system":
        return None
    connector = by.scopes is not None and CONNECTOR in by.scopes
    usual = frozenset(roles) - {"designer", "admin"}
    return frozenset(held.unit_id for held in by.memberships if connector or held.role in usual)


def reached(units: frozenset[UUID] | None, dossier_id: Any) -> tuple[ColumnElement[bool], ...]:
    """Conditions that the dossier of a column has to do with one of the units."""
    if units is None:
        return ()
    seen = select(DossierUnit.dossier_id).where(DossierUnit.dossier_id == dossier_id, DossierUnit.unit_id.in_(units))
    return (seen.exists(),)


def place(by: Actor, units: frozenset[UUID] | None) -> str | None:
    """The unit (its code) from which the actor acts where one of these counts; the history names it."""
    return next((held.unit_code for held in by.memberships if units is not None and held.unit_id in units), None)


def require_sight(work: Work, by: Actor, dossier_id: UUID, code: str) -> None:
    """Raises :class:`NotFound` where the actor may not even know that the dossier exists."""
    if not may_see(work, by, dossier_id):
        raise NotFound(what="Dossier", name=code)
