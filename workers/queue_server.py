"""What to do when Redis holds something under our names that is not ours: delete it.

Nothing in the queue server is worth keeping. The database knows what is due and hands it over again, so the cure for
every kind of spoilt key (another type, bytes that are no text, a registry entry that makes no sense) is the same one.
"""

from __future__ import annotations

import structlog
from redis import Redis
from redis.exceptions import RedisError, ResponseError
from rq.worker_registration import REDIS_WORKER_KEYS

from core.adapters.relay_wakeup import WAKEUP
from workers.queues import QueueName

#: keys that other queues share, and what they must be: they go only when they are something else
_SHARED = {"rq:queues": b"set", REDIS_WORKER_KEYS: b"set", WAKEUP: b"list"}
_log = structlog.get_logger(__name__)


def spoils(error: BaseException) -> bool:
    """Whether ``error`` speaks of what stands in Redis, and not of a Redis or a database that is away."""
    if isinstance(error, RedisError):
        return isinstance(error, ResponseError)
    return isinstance(error, UnicodeDecodeError | ValueError)


def empty(redis: Redis) -> None:
    """Deletes the queue of outside calls and all that RQ keeps about it. A server that is away is left for later."""
    try:
        gone = [key for name in QueueName for key in redis.scan_iter(match=f"rq:*:{name.value}*")]
        gone += [key for key, kind in _SHARED.items() if redis.type(key) not in (kind, b"none")]
        if gone:
            redis.delete(*gone)
        _log.warning("queue_emptied", keys=len(gone))
    except RedisError as error:
        _log.warning("queue_not_emptied", error=type(error).__name__)
