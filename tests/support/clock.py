"""The only clock of the tests: it says the same on every machine and on every day, and moves when a test moves it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from core.adapters import clock as machine

#: When a test begins unless it says otherwise: a Monday, 09:00 in the office, between holidays.
START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
#: When the demonstration was set up. Its roles hold from that day on, so a test may set its clock to any later one.
SEEDED = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)


class TestClock:
    """Implements :class:`core.ports.Clock`. It stands still until it is set, advanced, or let run."""

    __test__ = False  # not a test class

    def __init__(self, moment: datetime = START) -> None:
        self._moment = moment
        self._since: float | None = None

    def __call__(self) -> datetime:
        gone = 0.0 if self._since is None else time.monotonic() - self._since
        return self._moment + timedelta(seconds=gone)

    def set(self, moment: datetime) -> None:
        """Puts the clock to ``moment`` (aware); it stands there, or runs on from there if it ran."""
        if moment.tzinfo is None:
            raise ValueError("the clock needs a moment with its zone")
        self._moment = moment.astimezone(UTC)
        self._since = None if self._since is None else time.monotonic()

    def advance(self, **span: float) -> None:
        """Moves the clock on by ``timedelta(**span)``; whether it stands or runs stays as it is."""
        self._moment += timedelta(**span)

    def run(self) -> None:
        """Lets the clock go on by itself, for tests that wait for other threads and processes."""
        if self._since is None:
            self._since = time.monotonic()


def for_children() -> str:
    """Python code for the beginning of a child process (``python -c``): it has the test's time and lets it run.

    However long the child takes to start, its clock says what the test's says: both count from the machine's start.
    """
    now = machine.system_clock().isoformat()  # the test's own clock, see tests/conftest.py
    return (
        "import datetime, time, core.adapters.clock as machine\n"
        "from tests.support.clock import TestClock\n"
        f"gone = datetime.timedelta(seconds=time.monotonic() - {time.monotonic()!r})\n"
        f"machine.system_clock = TestClock(datetime.datetime.fromisoformat({now!r}) + gone)\n"
        "machine.system_clock.run()\n"
    )
