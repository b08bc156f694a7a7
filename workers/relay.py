"""Moves due outbox rows, and migrations that have work, into the queue: woken by a nudge after a commit, otherwise
looking once a second.

Correctness never depends on Redis. A row is marked as handed over in the database before it is queued; what is lost
between comes due again by itself. Relays may run side by side: the database gives each row to one of them, and the
queue takes a job id once.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

import structlog
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, Retry
from rq.exceptions import DuplicateJobError, NoSuchJobError
from rq.job import JobStatus
from rq.serializers import JSONSerializer

from core.bootstrap import build
from core.settings import Settings
from workers.connection import connect, reachable
from workers.horse import OfficeJob
from workers.queues import MIGRATION, QueueName, shell_for

if TYPE_CHECKING:
    from core.services.office import Office

#: What ``core.adapters.nudge`` pushes to after a commit.
NUDGE = "motcua:nudge"
BATCH = 100
IDLE = 1.0
#: Seconds a job may run; shorter than the lease, so that a hanging job is dead before its row is given away.
JOB_SECONDS = 120
#: RQ's own tries, for a worker that dies with a job; tries of the outside call are counted in the database.
TRIES = 3
FAILURES_KEPT = 24 * 3600
#: A job in one of these states will not run again, so its id may be used anew.
SPENT = frozenset({JobStatus.FINISHED, JobStatus.FAILED, JobStatus.STOPPED, JobStatus.CANCELED})
_log = structlog.get_logger(__name__)


class DueRow(Protocol):
    """A row the office marked as handed over."""

    @property
    def id(self) -> UUID: ...

    @property
    def attempts(self) -> int: ...


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
    """One turn after another; waits for a nudge only when there was less to do than fits a batch."""
    queue = calls(redis)
    while not stop.is_set():
        if _turned(office, queue) < BATCH:
            wait(redis, stop)


def calls(redis: Redis) -> Queue:
    """The queue of outside calls: JSON only."""
    return Queue(QueueName.CALLS.value, connection=redis, job_class=OfficeJob, serializer=JSONSerializer)


def turn(office: Office, queue: Queue) -> int:
    """Hands over what is due, at most a batch; returns how many rows that were."""
    if not reachable(queue.connection):
        return 0  # rows stay due instead of being marked as handed over to nobody
    rows = office.outbox.due(BATCH)
    for row in rows:
        enqueue(queue, row, shell_for(row.topic), f"ob-{row.id}-{row.attempts}")
    batches = office.migrations.due()
    for batch in batches:
        enqueue(queue, batch, MIGRATION, f"mg-{batch.id}-{batch.attempts}")
    return len(rows) + len(batches)


def enqueue(queue: Queue, row: DueRow, shell: str, name: str) -> bool:
    """Queues one row by its id; False when the job is waiting or running there already."""
    for _ in range(2):
        try:
            _put(queue, row, shell, name)
        except DuplicateJobError:
            if not _removed_spent(queue, name):
                return False
        else:
            return True
    return False


def _put(queue: Queue, row: DueRow, shell: str, name: str) -> None:
    queue.enqueue_call(
        shell,
        args=(str(row.id),),
        job_id=name,
        unique=True,
        timeout=JOB_SECONDS,
        result_ttl=0,
        failure_ttl=FAILURES_KEPT,
        retry=Retry(max=TRIES),
        description=name,
    )


def _removed_spent(queue: Queue, name: str) -> bool:
    """Removes a job that came to its end without the row being done, so that its id is free again."""
    try:
        job = OfficeJob.fetch(name, connection=queue.connection, serializer=JSONSerializer)
    except NoSuchJobError:
        return True
    if job.get_status(refresh=False) not in SPENT:
        return False
    job.delete()
    return True


def wait(redis: Redis, stop: threading.Event) -> None:
    """Waits for a nudge, at most a second; without a queue server it only waits."""
    try:
        redis.brpop([NUDGE], timeout=IDLE)
    except RedisError:
        stop.wait(IDLE)


def _turned(office: Office, queue: Queue) -> int:
    """A turn that outlives any fault of the moment: the next one finds what this one left."""
    started = time.monotonic()
    try:
        return turn(office, queue)
    except Exception as error:  # noqa: BLE001 - the relay must not die of a database that restarts
        _log.error("relay_turn_failed", error=f"{type(error).__name__}: {error}"[:300])
        time.sleep(max(0.0, IDLE - (time.monotonic() - started)))
        return 0
