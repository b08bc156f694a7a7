"""Webhooks and deliveries as the interface takes and shows them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from api.answers import Output
from api.inputs import Input, Query
from core.services.views.webhooks import DeliveryView, WebhookView

Name = Annotated[str, Field(min_length=1, max_length=200)]
Address = Annotated[str, Field(min_length=1, max_length=500, description="https://, and public")]
Kinds = Annotated[list[str], Field(max_length=200, description="kinds of events of histories; empty: all")]
Moment = Annotated[AwareDatetime, Field(strict=False)]


class WebhookIn(Input):
    """A new webhook: told of dossiers that this unit, or one below it, has to do with."""

    name: Name
    address: Address
    unit: Annotated[str, Field(min_length=1, max_length=100)]
    kinds: Kinds = []


class ChangeIn(Input):
    """What is to change; what is left out, or null, stays."""

    name: Name | None = None
    address: Address | None = None
    kinds: Kinds | None = None


class WebhookOut(Output):
    """A webhook without its secret. ``old_until``: until then the secret before signs as well. ``off_reason``: ``person``,
    ``gone`` (410) or ``failing`` (five days). ``waiting`` and ``failed`` are counted up to a thousand."""

    id: UUID
    name: str
    address: str
    unit: str
    kinds: list[str]
    active: bool
    off_reason: Literal["", "person", "gone", "failing"]
    # What the view has, promised apart: see Output.
    created: datetime
    created_by: str | None
    failures: int
    failing_since: datetime | None
    old_until: datetime | None
    waiting: int
    failed: int


class WebhookMade(WebhookOut):
    """A webhook with a secret just made, shown this once."""

    secret: str


class WebhookList(Output):
    """All webhooks of the units the caller administers, by name."""

    items: list[WebhookOut]


class DeliveryQuery(Query):
    """Which deliveries, and which page of them."""

    state: Literal["waiting", "sent", "delivered", "failed", "all"] = "all"
    cursor: Annotated[str, Field(max_length=300)] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] | None = None


class TryOut(Output):
    """One try: the HTTP status, or (null) a code of why there was none; milliseconds; the beginning of the answer."""

    at: datetime
    status: int | None
    error: str
    ms: int
    answer: str


class DeliveryOut(Output):
    """One event for one webhook. ``event`` is its id, the same at every try; ``status`` the dossier's after it."""

    id: UUID
    event: UUID
    dossier: str | None
    kind: str
    at: datetime
    status: int
    state: Literal["waiting", "sent", "delivered", "failed"]
    attempts: int
    next_attempt: datetime | None
    settled: datetime | None
    tries: list[TryOut]


class DeliveryFull(DeliveryOut):
    """The same with the text that is sent; null for an event that is not written out yet."""

    body: str | None


class DeliveryPage(Output):
    """Deliveries, the newest first."""

    items: list[DeliveryOut]
    next: str | None


class ReplayIn(Input):
    """What to send again: these deliveries, or all events from ``since`` to before ``until``."""

    deliveries: Annotated[list[Annotated[UUID, Field(strict=False)]], Field(min_length=1, max_length=500)] | None = None
    since: Moment | None = None
    until: Moment | None = None


class ReplayOut(Output):
    """How many are sent again."""

    count: int


def with_secret(view: WebhookView, secret: str) -> dict[str, object]:
    """The fields of the one answer that shows a secret."""
    return {**asdict(view), "unit": view.unit_code, "secret": secret}


def delivery(view: DeliveryView) -> dict[str, object]:
    """The fields of a delivery's answer."""
    names = ("id", "dossier", "kind", "at", "status", "state", "attempts", "next_attempt", "settled", "body")
    return {name: getattr(view, name) for name in names} | {"event": view.event_id, "tries": list(view.tries)}
