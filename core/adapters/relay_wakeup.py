"""Wakes the relay through Redis. A lost wake-up delays it by a second only, so nothing here may raise or wait long."""

from __future__ import annotations

import structlog
from redis import Redis
from redis.exceptions import RedisError

WAKEUP = "motcua:nudge"
_log = structlog.get_logger(__name__)


class RedisRelayWakeup:
    """Implements :class:`core.ports.RelayWakeup`: pushes onto the list that the relay waits on."""

    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(url, socket_timeout=0.2, socket_connect_timeout=0.2)

    def __call__(self) -> None:
        try:
            pipeline = self._redis.pipeline(transaction=False)
            pipeline.lpush(WAKEUP, b"1")
            pipeline.ltrim(WAKEUP, 0, 9)
            pipeline.execute()
        except RedisError as error:
            _log.warning("nudge_lost", error=type(error).__name__)
