"""Requests to Viettel Post, its answers and its webhook, with its own field names (public integrations; no contract was seen)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from core.domain.office_time import ZONE
from workers.postal.states import ShipmentState
from workers.postal.viettel import codes
from workers.postal.wire import OrderStatus

#: ``ORDER_STATUSDATE``, in the time of Việt Nam, without an offset
MOMENT = "%d/%m/%Y %H:%M:%S"
#: ``TYPE`` of ``UpdateOrder`` that cancels
CANCEL = 4
#: grams of an envelope with a few sheets, and what it is: a letter
WEIGHT, LETTER = 50, "TH"


class _Response(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Reply(_Response):
    """What every answer has; ``status`` 200 and ``error`` false is success, whatever HTTP says."""

    status: int
    error: bool = False
    message: str = ""
    data: Any = None

    @property
    def refused(self) -> bool:
        """Whether it says no."""
        return self.error or self.status != 200


class Login(_Response):
    """``data`` of ``user/Login``."""

    token: str = Field(min_length=1)


class Created(_Response):
    """``data`` of ``order/createOrderNlp``. ``MONEY_TOTAL``: what carrying it costs, in đồng."""

    ORDER_NUMBER: str = Field(min_length=1, max_length=64)
    MONEY_TOTAL: int | None = Field(default=None, ge=0)


class Price(_Response):
    """A line of ``order/getPriceAllNlp``."""

    MA_DV_CHINH: str
    GIA_CUOC: int = Field(ge=0)


class Prices(_Response):
    """``data`` of ``order/getPriceAllNlp``, which is a list."""

    items: tuple[Price, ...]


class News(_Response):
    """``DATA`` of the webhook. ``ORDER_NUMBER`` is Viettel Post's, ``ORDER_REFERENCE`` the office's."""

    ORDER_NUMBER: str = Field(min_length=1, max_length=64)
    ORDER_REFERENCE: str = Field(default="", max_length=200)
    ORDER_STATUSDATE: str
    ORDER_STATUS: int
    STATUS_NAME: str = ""
    NOTE: str = ""

    @property
    def at(self) -> datetime:
        """When it happened. Raises ``ValueError`` for what is no moment."""
        return datetime.strptime(self.ORDER_STATUSDATE, MOMENT).replace(tzinfo=ZONE)

    def status(self) -> ViettelStatus:
        """The same as the office keeps it."""
        return ViettelStatus(
            orderNumber=self.ORDER_REFERENCE,
            trackingCode=self.ORDER_NUMBER,
            statusCode=str(self.ORDER_STATUS),
            statusMessage=": ".join(part for part in (self.STATUS_NAME, self.NOTE) if part),
            at=self.at,
        )


class Pushed(_Response):
    """The webhook's body; its ``TOKEN`` is judged where it comes in and is not kept."""

    DATA: News


class ViettelStatus(OrderStatus):
    """An order of Viettel Post's."""

    system: ClassVar[str] = "viettel"
    carrier: ClassVar[str] = "Viettel Post"

    @property
    def state(self) -> ShipmentState:
        """See :class:`OrderStatus`."""
        return codes.neutral(self.statusCode)
