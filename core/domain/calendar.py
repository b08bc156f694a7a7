"""Working time of a unit: its hours in the week, days off, make-up days and half days.

All moments are aware, in and out; results are in UTC. Sums over long times come from :mod:`core.domain.worked_year`. The editable table of the office (:class:`CalendarDay` rows) wins over
the national days of :mod:`core.domain.holidays_vn`. Changing the calendar never recomputes stored due dates. For a year whose
government decision on holidays has not been entered the days of the law count, and the health checks warn; only a unit that
never works again has no answer (:class:`CalendarMissing`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from core.domain import holidays_vn
from core.domain.office_time import ZONE
from core.domain.spans import Span
from core.domain.worked_year import WorkedYear
from core.errors.base import CoreError

__all__ = ["Calendar", "CalendarDay", "CalendarMissing", "DayKind", "Hours", "hours", "standard", "week"]

_NOON: Final = time(12, 0)
_ONE_DAY: Final = timedelta(days=1)
_ZERO: Final = timedelta(0)
_CACHED_DAYS: Final = 1000  # days whose intervals a calendar caches
_CACHED_YEARS: Final = 12
_LONGEST_REST: Final = timedelta(days=370)  # after which a calendar counts as empty


class Opening(NamedTuple):
    """Opening hours on a local clock."""

    opens: time
    closes: time


class Interval(NamedTuple):
    """Working time between two moments, in UTC."""

    opens: datetime
    closes: datetime


#: the openings of a day in their order
Hours: TypeAlias = tuple[Opening, ...]


class CalendarMissing(CoreError):
    """The unit works on no day of a whole year from ``year`` on: what its table says cannot be meant."""

    kind = "unavailable"
    code = "calendar-missing"
    template = (
        "The working calendar closes the office for the whole of %(year)s; an administrator must correct its days."
    )


class DayKind(StrEnum):
    """What an exceptional day is: no work, work as on a full day, or the morning only."""

    OFF = "off"
    WORK = "work"
    HALF = "half"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A row of the editable table. ``unit`` (id or code): the unit it holds for and those below; ``None``: all."""

    date: date
    kind: DayKind
    unit: Hashable | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working time of one unit. ``week``: hours per weekday from Monday; ``days``: what the table says;
    ``national``: the exceptional days of a year, asked for once a year is needed."""

    week: tuple[Hours, ...]
    days: Mapping[date, DayKind] = field(default_factory=dict)
    national: Callable[[int], Mapping[date, str]] = holidays_vn.days
    zone: ZoneInfo = ZONE
    #: :meth:`intervals`, cached
    _cached: Callable[[date], tuple[Interval, ...]] = field(init=False, repr=False, compare=False)
    #: the years' running sums, cached
    _worked: Callable[[int], WorkedYear] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.week) != 7 or not any(self.week):
            raise ValueError("a week has seven days, and work on one of them")
        for hours in self.week:
            if any(opens >= closes for opens, closes in hours) or any(a.closes > b.opens for a, b in pairwise(hours)):
                raise ValueError("working hours must follow each other and not overlap")
        object.__setattr__(self, "_cached", lru_cache(maxsize=_CACHED_DAYS)(self._in_utc))
        object.__setattr__(self, "_worked", lru_cache(maxsize=_CACHED_YEARS)(self._year))

    def add(self, moment: datetime, span: Span | timedelta) -> datetime:
        """The earliest moment by which ``span`` of working time has gone by since ``moment``.

        A span of zero gives the next working moment. Eight hours are a day in a span of days (step limits).
        """
        left = span.working_time if isinstance(span, Span) else span
        if left < _ZERO:
            raise ValueError("working time is added forwards only")
        if not left:
            return self.next_working(moment)
        for worked, since in self._years_from(moment):
            left += worked.worked_until(since)  # nothing but in the first year
            if left <= worked.total:
                return worked.moment_of(left)
            left -= worked.total
        raise AssertionError("years never end")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from ``start`` to ``end``; negative when ``end`` comes first."""
        start, end = _utc(start), _utc(end)
        if end < start:
            return -self.between(end, start)
        first, last = self.local(start).year, self.local(end).year
        whole = sum((self._worked(year).total for year in range(first, last)), _ZERO)
        return whole + self._worked(last).worked_until(end) - self._worked(first).worked_until(start)

    def is_working(self, moment: datetime) -> bool:
        """Whether the unit works at ``moment``; the closing minute itself is not working time."""
        moment = _utc(moment)
        return any(opens <= moment < closes for opens, closes in self.intervals(self.local(moment).date()))

    def next_working(self, moment: datetime) -> datetime:
        """``moment`` itself in working time, else the next opening."""
        for worked, since in self._years_from(moment):
            if (found := worked.opening_from(since)) is not None:
                return found
        raise AssertionError("years never end")

    def last_working(self, moment: datetime) -> datetime:
        """The last moment up to ``moment`` at which somebody is there: itself in working time, else the end of work before."""
        moment = _utc(moment)
        day = self.local(moment).date()
        for _ in range(_LONGEST_REST.days):
            for opens, closes in reversed(self.intervals(day)):
                if opens < moment:
                    return min(moment, closes)
            day -= _ONE_DAY
        raise CalendarMissing(year=day.year)

    def works_on(self, day: date) -> bool:
        """Whether ``day`` (local) has any working time."""
        return bool(self.hours(day))

    def next_day(self, day: date, count: int = 1) -> date:
        """The ``count``-th working day after ``day`` (local dates)."""
        for worked, _ in self._years_from(self._at(day, time.max)):
            passed = bisect_right(worked.days, day)
            if passed + count <= len(worked.days):
                return worked.days[passed + count - 1]
            count -= len(worked.days) - passed
        raise AssertionError("years never end")

    def closing(self, day: date) -> datetime:
        """The end of work on ``day``, which must be a working day."""
        return self.intervals(day)[-1].closes

    def local(self, moment: datetime) -> datetime:
        """``moment`` in the office's zone. Raises ``ValueError`` for a naive one."""
        return _utc(moment).astimezone(self.zone)

    def hours(self, day: date) -> Hours:
        """The working hours of ``day``, after table and national days."""
        kind = self.days.get(day) or self.national(day.year).get(day)
        usual = self.week[day.weekday()]
        if kind is None:
            return usual
        if kind == DayKind.OFF:
            return ()
        full = usual if usual and day.weekday() < 5 else max(self.week, key=_length)
        return full if kind == DayKind.WORK else _morning(usual or full)

    def intervals(self, day: date) -> tuple[Interval, ...]:
        """The working intervals of ``day`` in UTC."""
        return self._cached(day)

    def _in_utc(self, day: date) -> tuple[Interval, ...]:
        return tuple(Interval(self._at(day, opens), self._at(day, closes)) for opens, closes in self.hours(day))

    def with_days(self, rows: Iterable[CalendarDay], ancestors: Sequence[Hashable] = ()) -> Calendar:
        """This calendar with rows of the table over it. ``ancestors``: the unit itself, then those above it upwards;
        the row of the nearest one wins, rows without a unit hold for all. Without a row that fits: this very calendar."""
        ranks: dict[Hashable | None, int] = {unit: rank for rank, unit in enumerate(ancestors)} | {None: len(ancestors)}
        fitting = sorted((row for row in rows if row.unit in ranks), key=lambda row: -ranks[row.unit])
        if not fitting:
            return self
        return replace(self, days={**self.days, **{row.date: DayKind(row.kind) for row in fitting}})

    def _years_from(self, moment: datetime) -> Iterator[tuple[WorkedYear, datetime]]:
        """The years with work from ``moment`` on, each with the moment from which it counts.

        Raises :class:`CalendarMissing` where more than a year would go by without any work.
        """
        since = rested = _utc(moment)
        year = first = self.local(since).year
        while True:
            worked = self._worked(year)
            opening = worked.opening_from(since)
            if opening is not None:
                if opening - rested >= _LONGEST_REST:
                    raise CalendarMissing(year=first)
                rested = worked.closes[-1]
            elif self._at(date(year, 12, 31), time.max) - rested >= _LONGEST_REST:
                raise CalendarMissing(year=first)
            yield worked, since
            year += 1
            since = self._at(date(year, 1, 1), time.min)

    def _year(self, year: int) -> WorkedYear:
        return WorkedYear.of(year, self._in_utc)

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)


