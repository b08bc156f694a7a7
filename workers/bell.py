"""Gathers what people of the office are told of. How far it came is kept in the queue server; if that is lost, a day is looked at
again, which tells nothing twice."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final
from uuid import UUID

from workers.context import WorkerContext

if TYPE_CHECKING:
    from redis import Redis

MARK: Final = "motcua:bell"


def gather(ctx: WorkerContext, redis: Redis) -> None:
    """Looks at what happened since the last time."""
    kept = redis.get(MARK)
    before: UUID | None = None
    with suppress(ValueError, UnicodeDecodeError):
        before = UUID(bytes(kept).decode()) if isinstance(kept, bytes | bytearray) else None
    mark = ctx.office.bell.gather(before)
    if mark is not None and mark != before:
        redis.set(MARK, str(mark))
