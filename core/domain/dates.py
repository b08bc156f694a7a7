"""Dates as they are stored and in Vietnamese notation."""

from __future__ import annotations

from bpmn.human_input.dates import format_stored, read_day
from bpmn.human_input.unreadable import UnreadableInput

__all__ = ["UnreadableInput", "format_stored", "read_day"]
