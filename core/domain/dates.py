"""Dates as they are kept and as people here write them."""

from __future__ import annotations

from bpmn.written.dates import shown

__all__ = ["shown"]
