"""The office's time: it counts and shows its days and hours in one zone, whatever the machine is set to.

``bpmn.times`` and FEEL's environment know the same zone by themselves; tests/rules holds the three together.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")


def local(moment: datetime) -> datetime:
    """An aware moment on the office's wall clock. Raises ``ValueError`` for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no place in the office's time")
    return moment.astimezone(ZONE)


def written(moment: datetime) -> str:
    """A moment for a sentence: ``14:05 23/11/2026``."""
    return local(moment).strftime("%H:%M %d/%m/%Y")
