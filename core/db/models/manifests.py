"""Manifests: which parcels were handed over to which carrier, by whom and to whom."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, identifier


class Manifest(Base):
    """One handing over (bảng kê): both sides sign it on paper. ``number`` is printed on it."""

    __tablename__ = "manifest"
    __table_args__ = (Index(None, "unit_id", "handed_over"),)
    id: Mapped[UUID] = identifier()
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    number: Mapped[str] = mapped_column(unique=True)
    carrier: Mapped[str]
    handed_over: Mapped[datetime]
    #: who took the parcels for the carrier, as the clerk wrote it
    carrier_person: Mapped[str]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str]


class ManifestLine(Base):
    """A parcel of a manifest; a parcel is handed over once."""

    __tablename__ = "manifest_line"
    shipment_id: Mapped[UUID] = mapped_column(ForeignKey("shipment.id"), primary_key=True)
    manifest_id: Mapped[UUID] = mapped_column(ForeignKey("manifest.id"), index=True)
