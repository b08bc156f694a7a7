"""Whether those who work behind the doors live: somebody listens on every queue that has a topic, and a relay runs.

Looks, and changes nothing: RQ's own way of listing workers clears away what it takes for dead.
"""

from __future__ import annotations

from typing import Final

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer
from rq.worker_registration import get_keys

from core.errors.base import Reason
from core.services.health import FINE, UNKNOWN
from core.settings import Settings
from workers.queues import QueueName
from workers.schedule import HEARTBEAT

SECONDS: Final = 2.0  # a queue server that is away must not hold up a page or a probe
NO_ANSWER: Final = Reason("the queue server of MOTCUA_REDIS_URL does not answer")
NO_WORKER: Final = Reason("no worker listens on the queue “%(queue)s”: start “motcua worker”")
NO_RELAY: Final = Reason("no relay shows a sign of life: start “motcua relay”")


def checks(settings: Settings) -> dict[str, str]:
    """Queue, worker and relay, each ``ok`` or what is wrong; nothing where no queue server is named."""
    if not settings.redis_url:
        return {}  # the embedded one runs only while `motcua up` does, and is named to all it starts
    redis = Redis.from_url(settings.redis_url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS)
    try:
        return {"queue": FINE, "worker": _worker(redis), "relay": _relay(redis)}
    except RedisError:
        return {"queue": NO_ANSWER, "worker": UNKNOWN, "relay": UNKNOWN}
    finally:
        redis.close()


def _worker(redis: Redis) -> str:
    unheard = [name.value for name in QueueName if not _listened(redis, name)]
    return Reason(NO_WORKER.template, queue=", ".join(unheard)) if unheard else FINE


def _listened(redis: Redis, queue: QueueName) -> bool:
    """Whether a worker that is registered for the queue lives: a dead one's own key ends by itself."""
    registered = get_keys(queue=Queue(queue.value, connection=redis, serializer=JSONSerializer))
    return any(redis.exists(key) for key in registered)


def _relay(redis: Redis) -> str:
    return FINE if redis.exists(HEARTBEAT) else NO_RELAY
