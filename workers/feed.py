"""Reads an outside system's cursor-paged feed so that no item is lost, whatever happens between.

An item is kept by the office (:meth:`core.services.outside.inbound.Inbound.keep`) before the cursor, in Redis, moves past it;
what it means is found out afterwards, so that none holds up the next. Losing the cursor costs reading the feed again:
the office knows each item by its id.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar, cast

import structlog
from pydantic import BaseModel, ConfigDict, Field
from redis import Redis
from redis.exceptions import ResponseError

#: Pages read in one pass: a pass that finds more goes on next time.
PAGES = 20
_log = structlog.get_logger(__name__)


class FeedLine(BaseModel):
    """A line of a feed as it came: only its place is looked at. What else it says is read when it is offered, so that a line
    nobody can read is parked for a person and keeps nothing back that came after it."""

    model_config = ConfigDict(extra="allow", frozen=True)

    id: str = Field(min_length=1, max_length=200)


class Entry(Protocol):
    """An item of a feed: ``id`` orders the feed."""

    @property
    def id(self) -> str: ...


Item = TypeVar("Item", bound=Entry)


@dataclass(frozen=True, slots=True)
class Feed(Generic[Item]):
    """``page(after)`` gives the next items, oldest first; ``keep(item)`` whether the item is new to the office."""

    name: str
    redis: Redis
    page: Callable[[str], Sequence[Item]]
    keep: Callable[[Item], bool]

    def follow(self) -> int:
        """Keeps what is new; returns how many items were. Other errors of ``page`` and ``keep`` go up.

        A stored cursor that cannot be read is deleted: the feed is read again from its beginning.
        """
        try:
            return self._follow()
        except (ResponseError, UnicodeDecodeError) as error:
            _log.warning("feed_place_lost", feed=self.name, error=type(error).__name__)
            self.redis.delete(self._key)
            return self._follow()

    def _follow(self) -> int:
        kept, after = 0, self._cursor()
        for _ in range(PAGES):
            items = self.page(after)
            for item in items:
                kept += self.keep(item)
                self.redis.set(self._key, item.id)
            if not items or items[-1].id == after:
                break
            after = items[-1].id
        return kept

    @property
    def _key(self) -> str:
        return f"motcua:cursor:{self.name}"

    def _cursor(self) -> str:
        held = cast("bytes | None", self.redis.get(self._key))
        return held.decode() if held else ""
