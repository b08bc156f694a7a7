"""What a person of the office is told of by the bell of their pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, JsonText, identifier


class StaffNotice(Base):
    """One thing for one person. ``kind``: one of `core.domain.staff_notices.StaffNoticeKind`; ``about``: names that its sentence needs,
    none of an applicant; unread while ``read`` is empty."""

    __tablename__ = "staff_notice"
    __table_args__ = (Index(None, "person_id", "read", "id"),)
    id: Mapped[UUID] = identifier()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    kind: Mapped[str]
    about: Mapped[dict[str, Any]] = mapped_column(JsonText)
    at: Mapped[datetime]
    read: Mapped[datetime | None]
