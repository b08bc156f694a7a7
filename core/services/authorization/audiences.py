"""Who may take a task: the roles of the diagram, resolved to units, kept as one short key a task.

There are as many audiences as the office has desks and roles, not as many as it has tasks; so a queue is one
index range an audience, however many dossiers there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select, true

from bpmn.effects import TaskOpened
from bpmn.errors import EngineError
from bpmn.redaction import Public
from core.db.models import Audience, DossierUnit, DossierWord, Person
from core.db.reading import Reading
from core.db.unit_of_work import Attempt
from core.db.upserts import insert_absent
from core.domain import roles
from core.services.cases.cases import Case
from core.services.context.context import Context
from core.services.context.directory import Directory, Route, Tree
from core.services.requests import search
from core.services.views.actors import Actor

#: audiences that a page looks through one by one, each an index range in order
MOST_KEYS = 64
#: a handful of keys, or a query that finds them
Keys: TypeAlias = "list[str] | Select[Any]"


def of_task(context: Context, work: Attempt, case: Case, task: TaskOpened) -> tuple[str, UUID]:
    """The audience's key and the unit of a task.

    Raises :class:`EngineError` for a candidate group that nobody in the office can belong to: a step like any other that
    cannot be taken.
    """
    tree, row = context.directory.tree(), case.row
    for group in task.roles:
        if group.partition("@")[0].strip() not in roles.LABELS:
            text, known = _shown(context, work, case, task, group), Public(", ".join(roles.LABELS))
            message = "the task is for “{group}”, and the office has no such role; there are {known}"
            raise EngineError(task.element, "role-unknown", message, group=text, known=known)
    try:
        field_code = case.version.view.field_code
        route = tree.route(task.roles, row.reception_unit_id, row.processing_unit_id, field_code)
    except roles.UnitUnknown as error:
        text, office = _shown(context, work, case, task, error.params["role"]), Public(error.params["office"])
        message = "the task is for “{group}”, and there is no such unit near {office}"
        raise EngineError(task.element, error.code, message, group=text, office=office) from error
    _remember(context.directory, work, route)
    _involve(work, case, tree, route.seen_by)
    return route.key, route.unit


def _shown(context: Context, work: Reading, case: Case, task: TaskOpened, group: str) -> str:
    """The group for an incident: words of the diagram where it stands there as it is, else a value like any other."""
    called = None if task.version is None else context.versions.by_sha256(task.version, work)
    element = (called or case.version).definition.elements.get(task.element.rpartition("/")[2])
    return Public(group) if element is not None and group in element.roles else group


def _remember(directory: Directory, work: Attempt, route: Route) -> None:
    # Only what another transaction has committed is known: what this one inserts may still be rolled back.
    if directory.is_stored(route.key):
        return
    if work.scalar(select(Audience.key).where(Audience.key == route.key).limit(1)) is not None:
        directory.note_stored(route.key)
        return
    work.writes.add(
        insert_absent(work, Audience), [{"key": route.key, "role": role, "unit_id": unit} for role, unit in route.lines]
    )


def involve(work: Attempt, case: Case, tree: Tree, units: Iterable[UUID]) -> None:
    """Lets the people of these units, and of those above them, see the dossier, and find it, from now on."""
    _involve(work, case, tree, tree.seen_by(units))


def _involve(work: Attempt, case: Case, tree: Tree, seen_by: Mapping[str, UUID]) -> None:
    known: list[str] = case.value("units")
    new = [code for code in seen_by if code not in known]
    if new:
        units = [seen_by[code] for code in new]
        work.writes.add(insert_absent(work, DossierUnit), [{"unit_id": unit, "dossier_id": case.id} for unit in units])
        offices = {unit for unit in units if tree.nodes[unit].kind in roles.OFFICE_KINDS}
        found_by = search.entries(case.code, case.row.applicant)
        work.writes.add(insert_absent(work, DossierWord), search.rows(case.id, offices, found_by))
        case.changes["units"] = [*known, *new]


def keys_of(
    work: Reading, tree: Tree, by: Actor, role: str | None = None, unit: UUID | None = None, *, own: bool = False
) -> Keys:
    """The keys of the audiences the actor belongs to, narrowed to a role and to a unit's subtree if given.

    An auditor sees every queue of the units served in, unless only the actor's ``own`` work is asked for. Where they are
    more than a handful (a diagram may compute its groups), the database finds them itself: a page must not grow with them.
    """
    wanted = _wanted(tree, by, role, unit, own)
    if wanted is None:
        return []
    query = select(Audience.key).where(wanted).distinct()
    found = list(work.scalars(query.order_by(Audience.key).limit(MOST_KEYS + 1)))
    return found if len(found) <= MOST_KEYS else query


def _wanted(tree: Tree, by: Actor, role: str | None, unit: UUID | None, own: bool) -> ColumnElement[bool] | None:
    """The lines of audiences that the actor's memberships cover; ``None`` where they cover nothing."""
    within = tree.below(unit) if unit is not None else None
    places: dict[str | None, set[UUID]] = {}
    for held in by.memberships:
        name = None if held.role == "auditor" and not own else held.role
        if role is not None and name not in (None, role):
            continue
        below = tree.below(held.unit_id)
        places.setdefault(name if role is None else role, set()).update(below if within is None else below & within)
    lines = []
    for name, units in places.items():
        if units:
            anywhere = len(units) == len(tree.nodes)
            where = true() if anywhere else Audience.unit_id.in_(units)
            lines.append(where if name is None else and_(Audience.role == name, where))
    return or_(*lines) if lines else None


def belongs(tree: Tree, by: Actor, key: str) -> bool:
    """Whether the actor holds one of the audience's roles in a unit that covers it."""
    return any(
        held.role == line.role and line.unit is not None and held.unit_id in tree.line(line.unit)
        for line in tree.audience(key)
        for held in by.memberships
    )


def leads(tree: Tree, by: Actor, unit: UUID) -> bool:
    """Whether the actor is head or leader in the unit or above it."""
    return any(held.role in ("head", "leader") and held.unit_id in tree.line(unit) for held in by.memberships)


def person_id(work: Reading, username: str) -> UUID | None:
    """The person a diagram names as assignee, if there is one."""
    return work.scalar(select(Person.id).where(Person.username == username, Person.active.is_(True)))
