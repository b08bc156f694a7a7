"""The office's own letters, as an administrator wrote them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, identifier


class OfficeText(Base):
    """A version of one of the office's letters; never changed. The one with the highest ``number`` is in force."""

    __tablename__ = "office_text"
    __table_args__ = (UniqueConstraint("event", "language", "number"),)
    id: Mapped[UUID] = identifier()
    #: ``status-5``
    event: Mapped[str]
    language: Mapped[str]
    #: from 1, of this letter
    number: Mapped[int]
    #: the template; none: from then on the one that is shipped
    source: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str]
