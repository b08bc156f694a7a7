"""A dossier's money as the interface shows it; all amounts in whole đồng."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from api.answers import Output
from core.domain.payments import DifferenceState, Doubt, LineKind, Method, Settlement, Wrong


class FeeOut(Output):
    """What is to be paid, and what says so."""

    amount: int
    basis: str


class OwedOut(Output):
    """What the dossier waits for. ``counted``: of it came in already; ``rest``: still to be paid; ``held``: other money than
    asked for came in, and nobody pays online until it is settled; ``qr``: VietQR text, empty where nobody pays online."""

    fee: FeeOut
    counted: int
    rest: int
    held: bool
    code: str
    address: str
    qr: str


class PaymentLineOut(Output):
    """A line of the ledger, never changed. ``refundable``: what of it has not gone back yet; ``doubt``: the platform told a
    time before the payment was asked for (early) or one that had not come yet (future)."""

    # What the view has, promised apart: see Output.
    id: UUID
    kind: LineKind
    amount: int
    method: Method
    at: datetime
    by_name: str
    receipt_number: str
    reference: str | None
    reason: str
    doubt: Doubt | Literal[""]
    refundable: int


class PaymentDifferenceOut(Output):
    """Money the books do not explain; ``settlement`` and ``note``: what a person says became of it."""

    id: UUID
    reason: Wrong
    # What the view has, promised apart: see Output.
    code: str
    reference: str
    amount: int
    expected: int | None
    at: datetime
    opened: datetime
    state: DifferenceState
    settled: datetime | None
    settled_by_name: str | None
    settlement: Settlement | Literal[""]
    note: str


class PaymentsOut(Output):
    """``owed`` is null where nothing is to be paid now."""

    owed: OwedOut | None
    lines: list[PaymentLineOut]
    differences: list[PaymentDifferenceOut]
