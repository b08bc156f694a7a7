"""Fees: what was asked for, the ledger of what came in and went back, and what does not add up."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, identifier
from core.domain.payments import DifferenceState, RequestState


class PaymentRequest(Base):
    """A payment the platform was asked to take. ``state``: open → paid | void (paid at the desk instead) → withdrawn."""

    __tablename__ = "payment_request"
    id: Mapped[UUID] = identifier()
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), index=True)
    #: the platform's name for it, and the key of the message ``payment.received``
    code: Mapped[str] = mapped_column(unique=True)
    #: in đồng
    amount: Mapped[int] = mapped_column(BigInteger)
    content: Mapped[str]
    #: the platform's page to pay at; empty: there is none
    address: Mapped[str] = mapped_column(Text)
    #: the VietQR text; empty: the platform named no account
    qr: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(default=RequestState.OPEN, index=True)
    opened: Mapped[datetime]
    closed: Mapped[datetime | None]


class Payment(Base):
    """A line of the ledger; none is ever changed or taken out. ``kind``: received | refunded."""

    __tablename__ = "payment"
    __table_args__ = (Index(None, "dossier_id", "at"),)
    id: Mapped[UUID] = identifier()
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    kind: Mapped[str]
    #: in đồng, always positive
    amount: Mapped[int] = mapped_column(BigInteger)
    #: online | cash | transfer
    method: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str]
    receipt_number: Mapped[str] = mapped_column(unique=True)
    #: the platform's number of the transaction: the same money is booked once
    reference: Mapped[str | None] = mapped_column(unique=True)
    #: what is odd about the time the platform told (``core.domain.payments.Doubt``); empty: nothing
    doubt: Mapped[str] = mapped_column(default="", server_default="")
    #: why another amount than asked was taken, or why it went back
    reason: Mapped[str] = mapped_column(Text)
    #: of a refund: the line it gives back
    refund_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("payment.id"))


class PaymentDifference(Base):
    """Money the books do not explain, for a person to settle. ``reference`` is what makes a report heard once."""

    __tablename__ = "payment_difference"
    __table_args__ = (Index(None, "state", "id"),)
    id: Mapped[UUID] = identifier()
    #: reason (see ``core.domain.payments``) and reference: the same report opens it once
    key: Mapped[str] = mapped_column(unique=True)
    reason: Mapped[str]
    dossier_id: Mapped[UUID | None] = mapped_column(ForeignKey("dossier.id"), index=True)
    #: the unit the account belongs to; None: found by an earlier release, and the office's own
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    code: Mapped[str]
    reference: Mapped[str]
    #: in đồng: what was reported, and what was asked for or booked
    amount: Mapped[int] = mapped_column(BigInteger)
    expected: Mapped[int | None] = mapped_column(BigInteger)
    at: Mapped[datetime]
    opened: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=DifferenceState.OPEN)
    settled: Mapped[datetime | None]
    settled_by_name: Mapped[str | None]
    #: see ``core.domain.payments.Settlement``; empty: open, or settled by an earlier release
    settlement: Mapped[str] = mapped_column(default="", server_default="")
    #: for colleagues; the applicant never reads it
    note: Mapped[str] = mapped_column(Text, default="")
