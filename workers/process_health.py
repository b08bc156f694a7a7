"""Health of the background processes: every queue has a live worker, and a relay heartbeat exists.

Reads only: RQ's own listing of workers would delete those it takes for dead.
"""

from __future__ import annotations

from typing import Final, cast

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer
from rq.worker_registration import get_keys

from core.errors.base import Reason
from core.services.health import FINE, UNKNOWN
from core.settings import Settings
from workers.periodics import FAILURES, HEARTBEAT
from workers.queues import QueueName

SECONDS: Final = 2.0  # an unreachable queue server must not hold up a page or a probe
NO_ANSWER: Final = Reason("the queue server of MOTCUA_REDIS_URL does not answer")
NO_WORKER: Final = Reason("no worker listens on the queue “%(queue)s”: start “motcua worker”")
FAILING: Final = Reason(
    "%(readings)s has failed %(times)s times in a row, so nothing new comes in from there: see the log of “motcua relay”"
)
#: in a row: a system that is away for a moment is tried again by itself
MOST_FAILURES: Final = 5
NO_RELAY: Final = Reason("no relay shows a sign of life: start “motcua relay”")


def checks(settings: Settings) -> dict[str, str]:
    """Queue server, worker and relay → ``ok`` or what is wrong; empty where no queue server is configured."""
    if not settings.redis_url:
        return {}  # the embedded one runs only while `motcua up` does, which sets its address for all it starts
    redis = Redis.from_url(settings.redis_url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS)
    try:
        return {"queue": FINE, "worker": _worker(redis), "relay": _relay(redis), "readings": _readings(redis)}
    except RedisError:
        return {"queue": NO_ANSWER, "worker": UNKNOWN, "relay": UNKNOWN, "readings": UNKNOWN}
    finally:
        redis.close()


def _worker(redis: Redis) -> str:
    unserved = [name.value for name in QueueName if not _has_live_worker(redis, name)]
    return Reason(NO_WORKER.template, queue=", ".join(unserved)) if unserved else FINE


def _has_live_worker(redis: Redis, queue: QueueName) -> bool:
    """Whether a worker registered for the queue is alive; the key of a dead one expires."""
    registered = get_keys(queue=Queue(queue.value, connection=redis, serializer=JSONSerializer))
    return any(redis.exists(key) for key in registered)


def _readings(redis: Redis) -> str:
    """The regular readings of other systems, of which one that fails again and again would keep everything back unseen."""
    kept = cast("dict[bytes, bytes]", redis.hgetall(FAILURES))
    counted = {name.decode(): int(times) for name, times in kept.items()}
    failing = {name: times for name, times in counted.items() if times >= MOST_FAILURES}
    if not failing:
        return FINE
    return Reason(FAILING.template, readings=", ".join(sorted(failing)), times=str(max(failing.values())))


def _relay(redis: Redis) -> str:
    return FINE if redis.exists(HEARTBEAT) else NO_RELAY
