"""What is known of the outside systems themselves: which topics are paused, and how a system's last calls went."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, JsonText


class PausedTopic(Base):
    """A topic whose calls wait until an administrator lets them go again; a topic that is not paused has no row."""

    __tablename__ = "paused_topic"
    topic: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text)


class SystemTopic(Base):
    """Which system carries out a topic: the name of its connector, as the schedule of this installation last wrote it."""

    __tablename__ = "system_topic"
    topic: Mapped[str] = mapped_column(primary_key=True)
    system: Mapped[str]


class OutsideSystem(Base):
    """How the last calls to a system went, and its circuit breaker; a system that never failed has no row.

    ``name`` is its connector's. The breaker is open while ``opened`` is set: then only the call ``probe`` may
    go, and from ``probe_at`` on the next one is chosen.
    """

    __tablename__ = "outside_system"
    name: Mapped[str] = mapped_column(primary_key=True)
    #: calls that failed since the last one that succeeded, whatever the reason; the first and the last of them
    failures: Mapped[int] = mapped_column(default=0)
    since: Mapped[datetime | None]
    last: Mapped[datetime | None]
    #: what the last of them met, without values of a dossier, by language
    error: Mapped[dict[str, str] | None] = mapped_column(JsonText)
    #: those of them, without a gap, in which the system did not serve at all
    outages: Mapped[int] = mapped_column(default=0)
    opened: Mapped[datetime | None]
    probe: Mapped[UUID | None]
    probe_at: Mapped[datetime | None]
    #: probes that failed since it was opened
    probes: Mapped[int] = mapped_column(default=0)
    #: of a system whose calls are limited: when the next one may go
    next_call: Mapped[datetime | None]
    #: since when its calls take long (:mod:`core.services.outside.pace`); None: they do not
    slow_since: Mapped[datetime | None]
