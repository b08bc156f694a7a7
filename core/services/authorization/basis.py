"""On what basis somebody reads a dossier: a task they hold, one they may take, one they did, or their role alone.

It is determined when the access is logged, because tasks and roles change later.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select

from core.db.base import AnyRow
from core.db.models import Dossier, DossierUnit, Task
from core.db.reading import Reading
from core.domain.states import TaskState
from core.services.authorization import audiences, rights
from core.services.context.directory import Tree
from core.services.views.actors import Actor

HOLDS: Final = "holds"  # a task in it is assigned to them; ``of``: its name
OFFERED: Final = "offered"  # a task in it may be taken by them; ``of``: its name
DID: Final = "did"  # they did a task in it; ``of``: its name
RECEIVED: Final = "received"  # they received it
ROLE: Final = "role"  # no task in it: they see it by these roles; ``of``: role@unit, with commas between
BEARER: Final = "bearer"  # of the receipt
KINDS: Final = (HOLDS, OFFERED, DID, RECEIVED, ROLE, BEARER)


@dataclass(frozen=True, slots=True)
class Basis:
    """``kind``: one of :data:`KINDS`, or empty where no dossier was read; ``of``: which task, or which roles."""

    kind: str = ""
    of: str = ""


def of_readings(work: Reading, tree: Tree, by: Actor, dossiers: Collection[UUID]) -> Mapping[UUID, Basis]:
    """The basis on which the actor reads each of the dossiers."""
    if not dossiers:
        return {}
    if by.kind == "citizen":
        return dict.fromkeys(dossiers, Basis(BEARER))
    found = _by_tasks(work, tree, by, dossiers)
    left = [dossier for dossier in dossiers if dossier not in found]
    return {**found, **_by_roles(work, by, left)} if left else found


def _by_tasks(work: Reading, tree: Tree, by: Actor, dossiers: Collection[UUID]) -> dict[UUID, Basis]:
    wanted = (Task.state == TaskState.OPEN) | (Task.closed_by_id == by.id)
    columns = (Task.dossier_id, Task.name, Task.element, Task.state, Task.assignee_id, Task.closed_by_id, Task.audience)
    rows = work.execute(
        select(*columns).where(Task.dossier_id.in_(dossiers), wanted).order_by(Task.opened.desc(), Task.id.desc())
    ).all()
    found: dict[UUID, Basis] = {}
    for kind in (HOLDS, OFFERED, DID):
        for row in rows:
            if row.dossier_id not in found and _fits(kind, row, tree, by):
                found[row.dossier_id] = Basis(kind, row.name or row.element)
    return found


def _fits(kind: str, row: AnyRow, tree: Tree, by: Actor) -> bool:
    if kind == DID:
        return bool(row.state != TaskState.OPEN and row.closed_by_id == by.id)
    if row.state != TaskState.OPEN:
        return False
    if kind == HOLDS:
        return bool(by.id is not None and row.assignee_id == by.id)
    return row.assignee_id is None and audiences.belongs(tree, by, row.audience)


def _by_roles(work: Reading, by: Actor, dossiers: Collection[UUID]) -> dict[UUID, Basis]:
    received = set(
        work.scalars(select(Dossier.id).where(Dossier.id.in_(dossiers), Dossier.received_by_id == by.id)).all()
    )
    held = {membership.unit_id for membership in by.memberships}
    units: dict[UUID, set[UUID]] = {dossier: set() for dossier in dossiers}
    query = select(DossierUnit.dossier_id, DossierUnit.unit_id)
    for row in work.execute(query.where(DossierUnit.dossier_id.in_(dossiers), DossierUnit.unit_id.in_(held))):
        units[row.dossier_id].add(row.unit_id)
    return {
        dossier: Basis(RECEIVED) if dossier in received else Basis(ROLE, _roles(by, seen))
        for dossier, seen in units.items()
    }


def _roles(by: Actor, units: set[UUID]) -> str:
    """The roles that let the actor see the dossier; all their roles if it is seen by another right, as an incident is."""
    seeing = [one for one in by.memberships if one.unit_id in units and one.role not in rights.KEEPERS]
    return ",".join(f"{one.role}@{one.unit_code}" for one in seeing or by.memberships)
