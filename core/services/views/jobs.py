"""What a worker gets of an outside call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """An outside call under lease; handed to a worker by id only."""

    id: UUID
    topic: str
    dossier: str
    payload: Mapping[str, Any]
    headers: Mapping[str, str]
    idempotency_key: str
    attempts: int
    lease: str
    decided: datetime  # when the office decided on the call: every try of it names the same moment
    context: Mapping[str, Any] = field(default_factory=dict)  # the FEEL context `dossier`: code, applicant, unit …
    system: str | None = None  # who carries it out, where its topic has several systems
    slow: bool = False  # its system took long when it was last asked
    failing: bool = False  # calls to its system have failed since the last that succeeded


@dataclass(frozen=True, slots=True)
class DueCall:
    """A call of the outbox to be handed to the queue."""

    id: UUID
    topic: str
