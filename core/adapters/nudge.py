"""Wakes the relay through Redis. Losing a nudge costs a second, so nothing here may raise or wait long."""

from __future__ import annotations

import structlog
from redis import Redis
from redis.exceptions import RedisError

NUDGE = "motcua:nudge"
_log = structlog.get_logger(__name__)


class RedisNudge:
    """Pushes one short-lived mark onto a list that the relay waits on."""

    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(url, socket_timeout=0.2, socket_connect_timeout=0.2)

    def __call__(self) -> None:
        try:
            pipeline = self._redis.pipeline(transaction=False)
            pipeline.lpush(NUDGE, b"1")
            pipeline.ltrim(NUDGE, 0, 9)
            pipeline.execute()
        except RedisError as error:
            _log.warning("nudge_lost", error=type(error).__name__)
