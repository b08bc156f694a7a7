"""Devices on which citizens asked to be told of a dossier."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, identifier


class PushSubscription(Base):
    """A browser's subscription at its push service, for one dossier. ``endpoint``: the address there; ``endpoint_key``: its
    SHA-256, hexadecimal, by which it is found; ``public_key`` and ``auth``: what messages are encrypted with (RFC 8291)."""

    __tablename__ = "push_subscription"
    __table_args__ = (UniqueConstraint("dossier_id", "endpoint_key"),)
    id: Mapped[UUID] = identifier()
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    endpoint: Mapped[str] = mapped_column(Text)
    endpoint_key: Mapped[str] = mapped_column(index=True)
    public_key: Mapped[str]
    auth: Mapped[str]
    #: of the page on which it was asked for: ``vi`` or ``en``
    language: Mapped[str]
    added: Mapped[datetime]
