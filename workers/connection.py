"""Opens connections to the queue server."""

from __future__ import annotations

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from core.errors.settings import SettingInvalid
from core.settings import Settings


def connect(settings: Settings, *, patience: float | None = 5.0) -> Redis:
    """A connection to the server of ``MOTCUA_REDIS_URL``; ``patience`` in seconds for one command (None: RQ decides).

    Raises :class:`SettingInvalid` when no server is named or the address makes no sense; connects to nothing yet.
    """
    if not settings.redis_url:
        raise SettingInvalid(
            name="MOTCUA_REDIS_URL",
            reason="workers need a queue server. `motcua up` brings its own; otherwise name a Redis or a Valkey",
        )
    try:
        once_more = Retry(NoBackoff(), 1)  # the caller's loop is the patient one; redis-py's default waits ten seconds
        return Redis.from_url(settings.redis_url, socket_timeout=patience, socket_connect_timeout=2.0, retry=once_more)
    except ValueError as error:
        raise SettingInvalid(name="MOTCUA_REDIS_URL", reason=str(error)) from error


def reachable(redis: Redis) -> bool:
    """Whether the server answers."""
    try:
        return bool(redis.ping())
    except RedisError:
        return False