def standard() -> Calendar:
    """Monday to Friday 7:30–11:30 and 13:00–17:00, with the national days (domain reference §7.1, §8)."""
    return _STANDARD


def week(workdays: Hours, saturday: Hours = ()) -> tuple[Hours, ...]:
    """A week with the same hours Monday to Friday, and maybe a Saturday morning."""
    return (workdays,) * 5 + (saturday, ())


def hours(text: str) -> Hours:
    """Hours as an office writes them: ``"07:30-11:30, 13:00-17:00"``; empty: no work. ``ValueError`` if unreadable."""
    pairs = [part.strip().split("-") for part in text.split(",") if part.strip()]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError(f"“{text}” is not written as 07:30-11:30, 13:00-17:00")
    return tuple(
        Opening(time.fromisoformat(opens.strip()), time.fromisoformat(closes.strip())) for opens, closes in pairs
    )


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no place in a calendar")
    return moment.astimezone(UTC)


def _length(of: Hours) -> timedelta:
    day = date.min
    return sum((datetime.combine(day, one.closes) - datetime.combine(day, one.opens) for one in of), _ZERO)


def _morning(of: Hours) -> Hours:
    return tuple(Opening(opens, min(closes, _NOON)) for opens, closes in of if opens < _NOON)


_STANDARD: Final = Calendar(week(hours("07:30-11:30, 13:00-17:00")))
