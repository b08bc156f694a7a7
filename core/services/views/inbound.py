"""What the workers see of something another system sent by itself, and what a person sees of it in the inbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundJob:
    """An item a worker has for a while: ``raw`` as it came, or ``raw_sha256`` where the blob store has it; ``dossier`` the code of
    the one a person says it belongs to."""

    id: UUID
    source: str
    external_id: str
    received: datetime
    raw: bytes | None
    raw_sha256: str | None
    attempts: int
    dossier: str | None


@dataclass(frozen=True, slots=True)
class CallbackReceipt:
    """Whether it was new, and what the other side wants to be answered."""

    new: bool
    answer: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxItem:
    """An item as an administrator sees it. ``raw``: as it came, where it was asked for and has not been let go."""

    id: UUID
    source: str
    channel: str
    external_id: str
    message: str
    key: str
    received: datetime
    size: int
    state: str
    reason: str
    detail: str
    attempts: int
    next_attempt: datetime | None
    assigned: str | None
    took: tuple[str, ...]
    settled: datetime | None
    settled_by: str | None
    note: str
    raw: bytes | None = None


@dataclass(frozen=True, slots=True)
class RefusedToday:
    """How many messages of a source were refused today for their signature, and when the last was."""

    source: str
    count: int
    last: datetime


@dataclass(frozen=True, slots=True)
class FirstOfName:
    """The item that was kept first under a name: of what may not differ, and the code of its dossier if it has one."""

    fingerprint: str
    dossier: str | None
