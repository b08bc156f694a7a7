"""Whatever is told about a request becomes JSON that can be kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any
from uuid import UUID

import pytest

from core import jsontext
from core.domain.lossy_json import to_lossy_json


class Colour(Enum):
    RED = 1


class Way(StrEnum):
    POST = "post"


@dataclass(frozen=True)
class Period:
    first: date | None
    seen: frozenset[str] = frozenset()


DAY = date(2026, 12, 1)
VALUES: tuple[tuple[Any, Any], ...] = (
    (DAY, "2026-12-01"),
    (datetime(2026, 12, 1, 8, 30, 5, tzinfo=UTC), "2026-12-01T08:30:05+00:00"),
    (time(8, 30), "08:30:00"),
    (timedelta(hours=1), 3600.0),
    (UUID(int=7), "00000000-0000-0000-0000-000000000007"),
    (Colour.RED, 1),
    (Way.POST, "post"),
    ({"b", "a"}, ["a", "b"]),
    (Period(DAY, frozenset({"z", "y"})), {"first": "2026-12-01", "seen": ["y", "z"]}),
    ({DAY: {Colour.RED: (DAY,)}}, {"2026-12-01": {"1": ["2026-12-01"]}}),
    (Decimal("NaN"), "NaN"),
    (float("inf"), "inf"),
    (b"\x00\x01", "<bytes>"),
    (object(), "<object>"),
    (Period, "<type>"),
    ("Nguyễn\x00 \ud800Thử", "Nguyễn\ufffd \ufffdThử"),
)


@pytest.mark.parametrize(("value", "told"), VALUES)
def test_any_value_is_told(value: Any, told: Any) -> None:
    assert to_lossy_json(value) == told
    assert jsontext.loads(jsontext.dumps(to_lossy_json({"it": value})))["it"] == told


def test_what_is_nested_without_end_is_cut() -> None:
    endless: list[Any] = []
    endless.append(endless)
    jsontext.dumps(to_lossy_json(endless))
