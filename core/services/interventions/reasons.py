"""The reason an operator gives: it stands in the history of every dossier it was given for."""

from __future__ import annotations

from core.errors.migration import ReasonMissing
from core.errors.requests import BadValue

LONGEST = 2000


def require_reason(reason: str) -> str:
    """The reason somebody gave. Raises :class:`ReasonMissing`, :class:`BadValue`."""
    text = reason.strip()
    if not text:
        raise ReasonMissing()
    if len(text) > LONGEST:
        raise BadValue(field="reason", reason="it is too long")
    return text
