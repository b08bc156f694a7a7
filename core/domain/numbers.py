"""Numbers as people write them, in Vietnamese notation: the same rule for all doors and for the forms of procedures."""

from __future__ import annotations

from bpmn.human_input.numbers import read
from bpmn.human_input.unreadable import UnreadableInput

__all__ = ["UnreadableInput", "read"]
