"""Keyset pages: a cursor is the sort key of the last row, opaque to whoever carries it."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from uuid import UUID

from core.domain import json
from core.errors.requests import BadValue

LIMIT = 50
MOST = 200


def clamp(limit: int | None) -> int:
    """A page's size within reason."""
    return max(1, min(limit or LIMIT, MOST))


def write(*parts: datetime | UUID | str) -> str:
    """A cursor after the row with this sort key."""
    texts = [part.isoformat() if isinstance(part, datetime) else str(part) for part in parts]
    return base64.urlsafe_b64encode(json.dumps(texts).encode()).decode().rstrip("=")


def read(cursor: str | None, count: int) -> list[str] | None:
    """The parts of a cursor. Raises :class:`BadValue` for anything that :func:`write` did not make."""
    if not cursor:
        return None
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if isinstance(parts, list) and len(parts) == count and all(isinstance(part, str) for part in parts):
            return parts
    except (ValueError, binascii.Error, json.JsonInvalid):
        pass
    raise BadValue(field="cursor", reason="use the value of “next” from the page before")


def read_uuid(text: str) -> UUID:
    """An id inside a cursor."""
    try:
        return UUID(text)
    except ValueError as error:
        raise BadValue(field="cursor", reason="use the value of “next” from the page before") from error


def read_time(text: str) -> datetime:
    """A time inside a cursor."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadValue(field="cursor", reason="use the value of “next” from the page before") from error
    if moment.tzinfo is None:
        raise BadValue(field="cursor", reason="use the value of “next” from the page before")
    return moment
