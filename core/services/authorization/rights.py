"""Who may do and see what: roles held in units, scopes of tokens. Every service asks here."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, true

from core.db.models import DossierUnit
from core.db.reading import Reading
from core.errors.requests import NotFound
from core.errors.rights import Forbidden, ScopeMissing
from core.services.views.actors import Actor
from core.services.views.dossiers import DossierRef


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


#: roles that maintain the office and do not work in dossiers
KEEPERS = frozenset({"designer", "admin"})
#: roles that look at dossiers at most and do nothing in them
WATCHERS = KEEPERS | {"auditor"}


def serving(by: Actor, *roles: str) -> frozenset[UUID] | None:
    """The units the actor serves in, in one of the roles (by default every role but :data:`KEEPERS`); ``None`` for the
    system, which serves everywhere."""
    if by.kind == "system":
        return None
    return frozenset(
        held.unit_id for held in by.memberships if (held.role in roles if roles else held.role not in KEEPERS)
    )


def visible(dossier_id: Any, units: Collection[UUID] | None) -> ColumnElement[bool]:
    """A condition that the dossier of a column has to do with one of the units; ``None``: no condition.

    The one rule by which dossiers, and what belongs to them, are found in lists and reached by messages.
    """
    if units is None:
        return true()
    here = select(DossierUnit.dossier_id).where(DossierUnit.dossier_id == dossier_id, DossierUnit.unit_id.in_(units))
    return here.exists()


def may_see(work: Reading, by: Actor, dossier_id: UUID) -> bool:
    """Whether the dossier has to do with a unit the actor serves in."""
    return bool(seen(work, by, (dossier_id,)))


def seen(work: Reading, by: Actor, dossiers: Collection[UUID]) -> set[UUID]:
    """Those of the dossiers that have to do with a unit the actor serves in."""
    return _touched(work, by, dossiers, KEEPERS)


def works_in_dossiers(by: Actor) -> bool:
    """Whether the actor works in any dossiers, or may open them."""
    return any(held.role not in WATCHERS or held.role == "admin" for held in by.memberships)


def may_act(work: Reading, by: Actor, dossier_id: UUID) -> bool:
    """Whether the actor may work in the dossier: sees it by a role that is not one of :data:`WATCHERS`."""
    return bool(_touched(work, by, (dossier_id,), WATCHERS))


def acts_as(work: Reading, by: Actor, dossier_id: UUID, *roles: str) -> bool:
    """Whether the dossier has to do with a unit in which the actor serves in one of the roles."""
    units = serving(by, *roles)
    if units is None:
        return True
    here = select(DossierUnit.dossier_id).where(DossierUnit.dossier_id == dossier_id, DossierUnit.unit_id.in_(units))
    return work.scalar(here.limit(1)) is not None


def _touched(work: Reading, by: Actor, dossiers: Collection[UUID], without: frozenset[str]) -> set[UUID]:
    if by.kind == "system":
        return set(dossiers)
    units = {held.unit_id for held in by.memberships if held.role not in without}
    if not units or not dossiers:
        return set()
    found = select(DossierUnit.dossier_id).where(DossierUnit.dossier_id.in_(dossiers), DossierUnit.unit_id.in_(units))
    return set(work.scalars(found.distinct()))


#: the scope of a machine that delivers messages from outside: it reaches dossiers that its person may not see
CONNECTOR = "messages:connector"


def reach(by: Actor, *roles: str) -> frozenset[UUID] | None:
    """The units whose dossiers a message or signal of the actor reaches: those it serves in, in one of the roles.

    ``None``: every unit, for what the system itself passes on. A connector's token reaches every unit in which its person
    holds a role other than auditor and designer.
    """
    if by.kind == "system":
        return None
    connector = by.scopes is not None and CONNECTOR in by.scopes
    usual = frozenset(roles) - WATCHERS
    return frozenset(
        held.unit_id
        for held in by.memberships
        if held.role in usual or (connector and held.role not in ("auditor", "designer"))
    )


def acting_unit(by: Actor, units: frozenset[UUID] | None) -> str | None:
    """The code of the first of the actor's units that is one of ``units``; the history says they acted from there."""
    return next((held.unit_code for held in by.memberships if units is not None and held.unit_id in units), None)


def require_command(work: Reading, by: Actor, line: frozenset[UUID], dossier: DossierRef, *roles: str) -> None:
    """One of the roles for this dossier's ``line``. Raises :class:`NotFound` where it may not be known to exist."""
    try:
        require_role_in(by, line, *roles)
    except Forbidden:
        require_sight(work, by, dossier.id, dossier.code)
        raise


def require_sight(work: Reading, by: Actor, dossier_id: UUID, code: str) -> None:
    """Raises :class:`NotFound` where the actor may not even know that the dossier exists."""
    if not may_see(work, by, dossier_id):
        raise NotFound(what="Dossier", name=code)
