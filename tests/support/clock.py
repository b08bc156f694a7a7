"""A clock that tests can move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class TestClock:
    """Implements :class:`core.ports.Clock`: the machine's time until it is set or moved; set, it stands still."""

    __test__ = False  # not a test class

    def __init__(self) -> None:
        self._standing: datetime | None = None
        self._offset = timedelta()

    def __call__(self) -> datetime:
        return self._standing if self._standing is not None else datetime.now(UTC) + self._offset

    def set(self, moment: datetime) -> None:
        """Stops the clock at ``moment`` (aware)."""
        if moment.tzinfo is None:
            raise ValueError("the clock needs a moment with its zone")
        self._standing = moment.astimezone(UTC)

    def advance(self, **span: float) -> None:
        """Moves the clock on by ``timedelta(**span)``; whether it stands or runs stays as it is."""
        step = timedelta(**span)
        if self._standing is not None:
            self._standing += step
        else:
            self._offset += step
