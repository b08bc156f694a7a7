"""What the doors see of tasks, and what a list of them is narrowed by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from core.domain.states import TaskState


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    id: UUID
    dossier: str
    procedure: str
    procedure_name: str
    applicant: str
    element: str
    name: str
    kind: str
    form: Mapping[str, Any] | None  # the form-js schema; None in lists and where the task has no form
    data: Mapping[str, Any]  # values to start from (draft, or variables of the form's keys); empty in lists
    roles: tuple[str, ...]
    unit: str  # code
    unit_name: str
    assignee: str | None  # username
    assignee_name: str | None
    state: str  # a TaskState
    opened: datetime
    due: datetime | None
    closed: datetime | None
    closed_by: str | None
    priority: int
    revision: int
    allowed: tuple[str, ...] = ()  # claim, unclaim, complete: what the asking actor may do
    clock: str = "run"
    until: datetime | None = (
        None  # while the dossier waits for its applicant: the last moment, as the applicant was told
    )
    troubled: bool = False  # in lists: something of the dossier failed for good and waits for a person


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFilter:
    dossier: str | None = None
    role: str | None = None
    unit: str | None = None
    assignee: str | None = None  # username, "me" or "none"
    state: str = TaskState.OPEN  # a TaskState or ANY_STATE
    procedure: str | None = None
    search: str = ""
    late: str | None = None  # late | soon
