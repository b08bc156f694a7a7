"""Who a new task is offered to: its candidate groups resolved to roles in units, and what is written because of it.

A task's roles in units make one *audience* with a short key. There are as many audiences as the office has desks and roles,
not as many as it has tasks; so a queue is one index range per audience, however many dossiers there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import select

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


def resolve(context: Context, work: Attempt, case: Case, task: TaskOpened) -> Route:
    """The audience and the unit of a task. Writes the audience if it is new, and lets its units see the dossier.

    Raises :class:`EngineError` for a candidate group that nobody in the office can belong to: the step then becomes an
    incident, like any other that cannot be taken.
    """
    tree, row = context.directory.tree(), case.row
    for group in task.roles:
        if group.partition("@")[0].strip() not in roles.LABELS:
            text, known = _quoted(context, work, case, task, group), Public(", ".join(roles.LABELS))
            message = "unknown candidate group “{group}”; known roles: {known}"
            raise EngineError(task.element, "role-unknown", message, group=text, known=known)
    try:
        field_code = case.version.view.field_code
        route = tree.route(task.roles, row.reception_unit_id, row.processing_unit_id, field_code)
    except roles.UnitUnknown as error:
        text, office = _quoted(context, work, case, task, error.params["role"]), Public(error.params["office"])
        message = "the unit of candidate group “{group}” was not found for {office}"
        raise EngineError(task.element, error.code, message, group=text, office=office) from error
    _store(context.directory, work, route)
    _grant_access(work, case, tree, route.seen_by)
    return route


def _quoted(context: Context, work: Reading, case: Case, task: TaskOpened, group: str) -> str:
    """The group for an incident's text: public if the diagram says it literally, else redacted like any computed value."""
    called = None if task.version is None else context.versions.by_sha256(task.version, work)
    element = (called or case.version).definition.elements.get(task.element.rpartition("/")[2])
    return Public(group) if element is not None and group in element.roles else group


def _store(directory: Directory, work: Attempt, route: Route) -> None:
    # The directory knows only audiences that another transaction committed: what this one inserts may be rolled back.
    if directory.is_stored(route.key):
        return
    if work.scalar(select(Audience.key).where(Audience.key == route.key).limit(1)) is not None:
        directory.note_stored(route.key)
        return
    rows = [{"key": route.key, "role": line.role, "unit_id": line.unit} for line in route.lines]
    work.writes.add(insert_absent(work, Audience), rows)


def grant_unit_access(work: Attempt, case: Case, tree: Tree, units: Iterable[UUID]) -> None:
    """Lets the people of these units, and of those above them, see the dossier and find it from now on."""
    _grant_access(work, case, tree, tree.seen_by(units))


def _grant_access(work: Attempt, case: Case, tree: Tree, seen_by: Mapping[str, UUID]) -> None:
    known: list[str] = case.value("units")
    new = [code for code in seen_by if code not in known]
    if new:
        units = [seen_by[code] for code in new]
        work.writes.add(insert_absent(work, DossierUnit), [{"unit_id": unit, "dossier_id": case.id} for unit in units])
        offices = {unit for unit in units if tree.nodes[unit].kind in roles.OFFICE_KINDS}
        found_by = search.entries(case.code, case.row.applicant)
        work.writes.add(insert_absent(work, DossierWord), search.rows(case.id, offices, found_by))
        case.changes["units"] = [*known, *new]


def assignee_id(work: Reading, username: str) -> UUID | None:
    """The person a diagram names as assignee, if there is one who may work here."""
    return work.scalar(select(Person.id).where(Person.username == username, Person.active.is_(True)))
