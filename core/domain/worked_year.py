"""The working time of one year as running sums, so that a long limit costs what a short one does.

Made once for a calendar and a year, and never changed. Moments are aware and in UTC; days and the year are local.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Final

_ZERO: Final = timedelta(0)
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkedYear:
    """The working intervals of a local year in their order, and how much was worked before each."""

    year: int
    #: the days with working time
    days: tuple[date, ...]
    opens: tuple[datetime, ...]
    closes: tuple[datetime, ...]
    #: working time before each interval, and at last that of the whole year
    before: tuple[timedelta, ...]

    @classmethod
    def of(cls, year: int, intervals: Callable[[date], Sequence[tuple[datetime, datetime]]]) -> WorkedYear:
        """The year of a calendar. ``intervals``: those of a local day, in UTC and in their order."""
        worked = [(day, found) for day in _days(year) if (found := intervals(day))]
        pairs = [pair for _, found in worked for pair in found]
        return cls(
            year,
            tuple(day for day, _ in worked),
            tuple(opens for opens, _ in pairs),
            tuple(closes for _, closes in pairs),
            tuple(accumulate((closes - opens for opens, closes in pairs), initial=_ZERO)),
        )

    @property
    def total(self) -> timedelta:
        """The working time of the whole year."""
        return self.before[-1]

    def worked_until(self, moment: datetime) -> timedelta:
        """Working time of the year before ``moment``."""
        number = bisect_right(self.opens, moment) - 1
        if number < 0:
            return _ZERO
        return self.before[number] + min(moment, self.closes[number]) - self.opens[number]

    def moment_of(self, worked: timedelta) -> datetime:
        """The earliest moment at which so much was worked in the year: more than nothing, and no more than its total."""
        number = bisect_left(self.before, worked) - 1
        return self.opens[number] + (worked - self.before[number])

    def opening_from(self, moment: datetime) -> datetime | None:
        """``moment`` itself in working time, else the year's next opening; ``None`` where there is none."""
        number = bisect_right(self.closes, moment)
        return max(self.opens[number], moment) if number < len(self.opens) else None


def _days(year: int) -> Iterable[date]:
    first = date(year, 1, 1)
    return (first + number * _ONE_DAY for number in range((date(year, 12, 31) - first).days + 1))
