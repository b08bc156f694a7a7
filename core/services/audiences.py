"""Who may take a task: the roles of the diagram, resolved to units, kept as one short key a task.

There are as many audiences as the office has desks and roles, not as many as it has tasks; so a queue is one
index range an audience, however many dossiers there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from uuid import UUID

from sqlalchemy import Insert, select
from sqlalchemy.dialects import postgresql, sqlite

from core.db.models import Audience, DossierUnit, DossierWord, Person
from core.db.unit_of_work import Work
from core.domain import roles
from core.services import search
from core.services.cases import Case
from core.services.directory import Route, Tree
from core.services.views import Actor
from core.services.world import World


def insert_if_absent(work: Work, table: type, rows: list[dict[str, object]]) -> None:
    """``INSERT … ON CONFLICT DO NOTHING``, which both databases know under different names."""
    work.execute(_absent(work, table), rows)


def _absent(work: Work, table: type) -> Insert:
    return _build_absent(table, work.on_sqlite)


@cache
def _build_absent(table: type, on_sqlite: bool) -> Insert:
    build = sqlite.insert if on_sqlite else postgresql.insert
    return build(table.__table__).on_conflict_do_nothing()  # type: ignore[attr-defined]


def of_task(world: World, work: Work, case: Case, wanted: Sequence[str]) -> tuple[str, UUID]:
    """The audience's key and the unit of a task whose candidate groups are ``wanted``."""
    tree, row = world.directory.tree(), case.row
    route = tree.route(wanted, row.reception_unit_id, row.processing_unit_id, case.version.view.field_code)
    _remember(world.directory.known_audiences, work, route)
    _involve(work, case, tree, route.seen_by)
    return route.key, route.unit


def _remember(known: set[str], work: Work, route: Route) -> None:
    # Only what another transaction has committed is known: what this one inserts may still be rolled back.
    if route.key in known:
        return
    if work.scalar(select(Audience.key).where(Audience.key == route.key).limit(1)) is not None:
        known.add(route.key)
        return
    rows: list[dict[str, object]] = [{"key": route.key, "role": role, "unit_id": unit} for role, unit in route.lines]
    insert_if_absent(work, Audience, rows)


def involve(work: Work, case: Case, tree: Tree, units: Iterable[UUID]) -> None:
    """Lets the people of these units, and of those above them, see the dossier, and find it, from now on."""
    _involve(work, case, tree, tree.seen_by(units))


def _involve(work: Work, case: Case, tree: Tree, seen_by: Mapping[str, UUID]) -> None:
    known: list[str] = case.value("units")
    new = [code for code in seen_by if code not in known]
    if new:
        units = [seen_by[code] for code in new]
        work.writes.add(_absent(work, DossierUnit), [{"unit_id": unit, "dossier_id": case.id} for unit in units])
        offices = {unit for unit in units if tree.nodes[unit].kind in roles.OFFICE_KINDS}
        found_by = search.entries(case.code, case.row.applicant)
        work.writes.add(_absent(work, DossierWord), search.rows(case.id, offices, found_by))
        case.changes["units"] = [*known, *new]


def keys_of(
    work: Work, tree: Tree, by: Actor, role: str | None = None, unit: UUID | None = None, *, own: bool = False
) -> list[str]:
    """The keys of the audiences the actor belongs to, narrowed to a role and to a unit's subtree if given.

    An auditor sees every queue of the units served in, unless only the actor's ``own`` work is asked for.
    """
    held = {
        (None if membership.role == "auditor" and not own else membership.role, below)
        for membership in by.memberships
        for below in tree.below(membership.unit_id)
    }
    within = tree.below(unit) if unit is not None else None
    rows = work.execute(select(Audience.key, Audience.role, Audience.unit_id))
    return sorted(
        {
            key
            for key, name, place in rows
            if (role is None or name == role)
            and (within is None or place in within)
            and ((name, place) in held or (None, place) in held)
        }
    )


def belongs(tree: Tree, by: Actor, key: str) -> bool:
    """Whether the actor holds one of the audience's roles in a unit that covers it."""
    return any(
        held.role == role and unit is not None and held.unit_id in tree.line(unit)
        for role, unit in tree.audience(key)
        for held in by.memberships
    )


def leads(tree: Tree, by: Actor, unit: UUID) -> bool:
    """Whether the actor is head or leader in the unit or above it."""
    return any(held.role in ("head", "leader") and held.unit_id in tree.line(unit) for held in by.memberships)


def person_id(work: Work, username: str) -> UUID | None:
    """The person a diagram names as assignee, if there is one."""
    return work.scalar(select(Person.id).where(Person.username == username, Person.active.is_(True)))
