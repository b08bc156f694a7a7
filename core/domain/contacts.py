"""Mailboxes, phone numbers and identity numbers: the one rule of every door, which the forms of procedures follow as well.

Each function gives the form in which the value is kept, or raises :class:`Unreadable` with the code of a field rule.
"""

from __future__ import annotations

from bpmn.written.contacts import LONGEST_EMAIL, digits, email, identity, on_the_wire, phone
from bpmn.written.unreadable import Unreadable

__all__ = ["LONGEST_EMAIL", "Unreadable", "digits", "email", "identity", "on_the_wire", "phone"]
