"""Moves due outbox rows, migrations that have work and events for webhooks into the queue: woken after each commit, otherwise
looking once a second.

Correctness never depends on Redis. A row is marked as handed over in the database before it is queued; what is lost
between comes due again by itself, as a new job: nothing that stands in Redis from before, done or poisoned, is in its way.
Relays may run side by side: the database gives each row to one of them, and each job must take the row's lease.
"""

from __future__ import annotations

import re
import threading
import time
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import structlog
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer

from core.domain.loggable_errors import error_summary
from core.settings import Settings
from workers import queue_server
from workers.composition import build
from workers.connection import connect, reachable
from workers.queues import JOB_SECONDS, MIGRATION, WEBHOOK, WEBHOOK_SECONDS, QueueName, job_function
from workers.rq_worker import OfficeJob

if TYPE_CHECKING:
    from core.services.office import Office

#: What ``core.adapters.relay_wakeup`` pushes to after a commit.
WAKEUP = "motcua:nudge"
BATCH = 100
IDLE = 1.0
#: Maximum length of the queue: the rest waits in the database, where nothing is lost and the oldest comes first.
ROOM = 200
FAILURES_KEPT = 24 * 3600
#: the id of a job of ours: that of its row, and a random end
_OURS = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_[0-9a-f]{12}")
_log = structlog.get_logger(__name__)


def run(settings: Settings, stop: threading.Event | None = None) -> None:
    """Relays until ``stop`` is set. Survives a database or a queue that is away for a while."""
    office, redis = build(settings), connect(settings)
    ended = stop or threading.Event()
    try:
        loop(office, redis, ended)
    finally:
        redis.close()
        office.close()


def loop(office: Office, redis: Redis, stop: threading.Event) -> None:
    """One turn after another; waits for a wake-up only when there was less to do than fits a batch."""
    queue = calls(redis)
    while not stop.is_set():
        if _turned(office, queue) < BATCH:
            wait(redis, stop)


def calls(redis: Redis) -> Queue:
    """The queue of outside calls: JSON only."""
    return _queue(QueueName.CALLS, redis)


def hooks(redis: Redis) -> Queue:
    """The queue of events for webhooks."""
    return _queue(QueueName.WEBHOOKS, redis)


def _queue(name: QueueName, redis: Redis) -> Queue:
    return Queue(name.value, connection=redis, job_class=OfficeJob, serializer=JSONSerializer)


def turn(office: Office, queue: Queue) -> int:
    """Hands over what is due to the queue of calls and to that of webhooks beside it, to each at most a batch and no more
    than it has room for; returns how many rows that were."""
    if not reachable(queue.connection):
        return 0  # rows stay due instead of being marked as handed over to nobody
    waiting = rows_in(queue)
    limit = min(BATCH, ROOM - len(waiting))
    calls = office.outbox.due(limit, waiting) if limit > 0 else []
    for call in calls:
        enqueue(queue, call.id, job_function(call.topic))
    migrations = [migration for migration in office.migration_jobs.due() if migration.id not in waiting]
    for migration in migrations:
        enqueue(queue, migration.id, MIGRATION)
    return len(calls) + len(migrations) + _hooks_handed_over(office, hooks(queue.connection))


def _hooks_handed_over(office: Office, queue: Queue) -> int:
    waiting = rows_in(queue)
    room = min(BATCH, ROOM - len(waiting))
    deliveries = office.webhook_deliveries.due(room, waiting) if room > 0 else []
    for delivery in deliveries:
        enqueue(queue, delivery.id, WEBHOOK, WEBHOOK_SECONDS)
    return len(deliveries)


def rows_in(queue: Queue) -> set[UUID]:
    """The rows whose jobs stand in the queue."""
    found = (_OURS.fullmatch(job) for job in queue.job_ids)
    return {UUID(one[1]) for one in found if one}


def enqueue(queue: Queue, row: UUID, function: str, seconds: int = JOB_SECONDS) -> None:
    """Queues one row by its id, as a job nobody has heard of before, which may run for so many seconds."""
    name = f"{row}_{uuid4().hex[:12]}"
    queue.enqueue_call(
        function,
        args=(str(row),),
        job_id=name,
        timeout=seconds,
        result_ttl=0,
        failure_ttl=FAILURES_KEPT,
        description=name,
    )


def wait(redis: Redis, stop: threading.Event) -> None:
    """Waits for a wake-up, at most a second; without a queue server it only waits."""
    try:
        redis.brpop([WAKEUP], timeout=IDLE)
    except RedisError:
        stop.wait(IDLE)


def _turned(office: Office, queue: Queue) -> int:
    """A turn that outlives any fault of the moment: the next one finds what this one left."""
    started = time.monotonic()
    try:
        return turn(office, queue)
    except Exception as error:  # noqa: BLE001 - the relay must not die of a database that restarts
        _log.error("relay_turn_failed", error=error_summary(error))
        if queue_server.spoils(error):
            queue_server.empty(queue.connection)
        time.sleep(max(0.0, IDLE - (time.monotonic() - started)))
        return 0
