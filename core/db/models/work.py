"""What a dossier waits for: tasks of people, timers, messages, calls to the outside; and what went wrong."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, JsonText, identifier


class Task(Base):
    """A user task. ``audience`` names the roles and units that may take it (see :class:`Audience`)."""

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("dossier_id", "token"),
        Index(None, "audience", "state", "sort_due", "id"),
        Index(None, "assignee_id", "state", "sort_due", "id"),
    )
    id: Mapped[UUID] = identifier()
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    token: Mapped[str]
    element: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    form: Mapped[str | None]
    #: the called version the form belongs to; without one it is the dossier's own
    version_id: Mapped[UUID | None] = mapped_column(ForeignKey("procedure_version.id"))
    audience: Mapped[str]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    assignee_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(default="open")
    opened: Mapped[datetime]
    due: Mapped[datetime | None]
    sort_due: Mapped[datetime]
    closed: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    closed_by_name: Mapped[str | None]
    clock: Mapped[str] = mapped_column(default="run")
    priority: Mapped[int] = mapped_column(default=50)
    #: what the dossier is found by, as in :class:`Dossier`: a search for a common name asks the queue's own rows
    found_by: Mapped[str] = mapped_column(Text, default="")
    local: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    draft: Mapped[str | None] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=0)


class Audience(Base):
    """A role in a unit that belongs to an audience. There are few audiences, so a task needs only the key of its own."""

    __tablename__ = "audience"
    __table_args__ = (Index(None, "role", "unit_id"),)
    key: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), primary_key=True)


class Timer(Base):
    """A time that a dossier waits for. Deleted when it has fired or was cleared; the history keeps the fact."""

    __tablename__ = "timer"
    __table_args__ = (UniqueConstraint("dossier_id", "token"), Index(None, "due"))
    id: Mapped[UUID] = identifier()
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    token: Mapped[str]
    element: Mapped[str]
    due: Mapped[datetime]
    #: firing it failed: it is not fired again before somebody retries the incident
    held: Mapped[bool] = mapped_column(default=False)


class Subscription(Base):
    """A message (by name and key) or a signal (by name) that a dossier waits for. Deleted when it no longer waits."""

    __tablename__ = "subscription"
    __table_args__ = (UniqueConstraint("dossier_id", "token"), Index(None, "name", "key"))
    id: Mapped[UUID] = identifier()
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    token: Mapped[str]
    element: Mapped[str]
    #: "message" or "signal"
    kind: Mapped[str] = mapped_column(default="message", server_default="message")
    name: Mapped[str]
    key: Mapped[str | None]


class Outbox(Base):
    """A call to another system, written in the same transaction as the step that wants it.

    ``state``: ready → sent (handed to the queue) → leased (a worker carries it out) → done | failed (an incident is open) |
    cancelled. Only the worker that holds the current ``lease`` may report the result.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(None, "state", "next_attempt"),
        Index(None, "dossier_id"),
        # Open calls are not in it, so a step that wants one pays nothing for it.
        Index(None, "done", postgresql_where=text("done IS NOT NULL"), sqlite_where=text("done IS NOT NULL")),
    )
    id: Mapped[UUID] = identifier()
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    token: Mapped[str | None]
    element: Mapped[str]
    topic: Mapped[str]
    #: who carries it out, where the topic has several systems; None: the one of its topic
    system: Mapped[str | None]
    payload: Mapped[dict[str, Any]] = mapped_column(JsonText)
    headers: Mapped[dict[str, str]] = mapped_column(JsonText)
    key: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="ready")
    attempts: Mapped[int] = mapped_column(default=0)
    max_attempts: Mapped[int]
    next_attempt: Mapped[datetime]
    lease: Mapped[str | None]
    #: when the worker that has the lease began; of a row that nobody has, when the last one did
    begun: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)
    #: what came back from outside at the last try that failed, masked and shortened; None: nothing did
    answer: Mapped[str | None] = mapped_column(Text)
    created: Mapped[datetime]
    done: Mapped[datetime | None]


class Incident(Base):
    """A step or call that failed and waits for a person."""

    __tablename__ = "incident"
    __table_args__ = (Index(None, "state", "id"), Index(None, "dossier_id"), Index(None, "opened"))
    id: Mapped[UUID] = identifier()
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    kind: Mapped[str]
    element: Mapped[str]
    topic: Mapped[str | None]
    outbox_id: Mapped[UUID | None] = mapped_column(ForeignKey("outbox.id"))
    retry: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    message: Mapped[str] = mapped_column(Text)
    #: the message without values of the dossier (`bpmn.redaction`); None: an incident older than this column
    redacted: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(default="open")
    opened: Mapped[datetime]
    resolved: Mapped[datetime | None]
    resolved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: tries of the call until it was given up; None: no call, or an incident older than this column
    attempts: Mapped[int | None]
    #: how it was settled (`Settlement`), and why, in the words of the person who did; None: before this column
    settlement: Mapped[str | None]
    reason: Mapped[str | None] = mapped_column(Text)


class Shipment(Base):
    """A postal order, tracked until it is delivered or given up."""

    __tablename__ = "shipment"
    __table_args__ = (Index(None, "open", "asked"),)
    id: Mapped[UUID] = identifier()
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), index=True)
    tracking_code: Mapped[str] = mapped_column(unique=True)
    #: ``return``: a result to the applicant; ``collect``: papers from there to the desk
    direction: Mapped[str] = mapped_column(default="return", server_default="return")
    state: Mapped[str]
    open: Mapped[bool] = mapped_column(default=True)
    opened: Mapped[datetime]
    #: when its state was last requested from the post
    asked: Mapped[datetime]
    #: what was ordered, as it was ordered; empty while only the carrier's reports are known
    order_number: Mapped[str] = mapped_column(default="")
    carrier: Mapped[str] = mapped_column(default="")
    #: the carrier's name among the outside systems; empty: ordered before there were several
    system: Mapped[str] = mapped_column(default="", server_default="")
    service: Mapped[str] = mapped_column(default="")
    receiver: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    #: the carrier's price and what it collects at the door, whole đồng; neither is a fee of the office's
    postage: Mapped[int | None] = mapped_column(BigInteger)
    cod: Mapped[int] = mapped_column(BigInteger, default=0)
    #: since when the order is to be cancelled; the carrier's own report closes it
    withdrawn: Mapped[datetime | None]


class ShipmentEvent(Base):
    """A report of the post about an order; ``key`` recognises a repeated report."""

    __tablename__ = "shipment_event"
    shipment_id: Mapped[UUID] = mapped_column(ForeignKey("shipment.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    state: Mapped[str]
    text: Mapped[str]
