"""An event about to be written into a dossier's history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.domain.history import EventKind
from core.services.views.actors import Actor


@dataclass(frozen=True, slots=True)
class EventDraft:
    """What happened: its kind, its own facts, who did it, when, and in which unit (code)."""

    kind: EventKind
    facts: Mapping[str, Any]
    by: Actor
    at: datetime
    unit: str | None = None
    #: over how many dossiers messages and signals passed this on, with no person in between
    hops: int = 0
