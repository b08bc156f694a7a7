"""Rate limit for addresses that keep sending wrong tokens. A valid token is never refused because of what others sent.

Tokens are 256 random bits: nobody guesses one, at any speed, so no count has to keep them safe or be shared by the processes.
The aim is a program whose token was revoked and that keeps calling: it gets 429 with the seconds to wait, which clients obey.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

from cachetools import TTLCache

MOST = 20
WINDOW = 60.0
ADDRESSES = 10_000


class Failures:
    """Times of failures by address within a window of seconds; the addresses longest silent are dropped first."""

    def __init__(self, most: int = MOST, window: float = WINDOW, timer: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._window = window
        self._times: TTLCache[str, deque[float]] = TTLCache(ADDRESSES, window, timer)
        self._lock = threading.Lock()

    def note(self, address: str) -> float:
        """Remembers a failure; the seconds the address should wait, 0 where these were not too many."""
        with self._lock, self._times.timer as now:  # one moment for all of it
            times = self._times.get(address) or deque(maxlen=self._most)
            wait = times[0] + self._window - now if len(times) == self._most else 0.0
            times.append(now)
            self._times[address] = times
            return max(0.0, wait)
