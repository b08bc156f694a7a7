"""Webhooks and their deliveries, as an administrator sees them and as a worker gets one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWebhook:
    """What an administrator says of a webhook. ``unit``: a code; ``kinds``: empty for all."""

    name: str
    address: str
    unit: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookView:
    """A webhook without its secret. ``waiting`` and ``failed``: deliveries in these states, counted up to a limit."""

    id: UUID
    name: str
    address: str
    unit_code: str
    unit_name: str
    kinds: tuple[str, ...]
    active: bool
    off_reason: str
    created: datetime
    created_by: str | None
    failures: int
    failing_since: datetime | None
    old_until: datetime | None
    waiting: int
    failed: int

    @property
    def unit(self) -> str:
        """The code of its unit."""
        return self.unit_code


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryView:
    """One event for one webhook. ``body``: what is sent, where it was asked for."""

    id: UUID
    webhook_id: UUID
    event_id: UUID
    dossier: str | None
    kind: str
    at: datetime
    status: int
    state: str
    attempts: int
    tries: tuple[Mapping[str, Any], ...]
    next_attempt: datetime | None
    settled: datetime | None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """A delivery to be handed to the queue."""

    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryJob:
    """A delivery a worker has under lease. ``secrets``: the one in force, and the one it takes the place of."""

    id: UUID
    lease: str
    event_id: UUID
    address: str
    body: str
    secrets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One try of a delivery: the HTTP ``status`` (None: no answer, and ``error`` is a code), how long it took, and the
    beginning of the answer."""

    status: int | None
    error: str
    milliseconds: int
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookFigures:
    """All webhooks together. ``off``: by a person; ``stopped``: by themselves; ``slow``: of those that are on, told one event
    at a time. Deliveries: those that wait (``oldest``: when the event happened), those with a worker (``begun``: since when the
    longest), and those that were settled in the last hour and the last 24."""

    on: int = 0
    failing: int = 0
    off: int = 0
    stopped: int = 0
    slow: int = 0
    waiting: int = 0
    oldest: datetime | None = None
    in_progress: int = 0
    begun: datetime | None = None
    delivered_hour: int = 0
    delivered_day: int = 0
    failed_hour: int = 0
    failed_day: int = 0
