"""Incidents as the interface shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from api.answers import Output
from api.inputs import Input, Query


class IncidentQuery(Query):
    """Which incidents to list."""

    state: Literal["open", "resolved", "all"] = "open"
    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


Why = Annotated[str, Field(min_length=1, max_length=2000, description="stands in the dossier's history")]
Values = Annotated[dict[str, Any], Field(max_length=200)]


class ReasonIn(Input):
    """Why it is done."""

    reason: Why


class EditIn(Input):
    """All inputs of the call as they should have been, by the contract of its topic, and why."""

    data: Values
    reason: Why


class AnswerIn(Input):
    """The outputs by the contract of the topic, or a code of its faults, and why."""

    data: Values = {}
    fault: Annotated[str, Field(max_length=200)] = ""
    reason: Why


class SettleIn(Input):
    """Which incidents, what is done about each, and why (needed for all but ``retry``)."""

    incidents: Annotated[list[Annotated[UUID, Field(strict=False)]], Field(min_length=1, max_length=100)]
    action: Literal["retry", "remap", "skip"]
    reason: Annotated[str, Field(max_length=2000)] = ""


class ResultOut(Output):
    """What became of one of them; ``code`` and ``message`` say why it was refused."""

    incident: UUID
    number: str
    settled: bool
    code: str | None
    message: str | None


class ResultsOut(Output):
    """One result each, in the order they were named."""

    items: list[ResultOut]


class IncidentOut(Output):
    """Something that could not go on by itself."""

    id: UUID
    number: str
    dossier: str
    element: str
    step: str
    topic: str | None
    message: str
    state: str
    opened: datetime
    resolved: datetime | None
    resolved_by: str | None
    attempts: int
    payload: dict[str, Any]
    kind: str
    settlement: str | None
    reason: str | None
    headers: dict[str, str]
    key: str
    decided: datetime | None
    answer: str
    actions: list[str]


class IncidentPage(Output):
    """A page of incidents, newest first."""

    items: list[IncidentOut]
    next: str | None
