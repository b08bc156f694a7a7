"""Reads an outside system's cursor-paged feed so that no item is lost, whatever happens between.

The cursor is kept in Redis and never moves past an item the office has not taken, unless the item is older than
the feed's ``patience``: an item may come before the office waits for it. Items taken beyond a waiting one are
remembered, so that waiting costs nothing. Losing all this costs reading the feed again; taking an item twice
changes nothing, because the office knows each item's key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar, cast

import structlog
from redis import Redis
from redis.exceptions import ResponseError

from core.errors.dossiers import CannotAdvance
from core.errors.requests import KeyReused
from core.ports import Clock

#: Pages read in one pass: a pass that finds more goes on next time.
PAGES = 20
#: Pause before an item is offered again whose dossier could not advance: an incident waits for a person meanwhile.
REST = timedelta(hours=1)
_log = structlog.get_logger(__name__)


class Entry(Protocol):
    """An item of a feed: ``id`` orders the feed, and when it happened (aware)."""

    @property
    def id(self) -> str: ...

    @property
    def at(self) -> datetime: ...


Item = TypeVar("Item", bound=Entry)


@dataclass(frozen=True, slots=True)
class Feed(Generic[Item]):
    """``page(after)`` gives the next items, oldest first; ``take(item)`` whether the office has it now,
    by the clock ``now``."""

    name: str
    redis: Redis
    page: Callable[[str], Sequence[Item]]
    take: Callable[[Item], bool]
    patience: timedelta
    now: Clock

    def follow(self) -> int:
        """Takes what is new; returns how many items were taken. Other errors of ``page`` and ``take`` go up.

        A stored cursor that cannot be read is deleted: the feed is read again from its beginning.
        """
        try:
            return self._follow()
        except (ResponseError, UnicodeDecodeError) as error:
            _log.warning("feed_place_lost", feed=self.name, error=type(error).__name__)
            self.redis.delete(self._key, f"{self._key}:taken")
            return self._follow()

    def _follow(self) -> int:
        taken = 0
        after, holding = self._cursor(), False
        for _ in range(PAGES):
            items = self.page(after)
            for item in items:
                known = self._known(item)
                done = known or self._taken(item)
                taken += done and not known
                holding = holding or not (done or self._given_up(item))
                self._remember(item, holding, done)
            if not items or items[-1].id == after:
                break
            after = items[-1].id
        return taken

    def _taken(self, item: Item) -> bool:
        """Offers the item to the office, unless a moment ago its dossier could not take it."""
        if self.redis.exists(f"{self._key}:resting:{item.id}"):
            return False
        try:
            return self.take(item)
        except KeyReused:  # the same fact came before in other words
            return True
        except CannotAdvance as error:
            _log.warning("feed_item_stopped", feed=self.name, item=item.id, error=error.code)
            self.redis.set(f"{self._key}:resting:{item.id}", 1, ex=REST)
            return False

    @property
    def _key(self) -> str:
        return f"motcua:cursor:{self.name}"

    def _cursor(self) -> str:
        held = cast("bytes | None", self.redis.get(self._key))
        return held.decode() if held else ""

    def _known(self, item: Item) -> bool:
        return bool(self.redis.sismember(f"{self._key}:taken", item.id))

    def _remember(self, item: Item, holding: bool, done: bool) -> None:
        """Moves the cursor, or notes an item taken beyond one that waits."""
        if not holding:
            self.redis.set(self._key, item.id)
            self.redis.srem(f"{self._key}:taken", item.id)
        elif done:
            self.redis.sadd(f"{self._key}:taken", item.id)

    def _given_up(self, item: Item) -> bool:
        old = self.now() - item.at > self.patience
        if old:
            _log.warning("feed_item_nobody_wants", feed=self.name, item=item.id)
        return old
