"""Counting failures by address."""

from __future__ import annotations

import pytest

from api import limits
from api.limits import Failures


class Watch:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_waits_after_the_last_allowed_failure_until_the_first_is_forgotten() -> None:
    watch = Watch()
    failures = Failures(most=3, window=60, timer=watch)
    for second in range(3):
        assert failures.wait("a") == 0
        watch.now = float(second)
        failures.note("a")
    assert failures.wait("a") == 58
    assert failures.wait("b") == 0
    watch.now = 60
    assert failures.wait("a") == 0
    failures.note("a")
    assert failures.wait("a") == 1  # the failures of seconds 1 and 2 still count


def test_a_flood_of_addresses_fills_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ADDRESSES", 5)
    failures = Failures(most=1)
    for number in range(20):
        failures.note(str(number))
    assert failures.wait("0") == 0
    assert failures.wait("19") > 0
