"""What other systems send by themselves, as it came, and what became of it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, JsonText, identifier


class InboundItem(Base):
    """A callback, or an item of a feed: kept raw before anything is done with it.

    ``state``: waiting (the workers are at it) → taken | parked (a person must look) | set-aside. The row outlives its
    contents: by ``external_id`` the same thing is known again.
    """

    __tablename__ = "inbound"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        Index(None, "state", "next_attempt"),
        Index(None, "state", "id"),
    )
    id: Mapped[UUID] = identifier()
    #: the name of an entry of a connector (:class:`workers.connector.Inbound`)
    source: Mapped[str]
    #: callback or feed
    channel: Mapped[str]
    external_id: Mapped[str]
    received: Mapped[datetime]
    #: as it came; None: let go, as the setting says, or in the blob store
    raw: Mapped[bytes | None] = mapped_column(LargeBinary)
    #: what is too large for a row, in the blob store; both None: its sender holds it and has not given it yet
    raw_sha256: Mapped[str | None]
    size: Mapped[int]
    #: message and key as they were read, for people; empty where the contents could not be read
    message: Mapped[str]
    key: Mapped[str]
    #: of what may not differ when the same thing comes again; empty: nothing is held against it
    fingerprint: Mapped[str] = mapped_column(default="", server_default="")
    state: Mapped[str] = mapped_column(default="waiting")
    #: why it has not been taken: a code, and what the code does not say
    reason: Mapped[str] = mapped_column(default="")
    detail: Mapped[str] = mapped_column(Text, default="")
    attempts: Mapped[int] = mapped_column(default=0)
    #: None: only when a person asks for it
    next_attempt: Mapped[datetime | None]
    #: code of the dossier a person has said it belongs to
    assigned: Mapped[str | None]
    #: codes of the dossiers that took it
    took: Mapped[list[str]] = mapped_column(JsonText, default=list)
    settled: Mapped[datetime | None]
    settled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: why a person has set it aside
    note: Mapped[str] = mapped_column(Text, default="")


class InboundRefusal(Base):
    """How many messages of a source were refused on a day because their signature was wrong; nothing of them is kept."""

    __tablename__ = "inbound_refusal"
    source: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    count: Mapped[int]
    last: Mapped[datetime]
