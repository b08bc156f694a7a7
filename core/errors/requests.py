"""A request that names nothing there is, carries what is not right, or comes too often."""

from __future__ import annotations

import math

from core.errors.base import CoreError, Reason


class NotFound(CoreError):
    kind = "not-found"
    code = "not-found"
    template = "%(what)s “%(name)s” does not exist, or you have no right to see it."


class BadValue(CoreError):
    code = "bad-value"
    template = "“%(field)s” is not right: %(reason)s"


class TooMuch(CoreError):
    """A limit of :mod:`core.limits` that a request would break; nothing was changed."""

    code = "too-much"
    template = "%(what)s: at most %(most)s are allowed."


class KeyReused(CoreError):
    """``reason``: what the first request with this key did, ``dossier``: to which dossier."""

    kind = "conflict"
    code = "key-reused"
    template = (
        "This was sent before with other contents: %(reason)s then. Nothing of what was sent now was carried out. Look at "
        "what was done then. To send something else, load the form again; a program uses a new Idempotency-Key."
    )

    def __init__(self, reason: Reason | None = None, dossier: str | None = None) -> None:
        super().__init__(reason=reason or Reason("something else was done"), dossier=dossier)


class TooManyTries(CoreError):
    """``seconds`` until the next try is looked at."""

    kind = "too-many-requests"
    code = "too-many-tries"
    template = "Too many wrong tries from here. Wait %(seconds)s seconds, then try again."

    def __init__(self, seconds: float) -> None:
        self.seconds = math.ceil(seconds)
        super().__init__(seconds=self.seconds)
