"""Strict parsers for human input: text, numbers, dates, contacts. Ambiguous input raises :class:`UnreadableInput`.

A text comes in, a value comes out; nothing is guessed, cut or rounded. Knows no form, no field and no office.
"""

from bpmn.human_input.unreadable import UnreadableInput

__all__ = ["UnreadableInput"]
