"""Quiet hours: between two times of day, perhaps over midnight, citizens are not disturbed."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Final

from core.domain.office_time import local

_WRITTEN: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


def checked(text: str) -> str:
    """The setting as it is written. ``ValueError`` for anything but two different times of day, or nothing."""
    text = "".join(text.split())
    if text and (not _WRITTEN.fullmatch(text) or len(set(_times(text))) < 2):
        raise ValueError("no hours")
    return text


def seconds_left(quiet: str, moment: datetime) -> float:
    """How long it is still quiet at an aware ``moment``, in seconds; 0 when it is not. ``quiet``: ``21:00-07:00`` or empty."""
    if not quiet:
        return 0.0
    begins, ends = _times(quiet)
    here = local(moment)
    now = here.timetz().replace(tzinfo=None)
    inside = begins <= now < ends if begins < ends else now >= begins or now < ends
    if not inside:
        return 0.0
    end = here.replace(hour=ends.hour, minute=ends.minute, second=0, microsecond=0)
    return ((end if end > here else end + timedelta(days=1)) - here).total_seconds()


def _times(text: str) -> tuple[time, time]:
    begins, ends = text.split("-")
    return time.fromisoformat(begins), time.fromisoformat(ends)
