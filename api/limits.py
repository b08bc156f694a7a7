"""Slows guessing of tokens down: an address that failed too often waits, whatever it sends next.

Counts in this process only and forgets at its end: tokens are 256 random bits, so the aim is to keep a guesser from
costing database time, not to keep the tokens safe.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

MOST = 20
WINDOW = 60.0
ADDRESSES = 10_000


class Failures:
    """Times of failures by address within a window of seconds; the addresses longest silent are dropped."""

    def __init__(self, most: int = MOST, window: float = WINDOW, timer: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._window = window
        self._timer = timer
        self._times: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def note(self, address: str) -> None:
        """Remembers a failure."""
        with self._lock:
            times = self._times.setdefault(address, deque(maxlen=self._most))
            times.append(self._timer())
            self._times.move_to_end(address)
            if len(self._times) > ADDRESSES:
                self._times.popitem(last=False)

    def wait(self, address: str) -> float:
        """Seconds the address has to wait; 0 when it may go on."""
        with self._lock:
            times = self._times.get(address)
            if times is None or len(times) < self._most:
                return 0.0
            return max(0.0, times[0] + self._window - self._timer())
