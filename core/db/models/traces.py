"""The journal of the office and the access log: evidence beside the histories of dossiers."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, JsonText, identifier


class JournalEntry(Base):
    """One link of the office's journal. ``payload`` is the canonical JSON that was hashed, as text."""

    __tablename__ = "journal"
    __table_args__ = (Index(None, "kind", "seq"), Index(None, "actor_username", "seq"))
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[UUID | None]
    actor_username: Mapped[str]
    actor_name: Mapped[str]
    unit: Mapped[str | None]
    address: Mapped[str]
    payload: Mapped[str] = mapped_column(Text)
    hash: Mapped[str]
    previous_hash: Mapped[str]


class JournalHead(Base):
    """The end of the journal's chain, one row, which is locked to append an entry, so that the chain has no branches."""

    __tablename__ = "journal_head"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    hash: Mapped[str]


class Access(Base):
    """A reading of personal data: who, what, when, why and how. No foreign keys: it outlives what it names.

    ``parts`` are what was shown, each between commas, so that one of them can be searched for. ``unit`` is the reader's.
    """

    __tablename__ = "access_log"
    __table_args__ = (
        Index(None, "dossier_id", "id"),
        Index(None, "person_id", "id"),
        Index(None, "at"),
    )
    id: Mapped[UUID] = identifier()
    at: Mapped[datetime]
    kind: Mapped[str]
    person_id: Mapped[UUID | None]
    username: Mapped[str]
    name: Mapped[str]
    roles: Mapped[str]
    unit: Mapped[str | None]
    parts: Mapped[str]
    dossier_id: Mapped[UUID | None]
    dossier: Mapped[str | None]
    #: a paper's id, a person's user name, or the filters of a list
    subject: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    #: the purpose that a program gave, if any
    purpose: Mapped[str] = mapped_column(Text)
    #: on what basis a dossier was read (``core.services.authorization.basis``), and which task or roles that was
    basis: Mapped[str] = mapped_column(default="", server_default="")
    basis_of: Mapped[str] = mapped_column(Text, default="", server_default="")
    #: whether the dossier was found by a search
    searched: Mapped[bool] = mapped_column(default=False, server_default=false())
    door: Mapped[str]
    page: Mapped[str]
    address: Mapped[str]
