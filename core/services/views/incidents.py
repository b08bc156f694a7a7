"""What administrators see of a step that stopped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentView:
    id: UUID
    number: str  # short, for people: what the clerk was told and the administrator looks for
    dossier: str
    element: str
    step: str  # the element's name in the dossier's own version; its id where it has none
    topic: str | None
    message: str
    state: str  # an IncidentState
    opened: datetime
    resolved: datetime | None
    resolved_by: str | None
    attempts: int
    payload: Mapping[str, Any]
