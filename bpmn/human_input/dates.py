"""Dates and times in Vietnamese notation (day, month, year) or ISO 8601. Times are converted to the time zone of the office.

A day that does not exist and a year of two digits raise ``UnreadableInput``; no part of a text is ignored. Older papers
hold only a year, or month and year: :func:`read_partial` reads those; they are stored as ``1950``, ``1950-04``.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta, timezone
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from bpmn.human_input.text import ascii_digits, normalize_line
from bpmn.human_input.unreadable import UnreadableInput
from bpmn.times import ZONE

PRECISIONS: Final = ("day", "month", "year")
_ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2}) ?([/.-]) ?(?P<month>\d{1,2}) ?\2 ?(?P<year>\d{2}|\d{4})")
_MONTH_FIRST = re.compile(r"(?P<month>\d{1,2}) ?[/.-] ?(?P<year>\d{2}|\d{4})|(?P<isoyear>\d{4})-(?P<isomonth>\d{2})")
_YEAR = re.compile(r"\d{4}")
_STORED = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
#: 07:05, 07:05:09, 7h05, 7h5, 7h, 7 giờ 05 phút: hours from 0 to 23; after "h" or "giờ" the minutes may have one digit
_TIME = re.compile(
    r"(?P<hour>\d{1,2}) ?(?:: ?(?P<minute>\d{2})|(?:gi[ờo]|[hg])(?: ?(?P<minutes>\d{1,2})(?: ?(?:ph[úu]t|ph|p|'))?)?)"
    r"(?:(?<=\d):(?P<second>\d{2})(?:\.(?P<part>\d{1,6})\d*)?)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?P<rest>.*\d) ?(?:(?P<utc>[Zz])|(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})?)")
_NAMED = re.compile(r"(?P<rest>.+?)[@\[](?P<name>[A-Za-z][A-Za-z0-9_+/-]*)\]?")
_MOMENT = re.compile(r"(?P<day>.*?\d) ?(?:[Tt]|[ ,])(?: ?lúc)? ?(?P<time>\d{1,2} ?[:hHgG].*)")


def read_day(text: str) -> date:
    """The day in a text; of a date with a time, the day in the office's time zone. Raises :class:`UnreadableInput`."""
    written = ascii_digits(normalize_line(text))
    if found := _MOMENT.fullmatch(written):
        _day(found["day"])  # an error of the day comes before one of the time
        return read_moment(written).date()
    return _day(written)


def read_partial(text: str, coarsest: str) -> str:
    """A day, month or year as ISO text, not less precise than ``coarsest``. Raises :class:`UnreadableInput`."""
    written = ascii_digits(normalize_line(text))
    if coarsest == "year" and _YEAR.fullmatch(written):
        return f"{_existing(int(written), 1, 1).year:04}"
    if coarsest in ("month", "year") and (found := _MONTH_FIRST.fullmatch(written)):
        year, month = found["year"] or found["isoyear"], found["month"] or found["isomonth"]
        if len(year) == 2:
            raise UnreadableInput("year-two-digits")
        return _existing(int(year), int(month), 1).isoformat()[:7]
    return read_day(written).isoformat()


def read_moment(text: str) -> datetime:
    """The date and time in a text, in the office's time zone, which also holds for texts without a zone.

    Raises :class:`UnreadableInput`.
    """
    written = ascii_digits(normalize_line(text))
    found = _MOMENT.fullmatch(written)
    if found is None:
        _day(written)
        raise UnreadableInput("time-missing")
    day = _day(found["day"])
    clock, zone = _zoned(found["time"])
    try:
        return datetime.combine(day, _time(clock), zone or ZONE).astimezone(ZONE)
    except OverflowError:
        raise UnreadableInput("not-a-date") from None


def read_time(text: str) -> time:
    """The time of day on the office's clock. Raises :class:`UnreadableInput`."""
    clock, zone = _zoned(ascii_digits(normalize_line(text)))
    found = _time(clock)
    if zone is None:
        return found
    if isinstance(zone, ZoneInfo) and zone.key != ZONE.key:  # without a day it is unknown whether it has summer time
        raise UnreadableInput("not-a-time")
    return datetime.combine(date(2000, 1, 2), found, zone).astimezone(ZONE).time()


class Bounds(NamedTuple):
    """The first and the last moment that an imprecise date may mean, in the office's zone."""

    first: datetime
    last: datetime


def bounds(stored: str) -> Bounds | None:
    """The bounds of a stored ISO day, month, year, or date with time; None for any other text."""
    try:
        if "T" in stored:
            moment = read_moment(stored)
            return Bounds(moment, moment)
        found = _STORED.fullmatch(stored)
        if found is None:
            return None
        year, month, day = (int(part or 0) for part in found.groups())
        first = date(year, month or 1, day or 1)
        last = first if day else date(year, month or 12, calendar.monthrange(year, month or 12)[1])
        return day_bounds(first, last)
    except ValueError:
        return None


def day_bounds(first: date, last: date) -> Bounds:
    """From the first moment of a day to the last of another."""
    return Bounds(datetime.combine(first, time.min, ZONE), datetime.combine(last, time.max, ZONE))


def format_stored(stored: str) -> str:
    """A stored ISO date in Vietnamese notation: ``12/04/1995``, ``04/1995``, ``1995``, ``12/04/1995 08:30``; else the text."""
    found = bounds(stored)
    if found is None:
        return stored
    if "T" in stored:
        return f"{format_stored(found.first.date().isoformat())} {found.first:%H:%M}"
    return "/".join(reversed(stored.split("-")))


def _day(written: str) -> date:
    found = _ISO_DAY.fullmatch(written) or _DAY_FIRST.fullmatch(written)
    if found is None:
        raise UnreadableInput("not-a-date")
    if len(found["year"]) == 2:
        raise UnreadableInput("year-two-digits")
    return _existing(int(found["year"]), int(found["month"]), int(found["day"]))


def _existing(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise UnreadableInput("not-a-date") from None


def _time(written: str) -> time:
    found = _TIME.fullmatch(written)
    try:
        if found is None:
            raise ValueError(written)
        part = (found["part"] or "").ljust(6, "0")
        minute = int(found["minute"] or found["minutes"] or 0)
        return time(int(found["hour"]), minute, int(found["second"] or 0), int(part))
    except ValueError:
        raise UnreadableInput("not-a-time") from None


def _zoned(written: str) -> tuple[str, timezone | ZoneInfo | None]:
    """The text of a time, and the time zone written after it."""
    if found := _NAMED.fullmatch(written):
        try:
            return found["rest"], ZoneInfo(found["name"])
        except (KeyError, OSError, ValueError):
            raise UnreadableInput("not-a-date") from None
    found = _OFFSET.fullmatch(written)
    if found is None:
        return written, None
    if found["utc"]:
        return found["rest"], timezone(timedelta(0))
    hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
    if hours > 23 or minutes > 59:
        raise UnreadableInput("not-a-date")
    offset = timedelta(hours=hours, minutes=minutes)
    return found["rest"], timezone(-offset if found["sign"] == "-" else offset)
