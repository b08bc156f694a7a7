"""What the doors see of a dossier's history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class EventView:
    seq: int
    kind: str  # source.subject.action
    at: datetime | None  # None where it cannot be read: on an auditor's sheet alone
    actor: str
    actor_name: str
    unit: str | None
    payload: Mapping[str, Any]
    hash: str
    previous_hash: str
    unreadable: bool = False  # what was recorded cannot be read: on an auditor's sheet alone
