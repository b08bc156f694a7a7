"""A right that is missing, or that the office cannot do without."""

from __future__ import annotations

from core.errors.base import CoreError


class Forbidden(CoreError):
    kind = "forbidden"
    code = "forbidden"
    template = "You need the role “%(role)s” in the right unit for this."


class ScopeMissing(CoreError):
    kind = "forbidden"
    code = "scope-missing"
    template = "The token lacks the scope “%(scope)s”."


class MessageReserved(CoreError):
    kind = "forbidden"
    code = "message-reserved"
    template = "The message “%(message)s” is sent by the office itself, once what it tells is booked."


class LastAdmin(CoreError):
    kind = "conflict"
    code = "last-admin"
    template = "Nobody else administers “%(unit)s”: give somebody else the role first."
