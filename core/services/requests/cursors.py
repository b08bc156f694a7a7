"""Keyset pages: a cursor is the sort key of the last row, opaque to whoever carries it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import InstrumentedAttribute

from core import jsontext
from core.db.base import AnyRow, AnySelect
from core.errors.requests import BadValue

DEFAULT_SIZE = 50
LARGEST_SIZE = 200


def clamp(limit: int | None) -> int:
    """The size of a page: ``limit`` between 1 and :data:`LARGEST_SIZE`, by default :data:`DEFAULT_SIZE`."""
    return max(1, min(limit or DEFAULT_SIZE, LARGEST_SIZE))


def write(*parts: datetime | UUID | str | int) -> str:
    """A cursor after the row with this sort key."""
    texts = [part.isoformat() if isinstance(part, datetime) else str(part) for part in parts]
    return base64.urlsafe_b64encode(jsontext.dumps(texts).encode()).decode().rstrip("=")


def read(cursor: str | None, count: int) -> list[str] | None:
    """The parts of a cursor. Raises :class:`BadValue` for anything that :func:`write` did not make."""
    if not cursor:
        return None
    try:
        parts = jsontext.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if isinstance(parts, list) and len(parts) == count and all(isinstance(part, str) for part in parts):
            return parts
    except (ValueError, binascii.Error, jsontext.JsonInvalid):
        pass
    raise _not_ours()


def read_uuid(text: str) -> UUID:
    """An id inside a cursor."""
    try:
        return UUID(text)
    except ValueError as error:
        raise _not_ours() from error


def read_number(text: str) -> int:
    """A number inside a cursor."""
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise _not_ours()
    return int(text)


def read_time(text: str) -> datetime:
    """A time inside a cursor."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise _not_ours() from error
    if moment.tzinfo is None:
        raise _not_ours()
    return moment


def _not_ours() -> BadValue:
    return BadValue(field="cursor", reason="use the value of “next” from the page before")


def after(
    query: AnySelect,
    key: InstrumentedAttribute[Any],
    cursor: str | None,
    size: int,
    *,
    reader: Callable[[str], UUID | int] = read_uuid,
    newest_first: bool = True,
) -> AnySelect:
    """The query for the rows of one page after the cursor, in the order of ``key``, and one row more if there is a next page."""
    parts = read(cursor, 1)
    if parts:
        last = reader(parts[0])
        query = query.where(key < last if newest_first else key > last)
    return query.order_by(key.desc() if newest_first else key).limit(size + 1)


def following(rows: Sequence[AnyRow], size: int, key: InstrumentedAttribute[Any]) -> str | None:
    """The cursor of the next page, from the rows of the query of :func:`after`; ``None`` if there is none."""
    return write(getattr(rows[size - 1], key.key)) if len(rows) > size else None
