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


class QuoteOut(Output):
    """A price in đồng. It belongs to the carrier and is no part of the office's fee."""

    service: str
    carrier: str
    amount: int
    days: int | None


class PostageOut(Output):
    """The cheapest first."""

    items: list[QuoteOut]
