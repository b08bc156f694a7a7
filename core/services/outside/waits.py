"""How long is waited before something is tried again: longer from time to time, and never for all calls the same.

What failed together would otherwise come again together, into a system that has just risen.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from core.services.context.context import Context

#: A wait is shortened by up to this part of it.
SPREAD: Final = 0.2


def before_retry(context: Context, attempts: int) -> timedelta:
    """The wait after so many tries of a call, from 1."""
    return _spread(context, context.settings.retry_seconds, attempts - 1)


def before_probe(context: Context, probes: int) -> timedelta:
    """The wait before a system is tried out again, after so many probes that failed, from 0."""
    return _spread(context, context.settings.breaker_seconds, probes)


def _spread(context: Context, waits: Sequence[float], number: int) -> timedelta:
    return timedelta(seconds=waits[min(number, len(waits) - 1)] * (1 - SPREAD * context.chance()))
