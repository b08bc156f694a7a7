"""The empty job of bare RQ. It stands alone: RQ imports it anew in each job's process, and the office must not come along."""

from __future__ import annotations

import time

from redis import Redis

STARTED = "bench:started"


def note_start(url: str) -> None:
    """Says when it began, in seconds since the machine's start, which all its processes share (Linux)."""
    with Redis.from_url(url) as redis:
        redis.rpush(STARTED, time.monotonic())
