"""The clock of the tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.clock import TestClock

MOMENT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_a_clock_runs_until_it_is_set() -> None:
    clock = TestClock()
    assert abs(clock() - datetime.now(UTC)) < timedelta(seconds=5)
    clock.set(MOMENT)
    assert clock() == MOMENT


def test_a_clock_can_be_moved() -> None:
    clock = TestClock()
    clock.advance(days=2)
    assert clock() - datetime.now(UTC) > timedelta(days=1, hours=23)
    clock.set(MOMENT)
    clock.advance(hours=1)
    assert clock() == MOMENT + timedelta(hours=1)


def test_a_clock_refuses_a_moment_without_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        TestClock().set(MOMENT.replace(tzinfo=None))
