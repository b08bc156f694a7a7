"""Requests to the post and its responses, with the post's own field names."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, field_validator

from workers.feed import FeedLine
from workers.postal.states import ShipmentState, neutral


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Response(BaseModel):
    """Answers may grow fields; those we rely on are checked."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Sender(_Request):
    """The office. The post's own codes of provinces and districts are left out: it finds them from the address."""

    Name: str
    Address: str = ""
    Tel: str = ""
    Email: str = ""
    Desc: str = ""


class Receiver(_Request):
    """Whom the letter carrier looks for."""

    Name: str
    Address: str
    Tel: str
    Email: str = ""


class Order(_Request):
    """``order/post``. ``orderNumber`` is ours and unique; ``codAmount`` in đồng, collected at the door."""

    customerCode: str
    orderNumber: str
    service: str = "standard"
    codAmount: int = 0
    sender: Sender
    receiver: Receiver
    description: str


class Correction(_Request):
    """``order/orderCorrection``."""

    orderNumber: str
    receiver: Receiver


class Cancellation(_Request):
    """``order/orderCancel``."""

    orderNumber: str
    reason: str


class ChargeRequest(_Request):
    """``order/servicesCharge``. ``weight`` in grams: an envelope with a few sheets."""

    customerCode: str
    senderAddress: str
    receiverAddress: str
    weight: int = 50


class Charge(_Response):
    """The price of a class of service in đồng, and within how many days the post says it delivers."""

    service: str
    amount: int = Field(ge=0)
    days: int | None = Field(default=None, ge=0)


class Charges(_Response):
    """The answer of ``order/servicesCharge``."""

    items: tuple[Charge, ...]


class Token(_Response):
    """``token``: client credentials."""

    access_token: str = Field(min_length=1)


class _Notification(_Response):
    """A state of an order, as answers and feed report it. ``at`` carries an offset."""

    orderNumber: str
    statusCode: str
    statusMessage: str = ""
    at: datetime

    @field_validator("at")
    @classmethod
    def _aware(cls, value: datetime) -> datetime:
        return aware(value)


class OrderStatus(_Notification):
    """An order as its carrier knows it. Another carrier's is a class of its own (:mod:`workers.postal.viettel.wire`)."""

    #: whose it is: the name its calls are counted under, and the one for people
    system: ClassVar[str] = "postal"
    carrier: ClassVar[str] = "Bưu điện Việt Nam (VNPost)"

    trackingCode: str = Field(min_length=1, max_length=64)
    #: what carrying it costs, in đồng; left out where the post does not say
    postage: int | None = Field(default=None, ge=0)

    @property
    def state(self) -> ShipmentState:
        """Where the parcel is, in states that all carriers share."""
        return neutral(self.statusCode)


class Movement(_Notification):
    """One line of the tracking feed; ``id`` orders the feed."""

    id: str = Field(min_length=1)


class Movements(_Response):
    """``order/getOrderTracking``: the lines (:class:`Movement`) after ``lastId``, oldest first."""

    items: tuple[FeedLine, ...]


class ListedOrder(OrderStatus):
    """One line of the post's list of orders; ``id`` orders the list."""

    id: str = Field(min_length=1)
    placed: datetime

    @field_validator("placed")
    @classmethod
    def _placed_aware(cls, value: datetime) -> datetime:
        return aware(value)


class Orders(_Response):
    """``order/getOrders``: orders placed since ``from``, after ``lastId``, oldest first."""

    items: tuple[ListedOrder, ...]


def aware(value: datetime) -> datetime:
    """Refuses a time without an offset: guessing the zone would move events by hours."""
    if value.tzinfo is None:
        raise ValueError("a time without an offset")
    return value
