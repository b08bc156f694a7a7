"""Who is told of what happens to dossiers, what there is to tell, and what became of telling it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, JsonText, identifier


class Webhook(Base):
    """An address that is told of the events of a unit's dossiers. A removed one stays: its deliveries name it."""

    __tablename__ = "webhook"
    id: Mapped[UUID] = identifier()
    name: Mapped[str]
    address: Mapped[str]
    #: dossiers this unit, or one below it, is involved in
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    #: kinds of events; empty: all (see :mod:`core.domain.outgoing_events`)
    kinds: Mapped[list[str]] = mapped_column(JsonText)
    #: encrypted, as is the one it takes the place of
    secret: Mapped[str]
    old_secret: Mapped[str | None]
    #: until when the old one signs as well
    old_until: Mapped[datetime | None]
    active: Mapped[bool] = mapped_column(default=True)
    #: why it was switched off: person | gone (it answered so) | failing
    off_reason: Mapped[str] = mapped_column(default="")
    created: Mapped[datetime]
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    removed: Mapped[datetime | None]
    #: tries that failed since the last that did not, since when, and until when it is left alone
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None]
    pause_until: Mapped[datetime]
    #: its last answer took long: it is told one event at a time
    slow: Mapped[bool] = mapped_column(default=False)


class OutgoingEvent(Base):
    """An event of a history, to be told: written in its transaction, spread over the webhooks afterwards.

    ``id`` is the same for every webhook and at every try. One without a dossier was sent for trying a webhook out.
    """

    __tablename__ = "outgoing_event"
    __table_args__ = (Index(None, "spread", "id"), Index(None, "at"))
    id: Mapped[UUID] = identifier()
    dossier_id: Mapped[UUID | None] = mapped_column(ForeignKey("dossier.id"), index=True)
    seq: Mapped[int]
    kind: Mapped[str]
    at: Mapped[datetime]
    #: of the dossier after it, and whether it is a new one
    status: Mapped[int]
    status_changed: Mapped[bool]
    #: whether its deliveries have been written
    spread: Mapped[bool]
    #: the bytes that are sent, as text; made when it is spread
    body: Mapped[str | None] = mapped_column(Text)


class WebhookDelivery(Base):
    """One event for one webhook. ``state``: waiting → sent (handed to a worker) → delivered | failed (given up)."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("webhook_id", "event_id"),
        Index(None, "webhook_id", "state", "next_attempt"),
        Index(None, "webhook_id", "id"),
        Index(None, "event_id"),
        Index(None, "state", "settled"),
    )
    id: Mapped[UUID] = identifier()
    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhook.id"))
    event_id: Mapped[UUID] = mapped_column(ForeignKey("outgoing_event.id"))
    state: Mapped[str] = mapped_column(default="waiting")
    #: tries since it was written, or since a person had it sent again
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt: Mapped[datetime | None]
    lease: Mapped[str | None]
    #: every try, the oldest first: when, milliseconds, HTTP status or a code, and the beginning of the answer
    tries: Mapped[list[dict[str, Any]]] = mapped_column(JsonText, default=list)
    settled: Mapped[datetime | None]
