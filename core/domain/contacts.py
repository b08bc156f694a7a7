"""E-mail addresses, phone numbers and identity numbers: the same rules for all doors and for the forms of procedures.

Each function returns the value as it is stored, or raises :class:`UnreadableInput` with the code of a field rule.
"""

from __future__ import annotations

from bpmn.human_input.contacts import LONGEST_EMAIL, dialled_abroad, digits, email, identity, on_the_wire, phone
from bpmn.human_input.unreadable import UnreadableInput

__all__ = ["LONGEST_EMAIL", "UnreadableInput", "dialled_abroad", "digits", "email", "identity", "on_the_wire", "phone"]
