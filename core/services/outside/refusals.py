"""Messages whose signature was wrong: counted by source and day, and nothing else of them is kept.

Whoever knows the address can send any number of them, so a process writes the first at once and then what has come
together, a minute later: they cost no more than that. Only a process that is killed loses what it has counted since.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from typing import Final

import structlog

from core.db.base import table_of
from core.db.models import InboundRefusal
from core.db.upserts import insert_into
from core.domain import codes
from core.errors.database import ServiceUnavailable
from core.services.context.context import Context

#: Seconds between two notes of one source.
INTERVAL: Final = 60.0
_TABLE = table_of(InboundRefusal)
_log = structlog.get_logger(__name__)


class Refusals:
    """The refusals this process has not written yet."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._pending: Counter[str] = Counter()
        self._written: dict[str, float] = {}
        self._timers: dict[str, threading.Timer] = {}
        self._lock = threading.Lock()

    def count(self, source: str, why: str) -> None:
        """Counts one refusal; a database that is away does not change the answer to the sender."""
        with self._lock:
            self._pending[source] += 1
            last = self._written.get(source)
            if last is not None and time.monotonic() - last < INTERVAL:
                self._arm(source, INTERVAL - (time.monotonic() - last))
                return
        _log.warning("callback_refused", source=source, why=why)
        self.flush(source)

    def flush(self, source: str) -> None:
        """Writes what was counted of a source and not written yet."""
        with self._lock:
            self._timers.pop(source, None)
            several = self._pending.pop(source, 0)
            self._written[source] = time.monotonic()
        try:
            if several:
                self._write(source, several)
        except ServiceUnavailable:
            with self._lock:
                self._pending[source] += several
                self._arm(source, INTERVAL)

    def close(self) -> None:
        """Writes everything, before this process ends."""
        with self._lock:
            timers, left = list(self._timers.values()), list(self._pending)
        for timer in timers:
            timer.cancel()
        for source in left:
            self.flush(source)
        with self._lock:
            for timer in self._timers.values():  # the database is away: it is not waited for
                timer.cancel()

    def _arm(self, source: str, seconds: float) -> None:
        """Sees to it that what is pending is written even if no other message is refused. The lock is held."""
        if source not in self._timers:
            timer = self._timers[source] = threading.Timer(seconds, self.flush, (source,))
            timer.daemon = True
            timer.start()

    def _write(self, source: str, several: int) -> None:
        now = self._context.now()
        with self._context.work() as work:
            first = insert_into(work, _TABLE).values(source=source, day=codes.local_day(now), count=several, last=now)
            more = {"count": _TABLE.c.count + several, "last": now}
            work.session.execute(first.on_conflict_do_update(index_elements=["source", "day"], set_=more))
