"""Prices of carriers as the interface shows them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.answers import Output
from api.inputs import Input


class PostageIn(Input):
    """From which unit (its code) to which address."""

    unit: Annotated[str, Field(min_length=1, max_length=100)]
    address: Annotated[str, Field(min_length=1, max_length=1000)]


Why = Annotated[str, Field(min_length=1, max_length=2000, description="stands in the dossier's history")]


class CancellationIn(Input):
    """Why the order is taken back."""

    reason: Why


class DeliveryIn(Input):
    """To whom and where the parcel goes instead, whole, and why."""

    receiver: Annotated[str, Field(min_length=1, max_length=300)]
    phone: Annotated[str, Field(min_length=1, max_length=40)]
    address: Annotated[str, Field(min_length=1, max_length=1000)]
    reason: Why


class DeliveryOut(Output):
    """To whom and where."""

    receiver: str
    phone: str
    address: str


class ParcelOut(Output):
    """The order as it stands. ``withdrawn``: the carrier is asked to cancel it."""

    dossier: str
    tracking_code: str
    carrier: str
    to: DeliveryOut
    withdrawn: bool


class QuoteOut(Output):
    """A price in đồng. It belongs to the carrier and is no part of the office's fee."""

    service: str
    carrier: str
    amount: int
    days: int | None


class PostageOut(Output):
    """The cheapest first."""

    items: list[QuoteOut]
