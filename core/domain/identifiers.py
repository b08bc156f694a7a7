"""Identifiers of rows: UUID version 7 (RFC 9562 §5.7), so that ids made later sort later.

They order rows and make index pages fill one after another; they are no secrets and never stand for a right.
"""

from __future__ import annotations

import secrets
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0


def uuid7(milliseconds: int | None = None) -> UUID:
    """A new id. Within one process every id is greater than the one before, also within a millisecond.

    ``milliseconds`` (Unix time) replaces the clock; such an id is not compared with the ones before it.
    """
    if milliseconds is not None:
        return _assembled((milliseconds << 12) | secrets.randbits(12))
    return _assembled(_next_tick())


def _next_tick() -> int:
    """Milliseconds and 12 bits below them (RFC 9562 §6.2, method 3), pushed on by one where the clock stands still."""
    global _last
    with _lock:
        nanoseconds = time.time_ns()
        tick = (nanoseconds // 1_000_000 << 12) | (nanoseconds % 1_000_000 * 4096 // 1_000_000)
        _last = max(tick, _last + 1)
        return _last


def _assembled(tick: int) -> UUID:
    milliseconds, below = tick >> 12, tick & 0xFFF
    return UUID(
        int=(milliseconds & 0xFFFF_FFFF_FFFF) << 80 | 0x7 << 76 | below << 64 | 0b10 << 62 | secrets.randbits(62)
    )
