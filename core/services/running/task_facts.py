"""What the history tells of a task's row, so that the row can be held against it: its columns, under the task's token."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bpmn import effects as fx
from bpmn.contracts import PROPERTIES
from core import jsontext
from core.domain import deadlines
from core.domain.calendar import Calendar
from core.domain.json_values import to_json

#: properties of the diagram that have a column of their name in the task's row
KEPT = tuple(one for one in PROPERTIES if one.kept)
#: columns told when a task is opened; what changes later is told column by column
TOLD = (
    "id",
    "element",
    "name",
    "form",
    "version_id",
    "audience",
    "unit_id",
    "assignee_id",
    "due",
    "priority",
    "local",
    *(one.name for one in KEPT),
)
#: columns that follow from others, or that no event is written for
UNTOLD = ("dossier_id", "token", "sort_due", "found_by", "draft", "revision", "opened", "state")
_USUAL = {"priority": 50} | {one.name: one.default for one in KEPT}


def due(task: fx.TaskOpened, opened: datetime, calendar: Calendar) -> datetime | None:
    """When a task is due: as the diagram says, else by its limit in the working time of its unit.

    Handing the result over has no limit: processing has ended, and the applicant comes when they like.
    """
    if task.due is not None or not task.time_limit or task.kind == "return":
        return task.due
    return deadlines.task_due(opened, task.time_limit, calendar)


def of(token: str, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The fact that a task has these columns from now on; columns that are not :data:`TOLD` are left out."""
    return {"token": token} | {name: told(name, columns[name]) for name in columns if name in TOLD}


def of_opened(row: Mapping[str, Any]) -> dict[str, Any]:
    """The fact of a new row, without columns that are empty or have their usual value."""
    facts = of(row["token"], row)
    return {name: value for name, value in facts.items() if value is not None and _USUAL.get(name) != value}


def usual(name: str) -> Any:
    """What a column is where the event that opened the task does not tell it."""
    return _USUAL.get(name)


def told(name: str, value: Any) -> Any:
    """A column's value as the history tells it: local variables by their hash only, for they can be large."""
    if name == "local":
        return hashlib.sha256(jsontext.canonical(value)).hexdigest() if value else None
    return to_json(value)
