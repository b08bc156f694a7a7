"""Time zones by IANA name, for dates beyond what the standard library's zones reach."""

from __future__ import annotations

import datetime
import re
import zoneinfo
from functools import lru_cache

from bpmn.feel.errors import Failure
from bpmn.feel.values import calendar

ZONE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+\-]*(?:/[A-Za-z0-9_+\-]+)*\Z")
MAX_OFFSET = 18 * 3600
REFERENCE = datetime.datetime(2020, 1, 1)  # noqa: DTZ001 - a wall clock in the zone asked about


@lru_cache(maxsize=256)
def zone(name: str) -> zoneinfo.ZoneInfo:
    """The zone of that name; raises Failure ``zone-unknown``. The pattern keeps paths out of the look-up."""
    if len(name) > 64 or not ZONE_NAME.match(name):
        raise Failure("zone-unknown", zone=name[:64])
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Failure("zone-unknown", zone=name) from error


def _wall_clock(days: int, seconds: int) -> datetime.datetime:
    """A moment the library can handle: years out of its reach fall on one of the same calendar in the 21st century."""
    year, month, day = calendar.civil_from_days(days)
    if not 2 <= year <= 9998:
        year = 2000 + year % 400
    return datetime.datetime(year, month, day) + datetime.timedelta(seconds=seconds)  # noqa: DTZ001


def offset_at_local(name: str, days: int, seconds: int) -> int:
    """Seconds east of UTC for a wall-clock time in the zone (the earlier one where clocks go back)."""
    offset = zone(name).utcoffset(_wall_clock(days, seconds))
    return int(offset.total_seconds()) if offset is not None else 0


def offset_at_instant(name: str, epoch_seconds: int) -> int:
    """Seconds east of UTC in the zone at an instant."""
    days, seconds = divmod(epoch_seconds, 86_400)
    moment = _wall_clock(days, seconds).replace(tzinfo=datetime.UTC).astimezone(zone(name))
    offset = moment.utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def standard_offset(name: str) -> int:
    """The zone's offset without summer time: what a time of day without a date can be said to have."""
    moment = REFERENCE.replace(tzinfo=zone(name))
    offset, summer = moment.utcoffset(), moment.dst()
    seconds = offset.total_seconds() if offset is not None else 0
    return int(seconds - (summer.total_seconds() if summer is not None else 0))


def offset_text(seconds: int) -> str:
    """``Z``, ``+07:00`` or ``-01:35``; seconds only where there are any."""
    if seconds == 0:
        return "Z"
    sign, rest = ("-", -seconds) if seconds < 0 else ("+", seconds)
    hours, rest = divmod(rest, 3600)
    minutes, rest = divmod(rest, 60)
    return f"{sign}{hours:02d}:{minutes:02d}" + (f":{rest:02d}" if rest else "")
