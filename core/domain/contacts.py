"""Mailboxes, phone numbers and identity numbers: the one rule of every door, which the forms of procedures follow as well.

Each function gives the form in which the value is kept, or raises :class:`UnreadableInput` with the code of a field rule.
"""

from __future__ import annotations

from bpmn.human_input.contacts import LONGEST_EMAIL, digits, email, identity, on_the_wire, phone
from bpmn.human_input.unreadable import UnreadableInput

__all__ = ["LONGEST_EMAIL", "UnreadableInput", "digits", "email", "identity", "on_the_wire", "phone"]
