"""Reads dates, times and durations from text in the formats of XSD and DMN 10.3.4.1, and in no others."""

from __future__ import annotations

import re

from bpmn.feel.errors import Failure
from bpmn.feel.values.dates import Date
from bpmn.feel.values.datetimes import DateTime
from bpmn.feel.values.durations import DaysTimeDuration, YearsMonthsDuration
from bpmn.feel.values.times import Time

DATE = re.compile(r"(-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-([0-9]{2})-([0-9]{2})\Z")
TIME = re.compile(
    r"T?([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,30}))?"
    r"(?:(Z)|([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?(?:\[([^\]]{1,64})\])?|@(.{1,64}))?\Z",
    re.IGNORECASE,
)
YEARS_MONTHS = re.compile(r"(-?)P(?=[0-9])(?:([0-9]{1,18})Y)?(?:([0-9]{1,18})M)?\Z")
DAYS_TIME = re.compile(
    r"(-?)P(?=[0-9T])(?:([0-9]{1,18})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,18})H)?(?:([0-9]{1,18})M)?(?:([0-9]{1,18})(?:\.([0-9]{1,30}))?S)?)?\Z"
)


def parse_date(text: str) -> Date:
    """``2025-11-22``; raises Failure ``date-text``."""
    found = DATE.match(text)
    if not found:
        raise Failure("date-text", text=text[:40])
    return Date.of(int(found[1]), int(found[2]), int(found[3]))


def _offset(found: re.Match[str]) -> tuple[int | None, str | None]:
    """Offset and zone of a matched time. In ``+07:00[Asia/Ho_Chi_Minh]``, Java's notation, the offset is ignored."""
    if found[5]:
        return 0, None
    if found[6]:
        if int(found[8]) > 59 or int(found[9] or 0) > 59:
            raise Failure("time-text", text=found[0][:40])
        seconds = int(found[7]) * 3600 + int(found[8]) * 60 + int(found[9] or 0)
        return (None, found[10]) if found[10] else (-seconds if found[6] == "-" else seconds, None)
    return None, found[11]


def _clock(text: str) -> tuple[Time, bool]:
    """The time, and whether it was written 24:00:00: the end of the day."""
    found = TIME.match(text)
    if not found:
        raise Failure("time-text", text=text[:40])
    offset, zone = _offset(found)
    hour, minute, second = int(found[1]), int(found[2]), int(found[3])
    nano = int((found[4] or "0")[:9].ljust(9, "0"))
    midnight = hour == 24 and not (minute or second or nano)
    return Time.of(0 if midnight else hour, minute, second, nano, offset, zone), midnight


def parse_time(text: str) -> Time:
    """``08:30:00``, with fraction, ``Z``, ``+07:00`` or ``@Asia/Ho_Chi_Minh``; raises Failure ``time-text``."""
    return _clock(text)[0]


def parse_date_time(text: str) -> DateTime:
    """``2025-11-22T08:30:00…``, or a date alone for its midnight; raises Failure ``date-time-text``."""
    day, separator, clock = text.partition("T")
    if not DATE.match(day) or (separator and clock[:1] in ("T", "t")):
        raise Failure("date-time-text", text=text[:40])
    if not separator:
        return DateTime(parse_date(day), Time(0, 0, 0))
    time, ends_day = _clock(clock)
    moment = DateTime(parse_date(day), time)
    return DateTime(Date.from_days(moment.date.days + 1), time) if ends_day else moment


def parse_duration(text: str) -> YearsMonthsDuration | DaysTimeDuration:
    """``P1Y2M`` or ``P1DT2H``, never mixed; raises Failure ``duration-text``."""
    found = YEARS_MONTHS.match(text)
    if found:
        months = int(found[2] or 0) * 12 + int(found[3] or 0)
        return YearsMonthsDuration(-months if found[1] else months)
    found = DAYS_TIME.match(text)
    if not found:
        raise Failure("duration-text", text=text[:40])
    nanos = int((found[6] or "0")[:9].ljust(9, "0"))
    days, hours, minutes, seconds = (int(part or 0) for part in found.group(2, 3, 4, 5))
    length = DaysTimeDuration.of(days, hours, minutes, seconds, nanos)
    return DaysTimeDuration(-length.nanos) if found[1] else length


Temporal = Date | Time | DateTime | YearsMonthsDuration | DaysTimeDuration


def parse_temporal(text: str) -> Temporal:
    """The value of ``@"…"``: one of the five types, by its form; raises Failure ``at-text``."""
    try:
        if text.lstrip("-").startswith("P"):
            return parse_duration(text)
        if DATE.match(text):
            return parse_date(text)
        return parse_date_time(text) if DATE.match(text.partition("T")[0]) else parse_time(text)
    except Failure as failure:
        if failure.code in ("zone-unknown", "date-invalid", "time-invalid"):
            raise
        raise Failure("at-text", text=text[:40]) from failure
