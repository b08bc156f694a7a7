"""The way a dossier took through the diagram of its own version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import jsontext
from core.db.base import AnyRow
from core.db.models import Event, Person, Task
from core.db.reading import Reading
from core.domain.states import TaskState
from core.services.cases import called
from core.services.context.context import Context
from core.services.context.versions import Version
from core.services.dossiers import dossier_views
from core.services.views.diagrams import DiagramStepView, DiagramView
from core.services.views.units import UnitView

_TASKS = select(*Task.__table__.c, Person.name.label("assignee_name")).outerjoin(Person, Person.id == Task.assignee_id)


def read(context: Context, work: Reading, dossier_id: UUID, version: Version) -> DiagramView:
    """The diagram, what was passed by the dossier's history, and its tasks, done and open."""
    events = work.scalars(select(Event.payload).where(Event.dossier_id == dossier_id).order_by(Event.seq))
    payloads = [jsontext.stored(payload) for payload in events]
    tasks = work.execute(_TASKS.where(Task.dossier_id == dossier_id).order_by(Task.opened, Task.id)).all()
    units = context.directory.tree().views
    open_elements = [task.element for task in tasks if task.state == TaskState.OPEN]
    return DiagramView(
        xml=version.diagram,
        passed=_drawn(_named(payloads, "passed")),
        flows=_drawn(_named(payloads, "flows")),
        current=_places([*open_elements, *dossier_views.waiting_elements(work, dossier_id)]),
        steps=tuple(_step(task, units) for task in tasks),
    )


def _named(payloads: Iterable[Mapping[str, Any]], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(element for payload in payloads for element in payload.get(name, ())))


def _drawn(names: Iterable[str]) -> tuple[str, ...]:
    """Those of the dossier's own diagram, without what was passed in called processes."""
    return tuple(name for name in names if called.INSIDE not in name)


def _places(elements: Iterable[str]) -> tuple[str, ...]:
    """Where the dossier stands in its own diagram: inside of a called process, at the call activity."""
    return tuple(dict.fromkeys(called.root_element(element) for element in elements))


def _step(task: AnyRow, units: Mapping[UUID, UnitView]) -> DiagramStepView:
    return DiagramStepView(
        element=called.root_element(task.element),
        name=task.name,
        kind=task.kind,
        unit=units[task.unit_id].name,
        who=task.closed_by_name or task.assignee_name or "",
        opened=task.opened,
        closed=task.closed,
        due=task.due,
        state=task.state,
    )
