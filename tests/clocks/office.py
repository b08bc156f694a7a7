"""What the sheets and the counter say in numbers, as the office's own calendar, moments and limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from core.domain.calendar import Calendar, CalendarDay, DayKind, Opening
from tests.clocks import minutes, sheets
from tests.clocks.minutes import DAY, HOUR, Openings

#: minute 0 of the counter
EPOCH = datetime(minutes.FIRST_YEAR, 1, 1, tzinfo=UTC) - timedelta(minutes=sheets.AHEAD_OF_UTC)
_UNITS = {"giờ làm việc": "h", "ngày làm việc": "d", "ngày": "cd", "tháng": "mo"}


def at(minute: int) -> datetime:
    """The moment of a minute."""
    return EPOCH + timedelta(minutes=minute)


def calendar(week: Sequence[Openings], days: Mapping[int, str]) -> Calendar:
    """The office's calendar of a week and a table of days."""
    hours = tuple(tuple(Opening(_time(opens), _time(closes)) for opens, closes in day) for day in week)
    rows = [CalendarDay(day(number), DayKind(kind)) for number, kind in days.items()]
    return Calendar(hours).with_days(rows)


def day(number: int) -> date:
    """The date of a day's number."""
    of_month, month, year = minutes.date_of(number)
    return date(year, month, of_month)


def limit(text: str) -> str:
    """A limit of the sheet as procedures write it: ``3 ngày làm việc`` is ``3d``."""
    if text == "trong ngày":
        return "same-day"
    number, _, unit = text.partition(" ")
    return number.replace(",", ".") + _UNITS[unit]


def _time(minute: int) -> time:
    return time(minute % DAY // HOUR, minute % HOUR)
