"""What people and machines write, read exactly or asked about: texts, numbers, days and hours, phones, mailboxes, identities.

Knows no form, no field and no office: a text comes in, a value or :class:`Unreadable` comes out. Nothing is guessed,
cut or rounded; where one text could mean two things, the writer is asked.
"""

from bpmn.written.unreadable import Unreadable

__all__ = ["Unreadable"]
