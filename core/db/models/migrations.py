"""Dossiers on their way to another version of their procedure."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, JsonText, identifier


class Migration(Base):
    """A batch of dossiers to be moved: first a dry run checks them, then, if an administrator starts it, they are moved.

    ``state``: checking → checked → running → done; from each of them → cancelled. ``lease`` and ``next_attempt`` belong to
    the job that carries it out, as in the outbox.
    """

    __tablename__ = "migration"
    __table_args__ = (Index(None, "state", "next_attempt"),)
    id: Mapped[UUID] = identifier()
    source_id: Mapped[UUID] = mapped_column(ForeignKey("procedure_version.id"))
    target_id: Mapped[UUID] = mapped_column(ForeignKey("procedure_version.id"))
    #: element of the source → element of the target
    mapping: Mapped[dict[str, str]] = mapped_column(JsonText)
    #: codes of dossiers it is limited to; None: all that run on the source
    only: Mapped[list[str] | None] = mapped_column(JsonText)
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(default="checking")
    paused: Mapped[bool] = mapped_column(default=False)
    created: Mapped[datetime]
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    created_by_name: Mapped[str]
    started: Mapped[datetime | None]
    started_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    started_by_username: Mapped[str | None]
    started_by_name: Mapped[str | None]
    ended: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt: Mapped[datetime]
    lease: Mapped[str | None]


class MigrationItem(Base):
    """One dossier of a batch.

    ``state``: waiting → movable | refused | gone (the dry run) → waiting → moved | refused | failed | gone; moved →
    moved-back.
    """

    __tablename__ = "migration_item"
    __table_args__ = (Index(None, "migration_id", "state", "dossier_id"), Index(None, "dossier_id"))
    migration_id: Mapped[UUID] = mapped_column(ForeignKey("migration.id"), primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    state: Mapped[str] = mapped_column(default="waiting")
    #: problems that prevent the move, and warnings: code, element, and the sentence in both languages
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JsonText, default=list)
    at: Mapped[datetime | None]
    #: the dossier's revision after the move: as long as it is unchanged, the dossier can be moved back
    revision: Mapped[int | None]
    #: the engine's state before the move, and the rows beside it
    state_before: Mapped[bytes | None] = mapped_column(LargeBinary)
    rows_before: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
