"""A counter of time limits that looks at every minute there is, from 2020 to 2028. It knows nothing of the product.

A minute is a number, counted in the office's time from 01/01/2020 00:00; a calendar is a byte for each of them, 1 where the
office works. Nothing is imported from the product and no library of dates is used: what it finds is found another way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 2020, 2028
FIRST_WEEKDAY = 2  # 01/01/2020 was a Wednesday; Monday is 0
DAY, HOUR, NOON, CUT_OFF = 1440, 60, 720, 900
LONGEST_REST = 370 * DAY

#: a day's working time: minutes of the day, from and until
Openings = Sequence[tuple[int, int]]


class NoAnswer(Exception):
    """The limit is none, or nobody works any more."""


class Limit(NamedTuple):
    """``number`` in hundredths, so that half hours are whole. ``unit``: hour, working day, day, month or same day."""

    number: int
    unit: str


class Stop(NamedTuple):
    """Minutes from and until which the limit stood, and whether it was for a supplement."""

    start: int
    end: int
    supplement: bool


def days_of_month(month: int, year: int) -> int:
    """How many days the month has."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def day_number(day: int, month: int, year: int) -> int:
    """The days from 01/01/2020 to the day."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= days_of_month(month, year)):
        raise ValueError(f"{day}/{month}/{year} is no day of these years")
    before = sum(days_of_month(m, y) for y in range(FIRST_YEAR, year) for m in range(1, 13))
    return before + sum(days_of_month(m, year) for m in range(1, month)) + day - 1


def date_of(number: int) -> tuple[int, int, int]:
    """Day, month and year of a day's number."""
    year, month = FIRST_YEAR, 1
    while number >= (length := days_of_month(month, year)):
        number -= length
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return number + 1, month, year


DAYS = day_number(31, 12, LAST_YEAR) + 1


class Minutes:
    """A working calendar, minute by minute."""

    def __init__(self, week: Sequence[Openings], days: Mapping[int, str]) -> None:
        """``week``: the seven days from Monday. ``days``: by number, what is different: off, work or half."""
        longest = max(week, key=lambda day: sum(end - start for start, end in day))
        self.open = bytearray(DAYS * DAY)
        for number in range(DAYS):
            weekday = (number + FIRST_WEEKDAY) % 7
            for start, end in _openings(week[weekday], weekday, days.get(number), longest):
                self.open[number * DAY + start : number * DAY + end] = b"\1" * (end - start)

    def first(self, minute: int) -> int:
        """The first minute of work from ``minute`` on."""
        for later in range(minute, min(minute + LONGEST_REST, len(self.open))):
            if self.open[later]:
                return later
        raise NoAnswer

    def add(self, minute: int, count: int) -> int:
        """The end of the ``count``-th minute of work from ``minute`` on; the next working minute for none."""
        if not count:
            return self.first(minute)
        while True:
            minute = self.first(minute) + 1
            count -= 1
            if not count:
                return minute

    def between(self, start: int, end: int) -> int:
        """The minutes of work from ``start`` until ``end``."""
        return sum(1 for minute in range(start, end) if self.open[minute])

    def closing(self, day: int) -> int:
        """The end of the last minute of work of the day."""
        return max(minute for minute in range(day * DAY, (day + 1) * DAY) if self.open[minute]) + 1

    def due(self, received: int, limit: Limit) -> int:
        """When the result is due."""
        start = self.first(received)
        if limit.unit == "hour":
            return self.add(start, limit.number * HOUR // 100)
        return self.closing(self._last_day(start, limit))

    def dues(self, received: int, limit: Limit, stops: Iterable[Stop], restart: bool) -> tuple[int, int]:
        """The due time by law and that of the index, with the stops in their order."""
        legal = index = self.due(received, limit)
        for stop in stops:
            stood = self.between(stop.start, stop.end)
            index = self.add(index, stood) if stood else index
            if restart and stop.supplement:
                legal = max(legal, self.due(stop.end, limit))
            elif stood:
                legal = self.add(legal, stood)
        return legal, index

    def _last_day(self, start: int, limit: Limit) -> int:
        today, whole = start // DAY, -(-limit.number // 100)
        if limit.unit == "same day":
            whole = 0 if start % DAY <= CUT_OFF else 1
        if limit.unit in ("same day", "working day"):
            for _ in range(whole):
                today = self.first((today + 1) * DAY) // DAY
            return today
        if limit.unit == "month":
            day, month, year = date_of(today)
            for _ in range(whole):
                year, month = (year + 1, 1) if month == 12 else (year, month + 1)
            last = day_number(min(day, days_of_month(month, year)), month, year)
        else:
            last = today + whole
        return self.first(last * DAY) // DAY


def _openings(usual: Openings, weekday: int, kind: str | None, longest: Openings) -> Openings:
    if kind is None:
        return usual
    if kind == "off":
        return ()
    full = longest if weekday >= 5 or not usual else usual
    if kind == "work":
        return full
    return [(start, min(end, NOON)) for start, end in (usual or full) if start < NOON]
