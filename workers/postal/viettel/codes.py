"""The tables of ``codes.toml``: Viettel Post's codes and what they mean here."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from workers.postal.states import ShipmentState

TABLE = Path(__file__).with_name("codes.toml")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text("utf-8"))


def neutral(code: str) -> ShipmentState:
    """The neutral state of an ORDER_STATUS; ``other`` for one that nobody mapped."""
    return ShipmentState(_table()["codes"].get(code, ShipmentState.OTHER))


def reason(status: str) -> str:
    """What a refusal is about, as the reasons of :data:`workers.postal.connector.FAULTS`; the code itself where it is none."""
    return str(_table()["refusals"].get(status, status))


def services() -> dict[str, str]:
    """Class of service of the office → Viettel Post's code."""
    return dict(_table()["services"])
