"""What applicants could not be told by letter or message: the desk tells them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, JsonText, identifier


class Untold(Base):
    """A letter that reached nobody. ``unit_id``: the desk that received the dossier; ``template`` and ``payload``: what the
    letter was to be made of. It is open until ``done``."""

    __tablename__ = "untold"
    __table_args__ = (Index(None, "unit_id", "done", "opened"), Index(None, "dossier_id"), Index(None, "call_id"))
    id: Mapped[UUID] = identifier()
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    template: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JsonText)
    #: one of `core.domain.untold.Reason`
    reason: Mapped[str]
    #: what the other side said, masked; empty: nothing
    answer: Mapped[str] = mapped_column(Text)
    #: the call that was to send it, where there was one: if it is sent after all, nothing is left to tell
    call_id: Mapped[UUID | None] = mapped_column(ForeignKey("outbox.id"))
    #: the incident of the letter that failed for good, closed when the applicant has been told
    incident_id: Mapped[UUID | None] = mapped_column(ForeignKey("incident.id"))
    opened: Mapped[datetime]
    done: Mapped[datetime | None]
    done_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    done_by_name: Mapped[str | None]
    #: how the applicant was told in the end, one of `core.domain.untold.Way`, and what the clerk noted
    way: Mapped[str | None]
    note: Mapped[str | None] = mapped_column(Text)
