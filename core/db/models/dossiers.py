"""Dossiers, their state, papers and search entries, and their history."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, JsonText, identifier


class Dossier(Base):
    """A dossier (hồ sơ). ``head_seq`` and ``head_hash`` are the end of its history's chain."""

    __tablename__ = "dossier"
    id: Mapped[UUID] = identifier()
    code: Mapped[str] = mapped_column(unique=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("procedure_version.id"), index=True)
    procedure_code: Mapped[str] = mapped_column(index=True)
    applicant: Mapped[dict[str, str]] = mapped_column(JsonText)
    applicant_name: Mapped[str]
    channel: Mapped[str]
    return_by: Mapped[str]
    reception_unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    processing_unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    status: Mapped[int]
    received: Mapped[datetime]
    received_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    due: Mapped[datetime | None]
    index_due: Mapped[datetime | None]
    paused_since: Mapped[datetime | None]
    pauses: Mapped[list[dict[str, Any]]] = mapped_column(JsonText, default=list)
    #: when processing ended (``core.domain.statuses.PROCESSED``): lateness is judged here, and the process may go on
    processed: Mapped[datetime | None]
    finished: Mapped[datetime | None]
    returned: Mapped[datetime | None]
    stopped: Mapped[bool] = mapped_column(default=False)
    #: the entries of :class:`DossierWord` as one text, each after a bar
    found_by: Mapped[str] = mapped_column(Text, default="")
    #: codes of the units in :class:`DossierUnit`, so that a step need not query them
    units: Mapped[list[str]] = mapped_column(JsonText, default=list)
    secret_hash: Mapped[str]
    revision: Mapped[int] = mapped_column(default=0)
    head_seq: Mapped[int] = mapped_column(default=0)
    head_hash: Mapped[str]


class DossierState(Base):
    """The engine's state and the variables: in a table of their own, because lists of dossiers never read them."""

    __tablename__ = "dossier_state"
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    state: Mapped[bytes] = mapped_column(LargeBinary)
    variables: Mapped[str] = mapped_column(Text)


class DossierUnit(Base):
    """The units involved in a dossier, and every unit above them: members of these units see the dossier."""

    __tablename__ = "dossier_unit"
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True, index=True)


class DossierWord(Base):
    """A search entry of a dossier (see ``core.services.requests.search``), once for each office involved in it."""

    __tablename__ = "dossier_word"
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    # Ordered by code points in both databases, so that "begins with" is a range of the index.
    word: Mapped[str] = mapped_column(String().with_variant(String(collation="C"), "postgresql"), primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True, index=True)


class CodeCounter(Base):
    """The last number of a dossier code assigned by a unit on a day in the office's time zone."""

    __tablename__ = "code_counter"
    unit_code: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[int]


class Event(Base):
    """One link of a dossier's history. ``payload`` is the canonical JSON that was hashed, as text."""

    __tablename__ = "event"
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    actor_username: Mapped[str]
    actor_name: Mapped[str]
    on_behalf_of: Mapped[str | None]
    unit: Mapped[str | None]
    address: Mapped[str]
    payload: Mapped[str] = mapped_column(Text)
    hash: Mapped[str]
    previous_hash: Mapped[str]


class Document(Base):
    """A paper of a dossier. The content is in the blob store under its SHA-256."""

    __tablename__ = "document"
    id: Mapped[UUID] = identifier()
    dossier_id: Mapped[UUID | None] = mapped_column(ForeignKey("dossier.id"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(index=True)
    component: Mapped[str | None]
    kind: Mapped[str] = mapped_column(default="attachment")
    marks: Mapped[str] = mapped_column(
        default="", server_default=""
    )  # names of active content in it, separated by spaces
    scan: Mapped[str] = mapped_column(default="none", server_default="none")  # clean | missed | none
    added: Mapped[datetime]
    added_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class Notice(Base):
    """What the applicant was told at a status. ``event`` is the number of the event that holds the same."""

    __tablename__ = "notice"
    id: Mapped[UUID] = identifier()
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), index=True)
    status: Mapped[int]
    at: Mapped[datetime]
    event: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JsonText)


class Idempotency(Base):
    """The answer to a request with an idempotency key; the same request gets it again."""

    __tablename__ = "idempotency"
    __table_args__ = (Index(None, "at"),)
    actor: Mapped[str] = mapped_column(primary_key=True)
    operation: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    answer: Mapped[Any] = mapped_column(JsonText)
    at: Mapped[datetime]
