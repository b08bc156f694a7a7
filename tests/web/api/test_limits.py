"""Counting failures by address."""

from __future__ import annotations

import pytest

from api import limits
from api.limits import Failures


class Watch:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_too_many_failures_are_told_to_wait_until_the_first_is_forgotten() -> None:
    watch = Watch()
    failures = Failures(most=3, window=60, timer=watch)
    for second in range(3):
        watch.now = float(second)
        assert failures.note("a") == 0
    assert failures.note("a") == 58
    assert failures.note("b") == 0
    watch.now = 60.5
    assert failures.note("a") == 0.5  # those of second 2 and later still count


def test_a_flood_of_addresses_fills_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ADDRESSES", 5)
    failures = Failures(most=1)
    for number in range(20):
        failures.note(str(number))
    assert failures.note("0") == 0
    assert failures.note("19") > 0
