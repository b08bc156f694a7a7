"""What the workers see of something another system sent by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundJob:
    """An item a worker has for a while: ``raw`` as it came, ``dossier`` the code of the one a person says it belongs to."""

    id: UUID
    source: str
    external_id: str
    received: datetime
    raw: bytes
    attempts: int
    dossier: str | None


@dataclass(frozen=True, slots=True)
class CallbackReceipt:
    """Whether it was new, and what the other side wants to be answered."""

    new: bool
    answer: Mapping[str, Any]
