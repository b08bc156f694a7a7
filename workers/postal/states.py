"""The neutral states of a shipment and the table that maps the post's own codes to them.

The post's official list of tracking codes is not published; ``status_codes.toml`` holds the codes in use and is
the one place to change when the contract with the post names others. A code nobody mapped is kept as ``other``
with the post's own words: never guessed.
"""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path

#: Classes of service of the office's; each carrier has its own names for them.
SERVICES = ("standard", "express")
TABLE = Path(__file__).with_name("status_codes.toml")


class ShipmentState(StrEnum):
    """Where a shipment is, whoever carries it."""

    CREATED = "created"
    ACCEPTED = "accepted"
    PICKED_UP = "picked-up"
    IN_TRANSIT = "in-transit"
    OUT_FOR_DELIVERY = "out-for-delivery"
    DELIVERED = "delivered"
    FAILED = "failed"
    RETURNING = "returning"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    LOST = "lost"
    OTHER = "other"


@cache
def table() -> dict[str, ShipmentState]:
    """The post's code → neutral state."""
    return {code: ShipmentState(state) for code, state in tomllib.loads(TABLE.read_text("utf-8"))["codes"].items()}


def neutral(code: str) -> ShipmentState:
    """The neutral state of one of the post's codes."""
    return table().get(code, ShipmentState.OTHER)
