"""Tasks as rows and as views: the SELECT of their columns, and what is shown of a row."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import select

from core import jsontext
from core.db.models import Dossier, DossierState, Person, Task
from core.db.reading import Reading
from core.domain.states import TaskState
from core.errors.requests import NotFound
from core.services.authorization import audiences, rights
from core.services.cases import called
from core.services.cases.cases import TASK, TASK_COLUMNS
from core.services.cases.rows import TaskRow
from core.services.context.context import Context
from core.services.tasks import last_days
from core.services.views.actors import Actor
from core.services.views.tasks import TaskView

#: What is long, or only of use where a single task is looked at.
_LONG_COLUMNS = tuple(column for column in TASK_COLUMNS if column.name in ("task_token", "task_local", "task_draft"))
#: Fields of the view that are columns of the row, and nothing else; `form` is the name of one there, and its schema here.
_SAME_IN_ROW = {
    field.name: f"task_{field.name}" for field in fields(TaskView) if field.name in TASK.c and field.name != "form"
}
_NOT_LISTED = ("task_found_by", "task_closed_by_id")
#: What a list needs: neither state nor variables.
TASK_LINES = (
    select(
        *(column for column in TASK_COLUMNS if column not in _LONG_COLUMNS and column.name not in _NOT_LISTED),
        Dossier.id,
        Dossier.code,
        Dossier.version_id,
        Dossier.procedure_code,
        Dossier.applicant_name,
        Dossier.stopped,
        Person.username.label("assignee_username"),
        Person.name.label("assignee_name"),
    )
    .select_from(Task)
    .join(Dossier, Dossier.id == Task.dossier_id)
    .outerjoin(Person, Person.id == Task.assignee_id)
)
#: One task with what its form starts from, and the dossier's columns a form may look at.
WHOLE_TASKS = TASK_LINES.add_columns(
    *_LONG_COLUMNS,
    Dossier.applicant,
    Dossier.channel,
    Dossier.return_by,
    Dossier.reception_unit_id,
    Dossier.processing_unit_id,
    Dossier.status,
    Dossier.received,
    Dossier.due,
    Dossier.revision,
    DossierState.variables,
).join(DossierState, DossierState.dossier_id == Dossier.id)


class _ChangedRow:
    """A row as it will be: the changes over what was read; columns nobody asks for are not looked at."""

    __slots__ = ("_changed", "_row")

    def __init__(self, row: TaskRow, changed: Mapping[str, Any]) -> None:
        self._row = row
        self._changed = changed

    def __getitem__(self, name: str) -> Any:
        return self._changed[name] if name in self._changed else getattr(self._row, name)

    def get(self, name: str) -> Any:
        """The column's value; ``None`` where the row was read without it."""
        return self._changed[name] if name in self._changed else getattr(self._row, name, None)


def of_id(work: Reading, task_id: UUID) -> TaskRow | None:
    """The row of a task, without asking who may know of it."""
    return cast("TaskRow | None", work.execute(WHOLE_TASKS.where(Task.id == task_id)).one_or_none())


def find(context: Context, work: Reading, task_id: UUID, by: Actor) -> TaskRow:
    """The row of a task the actor may know of. Raises :class:`NotFound`."""
    row = of_id(work, task_id)
    if row is None:
        raise NotFound(what="Task", name=str(task_id))
    mine = row.task_assignee_id == by.id or audiences.belongs(context.directory.tree(), by, row.task_audience)
    if not mine and not rights.may_see(work, by, row.id):
        raise NotFound(what="Task", name=str(task_id))
    return row


def view(
    context: Context,
    row: TaskRow,
    by: Actor,
    *,
    full: bool,
    changed: Mapping[str, Any] | None = None,
    work: Reading | None = None,
    ends: Mapping[UUID, datetime] | None = None,
) -> TaskView:
    """A task as ``by`` sees it. ``full`` adds the form and the values to start from, read through ``work``.

    ``ends``: until when dossiers wait for their applicants, where that was read for a whole list.
    """
    values: Any = _ChangedRow(row, changed) if changed else row._mapping
    held = values["task_assignee_id"] is not None
    version = context.versions.get(values["version_id"])
    tree = context.directory.tree()
    unit = tree.views[values["task_unit_id"]]
    form = called.version_of(context, row, work).form(values["task_form"]) if full else None
    known = called.variables_of(context, work, row) if form is not None and work is not None else {}
    if ends is None:
        ends = last_days.of(work, (row,)) if work is not None else {}
    return TaskView(
        dossier=values["code"],
        procedure=version.view.code,
        procedure_name=version.view.name,
        applicant=values["applicant_name"],
        form=form.schema if form else None,
        data=start_values(values, form.keys if form else (), known) if full else {},
        roles=tuple(dict.fromkeys(line.role for line in tree.audience(values["task_audience"]))),
        unit=unit.code,
        unit_name=unit.name,
        assignee=values.get("assignee_username") if held else None,
        assignee_name=values.get("assignee_name") if held else None,
        closed_by=values["task_closed_by_name"],
        allowed=allowed(context, values, by),
        troubled=values.get("troubled") or False,
        until=ends.get(row.id),
        **{name: values[column] for name, column in _SAME_IN_ROW.items()},
    )


def completed(context: Context, row: TaskRow, by: Actor, at: datetime) -> TaskView:
    """The view of a task that was completed just now, without reading it again."""
    changed = {
        "task_state": TaskState.COMPLETED,
        "task_closed": at,
        "task_closed_by_name": by.name,
        "task_revision": row.task_revision + 1,
        "task_draft": None,
    }
    return view(context, row, by, full=False, changed=changed)


def start_values(
    values: _ChangedRow | Mapping[str, Any], keys: Collection[str], variables: Mapping[str, Any]
) -> dict[str, Any]:
    """What the form starts from: the draft, otherwise the variables and local values of the form's own keys."""
    if values["task_state"] != TaskState.OPEN:
        return {}
    if values["task_draft"]:
        draft: dict[str, Any] = jsontext.loads(values["task_draft"])
        return draft
    known = {**variables, **(values["task_local"] or {})}
    return {key: known[key] for key in keys if key in known}


def allowed(context: Context, values: _ChangedRow | Mapping[str, Any], by: Actor) -> tuple[str, ...]:
    """What the actor may do with the task now."""
    if values["task_state"] != TaskState.OPEN or values["stopped"]:
        return ()
    holder = values["task_assignee_id"]
    member = audiences.belongs(context.directory.tree(), by, values["task_audience"])
    if holder is not None and holder == by.id:
        return ("unclaim", "complete")
    if holder is None and member:
        return ("claim", "complete")
    leads = audiences.leads(context.directory.tree(), by, values["task_unit_id"])
    return ("unclaim",) if holder is not None and leads else ()
