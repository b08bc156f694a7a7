"""The office's time zone, in which all days and hours are counted and shown, whatever zone the machine is set to.

``bpmn.times`` and FEEL's environment have constants of their own for the same zone; tests/rules checks that all agree.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")


def local(moment: datetime) -> datetime:
    """An aware moment in the office's time zone. Raises ``ValueError`` for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no place in the office's time")
    return moment.astimezone(ZONE)


def written(moment: datetime) -> str:
    """A moment as text in a sentence: ``14:05 23/11/2026``."""
    return local(moment).strftime("%H:%M %d/%m/%Y")
