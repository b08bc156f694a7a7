"""What goes to the post and comes back, field by field, in the post's own names."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, field_validator


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Received(BaseModel):
    """Answers may grow fields; those we rely on are checked."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Sender(_Sent):
    """The office. The post's own codes of provinces and districts are left out: it finds them from the address."""

    Name: str
    Address: str = ""
    Tel: str = ""
    Email: str = ""
    Desc: str = ""


class Receiver(_Sent):
    """Whom the letter carrier looks for."""

    Name: str
    Address: str
    Tel: str
    Email: str = ""


class Order(_Sent):
    """``order/post``. ``orderNumber`` is ours and unique; ``codAmount`` in đồng, collected at the door."""

    customerCode: str
    orderNumber: str
    service: str = "standard"
    codAmount: int = 0
    sender: Sender
    receiver: Receiver
    description: str


class Token(_Received):
    """``token``: client credentials."""

    access_token: str = Field(min_length=1)


class _Told(_Received):
    """What became of an order. ``at`` carries an offset."""

    orderNumber: str
    statusCode: str
    statusMessage: str = ""
    at: datetime

    @field_validator("at")
    @classmethod
    def _aware(cls, value: datetime) -> datetime:
        return aware(value)


class OrderStatus(_Told):
    """An order as the post knows it."""

    trackingCode: str = Field(min_length=1, max_length=64)


class Movement(_Told):
    """One line of the tracking feed; ``id`` orders the feed."""

    id: str = Field(min_length=1)


class Movements(_Received):
    """``order/getOrderTracking``: the lines after ``lastId``, oldest first."""

    items: tuple[Movement, ...]


def aware(value: datetime) -> datetime:
    """Refuses a time without an offset: guessing the zone would move events by hours."""
    if value.tzinfo is None:
        raise ValueError("a time without an offset")
    return value
