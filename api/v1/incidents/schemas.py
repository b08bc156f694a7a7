"""Incidents as the interface shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from api.answers import Output
from api.inputs import Query


class IncidentQuery(Query):
    """Which incidents to list."""

    state: Literal["open", "resolved", "all"] = "open"
    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


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


class IncidentPage(Output):
    """A page of incidents, newest first."""

    items: list[IncidentOut]
    next: str | None
