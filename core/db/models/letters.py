"""Official letters between offices: the register, and what is said of each."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, JsonText, identifier


class Letter(Base):
    """A letter in the register: one that came (``direction`` in) or one of ours (out).

    ``unit_id``: our office. ``organ``: the other side. ``status``: the newest that was said of it by the receiver.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("direction", "document_id"),
        UniqueConstraint("unit_id", "direction", "year", "number"),
        Index(None, "direction", "id"),
    )
    id: Mapped[UUID] = identifier()
    direction: Mapped[str]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    #: of the register, from 1 in each year; None: it was refused and stands in no register
    number: Mapped[int | None]
    #: what the axis knows it by
    document_id: Mapped[str]
    kind: Mapped[int]
    #: document ids of earlier letters that it revokes, changes or replaces
    refers_to: Mapped[list[str]] = mapped_column(JsonText)
    #: document ids of letters that it answers
    answers: Mapped[list[str]] = mapped_column(JsonText)
    organ: Mapped[str]
    organ_name: Mapped[str]
    code: Mapped[str]
    type_name: Mapped[str]
    promulgated: Mapped[date]
    subject: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    signature: Mapped[str]
    signature_algorithm: Mapped[str]
    signer: Mapped[str]
    #: the message as it came, in the blob store; None: it is ours
    message_sha256: Mapped[str | None]
    at: Mapped[datetime]
    status: Mapped[str]
    status_at: Mapped[datetime | None]
    dossier_id: Mapped[UUID | None] = mapped_column(ForeignKey("dossier.id"), index=True)
    #: the correlation key of what answers one of ours
    inquiry: Mapped[str | None] = mapped_column(index=True)
    #: folded words of code, subject and office, for the search
    found_by: Mapped[str] = mapped_column(Text)
    #: of an answer: the key it still has to be delivered with; None: nothing waits for it, or it was delivered
    undelivered: Mapped[str | None] = mapped_column(index=True)


class LetterAttachment(Base):
    """A file that came with a letter, looked at as a paper is. The content lies in the blob store."""

    __tablename__ = "letter_attachment"
    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(index=True)
    marks: Mapped[str]
    scan: Mapped[str]


class LetterReport(Base):
    """What was said of a letter: by the other side (``direction`` in), or by us (out), until ``sent`` in a queue of its own."""

    __tablename__ = "letter_report"
    __table_args__ = (Index(None, "direction", "sent", "next_attempt"), Index(None, "letter_id"))
    id: Mapped[UUID] = identifier()
    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letter.id"))
    direction: Mapped[str]
    status: Mapped[str]
    description: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str]
    at: Mapped[datetime]
    sent: Mapped[datetime | None]
    attempts: Mapped[int]
    next_attempt: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(Text)
