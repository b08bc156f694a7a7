"""The clock of the tests."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta

import pytest

from core.adapters import clock as machine
from tests.support.clock import SEEDED, START, TestClock, for_children
from tests.support.sources import ROOT

MOMENT = datetime.fromisoformat("2026-11-26T08:00:00+00:00")


def test_a_clock_stands_at_the_same_moment_on_every_day() -> None:
    assert TestClock()() == TestClock()() == START > SEEDED


def test_a_clock_can_be_moved() -> None:
    clock = TestClock()
    clock.advance(days=2)
    assert clock() == START + timedelta(days=2)
    clock.set(MOMENT)
    clock.advance(hours=1)
    assert clock() == MOMENT + timedelta(hours=1)


def test_a_clock_that_runs_is_never_behind_and_can_still_be_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = [10.0]
    monkeypatch.setattr("time.monotonic", lambda: seconds[0])
    clock = TestClock()
    clock.run()
    seconds[0] = 15.5
    assert clock() == START + timedelta(seconds=5.5)
    clock.set(MOMENT)
    seconds[0] = 16.0
    clock.advance(hours=1)
    assert clock() == MOMENT + timedelta(hours=1, seconds=0.5)


def test_a_clock_refuses_a_moment_without_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        TestClock().set(MOMENT.replace(tzinfo=None))


def test_whatever_asks_the_machine_in_a_test_is_told_the_tests_time(clock: TestClock) -> None:
    clock.set(MOMENT)
    assert machine.system_clock() == MOMENT


def test_a_child_process_has_the_tests_time(clock: TestClock) -> None:
    clock.set(MOMENT)
    code = for_children() + "print(machine.system_clock().isoformat())"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert MOMENT <= datetime.fromisoformat(told.strip()) < MOMENT + timedelta(days=1)
