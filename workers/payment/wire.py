"""Requests to the payment platform and its responses.

No public specification of the national platform was found: these are the fields a provider must give, to be matched with
the contract (docs/operator/payment.md). Every answer is HTTP 200 with an ``error`` of its own; ``00`` is success.
"""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, field_validator

from core.services.context.contracts import MOST_DONG
from workers.feed import FeedLine

SUCCESS = "00"
#: The platform's own trouble: the same request may succeed later.
BUSY = "99"
#: Of a cancellation: paid already (the feed tells of it), not known to the platform, or cancelled before.
NOTHING_TO_CANCEL = frozenset({"23", "24", "26"})
#: The day's file is not there yet.
NOT_YET = "27"
#: It does not know us.
UNKNOWN_CLIENT = "01"


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Response(BaseModel):
    """Answers may grow fields; those we rely on are checked."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Reply(_Response):
    """What every answer has."""

    error: str = Field(max_length=20)
    message: str = ""


class Withdrawal(_Request):
    """``POST payments/<code>/cancel``: no money is taken for it any more."""

    reason: str


class Order(_Request):
    """``POST payments``. ``number`` is ours and unique; ``amount`` in đồng; the payer is led back to ``returnAddress``."""

    number: str
    amount: int
    content: str
    payer: str = ""
    returnAddress: str = ""


class Placed(Reply):
    """The payment under the platform's own code, and its page to pay at."""

    number: str = ""
    paymentCode: str = Field(default="", max_length=64)
    payAddress: str = Field(default="", max_length=2000)
    amount: int = 0


class Transaction(_Response):
    """Money that came in. ``id`` orders the feed; ``transaction`` is one and the same however often it is told."""

    id: str = Field(min_length=1, max_length=100)
    transaction: str = Field(min_length=1, max_length=100)
    paymentCode: str = Field(min_length=1, max_length=100)
    amount: int = Field(ge=0, le=MOST_DONG)
    paidAt: datetime
    receiptNumber: str = Field(default="", max_length=60)

    @property
    def at(self) -> datetime:
        """When it happened, as feeds are read."""
        return self.paidAt

    @field_validator("paidAt")
    @classmethod
    def _aware(cls, value: datetime) -> datetime:
        if value.tzinfo is None:
            raise ValueError("a time without an offset")
        return value


class Transactions(Reply):
    """``GET transactions``: those (:class:`Transaction`) after the id given, oldest first."""

    items: tuple[FeedLine, ...] = ()
