"""Rows that stay open while their dossier goes to another version: they are described anew, or put back as they were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select, update

from bpmn import effects as fx
from core.db.base import AnyRow, AnySelect
from core.db.reading import Reading
from core.db.unit_of_work import Attempt, Work
from core.domain.json_values import to_json
from core.domain.states import TaskState
from core.services.cases.cases import TASK, Case
from core.services.context.context import Context
from core.services.running import candidates, task_facts
from core.services.running.effect_rows import FAR, OUTBOX, SUBSCRIPTION, TIMER, as_told

#: where something open names its element
_RENAME = tuple(
    update(table).where(table.c.dossier_id == bindparam("dossier"), table.c.token == bindparam("moved"))
    for table in (TASK, TIMER, SUBSCRIPTION, OUTBOX)
)
_KEPT = tuple(one.name for one in task_facts.KEPT)
#: what a move may change of an open task, and putting it back changes again
_TASK = ("element", "name", "form", "audience", "unit_id", "due", "sort_due", "priority", "local", *_KEPT)


@dataclass(frozen=True, slots=True)
class Revision:
    """What a move changes of rows that stay open: tokens with their new elements, and columns of tasks by token."""

    moved: tuple[dict[str, Any], ...]
    tasks: Mapping[str, Mapping[str, Any]]

    def facts(self) -> list[dict[str, Any]]:
        """What the history tells of the tasks."""
        return [task_facts.of(token, columns) for token, columns in self.tasks.items()]


def plan(context: Context, work: Attempt, case: Case, effects: Iterable[fx.Effect]) -> Revision:
    """Works out what is to be written. ``case`` already has the new version."""
    here = select(*TASK.c).where(TASK.c.dossier_id == case.id, TASK.c.state == TaskState.OPEN)
    open_ = {row.token: row for row in work.execute(here)}
    moved: list[dict[str, Any]] = []
    tasks: dict[str, dict[str, Any]] = {}
    for effect in effects:
        if isinstance(effect, fx.TokenMoved):
            moved.append({"dossier": case.id, "moved": effect.token, "element": effect.element})
            if effect.token in open_:
                tasks.setdefault(effect.token, {})["element"] = effect.element
        if isinstance(effect, fx.TaskRevised):
            row = open_[effect.task.token]
            tasks.setdefault(row.token, {}).update(_described(context, work, case, effect, row))
    return Revision(tuple(moved), {token: columns for token, columns in tasks.items() if columns})


def write(work: Work, case: Case, revision: Revision) -> None:
    """Writes it."""
    for rename in _RENAME:
        work.writes.add(rename, list(revision.moved))
    for token, columns in revision.tasks.items():
        here = (TASK.c.dossier_id == case.id, TASK.c.token == token)
        work.session.execute(update(TASK).where(*here).values(**columns, revision=TASK.c.revision + 1))


def _described(
    context: Context, work: Attempt, case: Case, effect: fx.TaskRevised, row: AnyRow
) -> Iterable[tuple[str, object]]:
    """The columns that change. Who holds the task keeps it, and a draft stays, whatever the task is called now."""
    task = effect.task
    for name, value in as_told(task).items():
        anew = "properties" in effect.changed and name in _KEPT and value != getattr(row, name)
        if name in effect.changed or anew:
            yield name, value
    unit = row.unit_id
    if "roles" in effect.changed:
        route = candidates.resolve(context, work, case, task)
        unit = route.unit
        yield from (("audience", route.key), ("unit_id", unit))
    if "due" in effect.changed:
        due = task_facts.due(task, row.opened, context.calendars.of(unit))
        yield from (("due", due), ("sort_due", due or FAR))
    if "assignee" in effect.changed and task.assignee and row.assignee_id is None:
        yield "assignee_id", candidates.assignee_id(work, task.assignee)


def snapshot(work: Reading, case: Case) -> dict[str, Any]:
    """What is open, as JSON: enough to put it back. Read under the dossier's lock."""
    tasks = select(TASK.c.token, *(TASK.c[name] for name in _TASK)).where(
        TASK.c.dossier_id == case.id, TASK.c.state == TaskState.OPEN
    )
    calls = select(OUTBOX.c.token, OUTBOX.c.element).where(OUTBOX.c.dossier_id == case.id, OUTBOX.c.token.is_not(None))
    return {
        "tasks": _rows(work, tasks),
        "timers": _rows(work, select(*_waiting(TIMER)).where(TIMER.c.dossier_id == case.id)),
        "subscriptions": _rows(work, select(*_waiting(SUBSCRIPTION)).where(SUBSCRIPTION.c.dossier_id == case.id)),
        "calls": _rows(work, calls),
    }


def restored(rows: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the history tells of tasks that :func:`restore` puts back."""
    return [task_facts.of(kept["token"], {name: _thawed(name, kept[name]) for name in _TASK}) for kept in rows["tasks"]]


def restore(work: Work, case: Case, rows: Mapping[str, Any]) -> None:
    """Puts back what :func:`snapshot` has read, where nothing else has happened to it since."""
    for kept in rows["tasks"]:
        values = {name: _thawed(name, kept[name]) for name in _TASK}
        here = (TASK.c.dossier_id == case.id, TASK.c.token == kept["token"])
        work.session.execute(update(TASK).where(*here).values(**values, revision=TASK.c.revision + 1))
    for call in rows["calls"]:
        here = (OUTBOX.c.dossier_id == case.id, OUTBOX.c.token == call["token"])
        work.session.execute(update(OUTBOX).where(*here).values(element=call["element"]))
    for table, kept in ((TIMER, rows["timers"]), (SUBSCRIPTION, rows["subscriptions"])):
        work.session.execute(delete(table).where(table.c.dossier_id == bindparam("dossier")), {"dossier": case.id})
        waiting = [{name: _thawed(name, value) for name, value in row.items()} for row in kept]
        if waiting:
            work.session.execute(insert(table), [{"dossier_id": case.id, **row} for row in waiting])


def _waiting(table: Any) -> list[Any]:
    return [column for column in table.c if column.name != "dossier_id"]


def _rows(work: Reading, query: AnySelect) -> list[dict[str, Any]]:
    return [to_json(dict(row._mapping)) for row in work.execute(query)]


def _thawed(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in ("due", "sort_due"):
        return datetime.fromisoformat(value)
    return UUID(value) if name in ("id", "unit_id") else value
