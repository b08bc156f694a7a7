"""Dates as they are kept and as people here write them."""

from __future__ import annotations

from bpmn.written.dates import read_day, shown
from bpmn.written.unreadable import Unreadable

__all__ = ["Unreadable", "read_day", "shown"]
