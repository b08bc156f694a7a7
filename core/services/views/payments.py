"""Fees as the services give them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.domain.payments import Fee, Settlement, settlements


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentReport:
    """What the platform says of one transaction. ``code``: of the payment we asked for; ``amount`` in đồng."""

    code: str
    reference: str
    amount: int
    paid_at: datetime
    receipt_number: str = ""


@dataclass(frozen=True, slots=True)
class PaymentToWithdraw:
    """A payment nobody owes any more, under the platform's ``code``."""

    code: str
    dossier: str


@dataclass(frozen=True, slots=True)
class PaidFee:
    """Money that came in, as letters tell it: đồng, the number of its receipt, and when."""

    amount: int
    receipt_number: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentLine:
    """A line of the ledger, in đồng. ``refundable``: what of it has not gone back yet; ``doubt``: what is odd about the time
    that the platform told (:class:`core.domain.payments.Doubt`), or empty."""

    id: UUID
    kind: str
    amount: int
    method: str
    at: datetime
    by_name: str
    receipt_number: str
    reference: str | None
    reason: str
    doubt: str = ""
    refundable: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What a dossier waits to be paid, and how: ``address`` of the platform's page and the VietQR text, if there are.

    ``counted``: what of the fee came in already, in đồng; ``held``: other money than asked for came in, and nobody pays
    online until a person has settled it.
    """

    fee: Fee
    code: str = ""
    address: str = ""
    qr: str = ""
    counted: int = 0
    held: bool = False

    @property
    def rest(self) -> int:
        """What is still to be paid, in đồng."""
        return max(self.fee.amount - self.counted, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceView:
    """Money the books do not explain. ``reason`` is one of :class:`core.domain.payments.Wrong`, ``settlement`` one of
    :class:`core.domain.payments.Settlement`, or empty."""

    id: UUID
    reason: str
    dossier: str | None
    code: str
    reference: str
    amount: int
    expected: int | None
    at: datetime
    opened: datetime
    state: str
    settled: datetime | None
    settled_by_name: str | None
    settlement: str
    note: str

    @property
    def settlements(self) -> tuple[Settlement, ...]:
        """What may become of it."""
        return settlements(self.reason, self.amount, self.expected)


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPayments:
    """Everything about a dossier's money: what is owed now, the ledger in order, what is still to be settled."""

    owed: Owed | None = None
    lines: tuple[PaymentLine, ...] = ()
    differences: tuple[DifferenceView, ...] = ()
