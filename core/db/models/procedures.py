"""Procedures and their immutable versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, JsonText, identifier


class Procedure(Base):
    """An administrative procedure (TTHC), known by its national code."""

    __tablename__ = "procedure"
    id: Mapped[UUID] = identifier()
    code: Mapped[str] = mapped_column(unique=True)
    #: the version new dossiers get; no foreign key, because the two tables would point at each other
    current_id: Mapped[UUID | None]


class ProcedureVersion(Base):
    """One deployment: what ``procedure.toml`` said, and the hash over all its files. Never changed."""

    __tablename__ = "procedure_version"
    __table_args__ = (UniqueConstraint("procedure_id", "number"), UniqueConstraint("procedure_id", "sha256"))
    id: Mapped[UUID] = identifier()
    procedure_id: Mapped[UUID] = mapped_column(ForeignKey("procedure.id"))
    number: Mapped[int]
    sha256: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JsonText)
    #: id and version tag of the process, by which others call it
    process_id: Mapped[str] = mapped_column(index=True)
    version_tag: Mapped[str | None]
    deployed: Mapped[datetime]
    deployed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class ProcedureFile(Base):
    """A file of a version, byte for byte."""

    __tablename__ = "procedure_file"
    version_id: Mapped[UUID] = mapped_column(ForeignKey("procedure_version.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class MessageStart(Base):
    """A message that begins the process of a version; only those of current versions open dossiers."""

    __tablename__ = "message_start"
    version_id: Mapped[UUID] = mapped_column(ForeignKey("procedure_version.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True, index=True)
    element: Mapped[str]
