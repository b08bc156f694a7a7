"""Tasks as the interface shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from api.answers import Output
from api.inputs import Input, Query
from core.services.views.tasks import TaskFilter

Line = Annotated[str, Field(max_length=300)]


class TaskQuery(Query):
    """Which tasks to list."""

    dossier: Line | None = None
    role: Line | None = None
    unit: Line | None = None
    assignee: Annotated[str, Field(max_length=300, description="a user name, “me” or “none”")] | None = None
    state: Literal["open", "completed", "cancelled", "all"] = "open"
    procedure: Line | None = None
    search: Line = ""
    late: Literal["late", "soon"] | None = None
    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50

    def wanted(self) -> TaskFilter:
        """The office's filter."""
        return TaskFilter(**self.model_dump(exclude={"cursor", "limit"}))


class OutcomeIn(Input):
    """What a task is completed with. ``revision``: the task's, if it must not have changed since it was read."""

    data: dict[str, Any] = Field(default_factory=dict)
    revision: int | None = None


class TaskLine(Output):
    """A task without its form."""

    # What the view has, promised apart: see Output.
    id: UUID
    dossier: str
    procedure: str
    procedure_name: str
    applicant: str
    element: str
    name: str
    kind: str
    roles: list[str]
    unit: str
    unit_name: str
    assignee: str | None
    assignee_name: str | None
    state: str
    # What the view has, promised apart: see Output.
    opened: datetime
    due: datetime | None
    closed: datetime | None
    closed_by: str | None
    priority: int
    revision: int
    allowed: list[str]
    clock: str


class TaskOut(TaskLine):
    """A task. ``form`` is its form-js schema, ``data`` the values to start from."""

    form: dict[str, Any] | None
    data: dict[str, Any]


class TaskPage(Output):
    """A page of tasks, most urgent first."""

    items: list[TaskOut]
    next: str | None
