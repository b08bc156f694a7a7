"""Amounts a diagram hands to the outside: whole đồng or nothing."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.services.context.contracts import MOST_DONG
from workers.errors import InputInvalid
from workers.inputs import amount


def read(value: Any) -> int:
    job: Any = SimpleNamespace(topic="postal.return", payload={"amount": value})
    return amount(job, "amount")


@given(st.integers(0, MOST_DONG))
def test_whole_dong_are_taken_however_they_are_written(number: int) -> None:
    assert read(number) == read(str(number)) == read(Decimal(number)) == read(f"{number}.00") == number


@pytest.mark.parametrize("value", [None, "", "0", 0])
def test_nothing_to_collect_is_nothing(value: Any) -> None:
    assert read(value) == 0


@pytest.mark.parametrize(
    "value",
    [-1, "-0.5", "NaN", "sNaN", "Infinity", "-Infinity", "1.5", Decimal("20000.01"), "1.500,00", "20 000", "x", True, MOST_DONG + 1, "1e400", "9" * 5000, [], {}],
)  # fmt: skip
def test_what_is_no_amount_is_refused_and_never_rounded(value: Any) -> None:
    with pytest.raises(InputInvalid):
        read(value)
