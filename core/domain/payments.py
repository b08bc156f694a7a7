"""Fees as the office speaks of them: what a decision table says, how money comes in, and what can be wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

#: the kind of a task at which money is taken
PAY: Final = "pay"
#: the variable a procedure's decision leaves: a context of ``amount`` (đồng) and ``basis`` (why so much)
FEE: Final = "fee"


def in_dong(amount: int | Decimal) -> str:
    """An amount as every page, letter and message writes it: ``75.000 đồng``."""
    return f"{amount:,.0f}".replace(",", ".") + " đồng"


class Method(StrEnum):
    """How money came in or went back."""

    ONLINE = "online"
    CASH = "cash"
    TRANSFER = "transfer"


class LineKind(StrEnum):
    """What a line of the ledger is."""

    RECEIVED = "received"
    REFUNDED = "refunded"


class RequestState(StrEnum):
    """Of a payment the platform was asked to take."""

    OPEN = "open"
    PAID = "paid"
    #: paid at the desk instead, or no longer owed
    VOID = "void"
    #: void, and the platform takes no money for it any more
    WITHDRAWN = "withdrawn"


class DifferenceState(StrEnum):
    """Of money that does not add up."""

    OPEN = "open"
    #: a person said what was done about it
    SETTLED = "settled"


class Settlement(StrEnum):
    """What became of money that did not add up, as a person says it."""

    #: it counts towards the fee: it is booked, and the rest is paid at the desk
    COUNTED = "counted"
    #: sent back to the payer
    RETURNED = "returned"
    #: no money was to be moved
    CLEARED = "cleared"


class Doubt(StrEnum):
    """What is odd about the time the platform gives to money that is booked; it stands with the line for good."""

    #: before the payment was asked for
    EARLY = "early"
    #: later than the moment it was reported, which the line has instead
    FUTURE = "future"


#: so far the clocks of the platform and of the office may differ
CLOCKS: Final = timedelta(minutes=5)


def doubt(paid_at: datetime, asked: datetime, now: datetime) -> Doubt | None:
    """What is odd about a payment's time: it lies between being asked for and being reported."""
    if paid_at < asked - CLOCKS:
        return Doubt.EARLY
    return Doubt.FUTURE if paid_at > now + CLOCKS else None


class Wrong(StrEnum):
    """Why money that was reported is not booked by itself."""

    #: no payment of ours has this code
    UNKNOWN = "unknown"
    #: another amount than asked for
    AMOUNT = "amount"
    #: paid before, by another transaction
    DOUBLED = "doubled"
    #: the dossier has ended or no longer owes it
    LATE = "late"
    #: the same transaction was reported before with another amount
    CHANGED = "changed"
    #: the platform's file of the day has a payment that nobody reported
    UNREPORTED = "unreported"
    #: booked here, and not in the platform's file of that day
    MISSING = "missing"


#: money that came in and stands in no line of the ledger until somebody settles it
UNBOOKED: Final = frozenset({Wrong.AMOUNT, Wrong.DOUBLED, Wrong.LATE, Wrong.UNREPORTED})


def settlements(wrong: str, amount: int, expected: int | None) -> tuple[Settlement, ...]:
    """What may become of it: only a part of what was asked for counts towards the fee; the rest is then paid at the desk."""
    short = wrong == Wrong.AMOUNT and expected is not None and amount < expected
    return tuple(one for one in Settlement if short or one is not Settlement.COUNTED)


@dataclass(frozen=True, slots=True)
class Fee:
    """What is owed, in đồng, and what says so."""

    amount: int
    basis: str = ""
