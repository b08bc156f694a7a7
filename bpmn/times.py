"""ISO 8601 dates and durations of timers and schedules, on the office's wall clock. Knows no working time."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

#: Times without offset are local times of the office.
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

#: a round more often than that would only fill the history
SHORTEST_ROUND = timedelta(seconds=1)

_DURATION = re.compile(
    r"(?P<sign>-)?P(?=.)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)
_ZONE_NAME = re.compile(r"(?:@|\[)([A-Za-z][A-Za-z0-9_+/-]*)\]?$")


def parse_moment(text: str) -> datetime:
    """An ISO 8601 date or date and time (also with `@zone`) in UTC; a date alone is its local midnight.

    Raises ValueError.
    """
    text = text.strip()
    zone = ZONE
    if named := _ZONE_NAME.search(text):
        zone, text = _zone(named[1]), text[: named.start()]
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, OSError) as error:
        raise ValueError(f"unknown time zone {name}") from error


def add_duration(start: datetime, text: str, times: int = 1) -> datetime:
    """`start` plus `times` an ISO 8601 duration, in UTC.

    Years and months move along the local calendar and stop at the month's last day: 31/01 plus twice P1M is 31/03.
    Raises ValueError for other text, OverflowError beyond year 9999.
    """
    months, exact = _duration(text)
    return _add_months(start, times * months).astimezone(UTC) + times * exact


def _duration(text: str) -> tuple[int, timedelta]:
    """The months of an ISO 8601 duration and what it has beside them. Raises ValueError, OverflowError."""
    found = _DURATION.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is not an ISO 8601 duration such as P30D or PT4H")
    part = {name: float(number or 0) for name, number in found.groupdict().items() if name != "sign"}
    sign = -1 if found["sign"] else 1
    months = sign * int(part["years"] * 12 + part["months"])
    days = part["weeks"] * 7 + part["days"]
    return months, sign * timedelta(days=days, hours=part["hours"], minutes=part["minutes"], seconds=part["seconds"])


def next_round(start: datetime, interval: str, last: int, now: datetime) -> tuple[int, datetime]:
    """The first round after the `last` that is still to come at `now`, and when it is due.

    The n-th round of a cycle is `start` + n × `interval`, whatever was late. Raises OverflowError where the calendar
    ends before it.
    """
    months, exact = _duration(interval)
    longest = exact + timedelta(days=31 * months)
    number = max(last + 1, (now - start) // longest)  # never past the round looked for: no month is longer
    while (due := add_duration(start, interval, number)) <= now:
        number += 1
    return number, due


def _add_months(start: datetime, months: int) -> datetime:
    if not months:
        return start
    local = start.astimezone(ZONE)
    index = local.year * 12 + local.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        raise OverflowError("the date lies outside the calendar")
    return local.replace(year=year, month=month + 1, day=min(local.day, monthrange(year, month + 1)[1]))


def parse_cycle(text: str) -> tuple[int | None, datetime | None, str]:
    """An ISO 8601 repeating interval "R3/PT1H" or "R/2026-12-01T08:00:00/P1D": how often (None: without end), from
    when (None: from now), every how long.

    Raises ValueError.
    """
    head, *rest = text.strip().split("/")
    if not rest or len(rest) > 2 or not re.fullmatch(r"R[0-9]{0,6}", head) or (head[1:] and not int(head[1:])):
        raise ValueError(f"{text!r} is not an ISO 8601 repeating interval such as R3/PT1H")
    start = parse_moment(rest[0]) if len(rest) == 2 else None
    origin = datetime(2026, 1, 1, tzinfo=UTC)
    if add_duration(origin, rest[-1]) - origin < SHORTEST_ROUND:
        raise ValueError(f"{rest[-1]!r} is no interval of at least a second")
    return int(head[1:]) if head[1:] else None, start, rest[-1]


def to_micros(moment: datetime) -> int:
    """Whole microseconds since 1970 UTC, without float rounding."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def from_micros(micros: int) -> datetime:
    """Inverse of `to_micros`."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
