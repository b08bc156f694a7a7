"""A worker process: takes jobs from its queues and carries them out, one after another.

``motcua worker`` runs several of them (:mod:`workers.pool`). It does not relay and does not fire timers
(:mod:`workers.relay`, :mod:`workers.schedule`).
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Sequence
from uuid import uuid4

import structlog
from redis.exceptions import RedisError
from rq.exceptions import StopRequested
from rq.serializers import JSONSerializer

from core.domain.loggable_errors import error_summary
from core.settings import Settings
from workers import (
    jobs,  # noqa: F401  (imported before the first job, which would wait for it)
    queue_server,
    registry,
)
from workers.composition import build
from workers.connection import connect
from workers.context import WorkerContext, set_current
from workers.queues import QueueName
from workers.rq_worker import OfficeWorker

#: Seconds. RQ's own housekeeping; what a dead worker held comes back by its lease in the database, not by this.
WORKER_TTL = 20
MONITORING = 5
MAINTENANCE = 5
PAUSE = 1.0
_log = structlog.get_logger(__name__)


def run(
    settings: Settings,
    burst: bool = False,
    queues: Sequence[QueueName] = tuple(QueueName),
    note_job: Callable[[bool], None] | None = None,
) -> None:
    """Works until SIGTERM or SIGINT (the job at hand is finished first); with ``burst`` until its queues are empty.
    ``note_job`` is told of the beginning and the end of each job.

    RQ's worker ends when the queue server goes away at the wrong moment. Then a new one takes its place, as often and
    as long as it takes; only a burst gives up.
    """
    registry.connectors()  # imported here as well; what is wrong with one is told at the start
    ctx = set_current(WorkerContext(build(settings), settings))
    try:
        while not _worked(settings, burst, queues, note_job):
            time.sleep(PAUSE)
    except StopRequested:
        pass  # the signal came between two workers
    finally:
        ctx.office.close()


def _worked(
    settings: Settings, burst: bool, queues: Sequence[QueueName], note_job: Callable[[bool], None] | None
) -> bool:
    """Runs one worker to its end; whether that was the end it should have."""
    hand: OfficeWorker | None = None
    try:
        hand = worker(settings, queues)
        hand.note_job = note_job
        hand.work(burst=burst, logging_level=None)
    except Exception as error:
        if burst or not (isinstance(error, RedisError) or queue_server.spoils(error)):
            raise
        _log.warning("queue_server_lost", error=error_summary(error))
        if hand is not None and queue_server.spoils(error):
            queue_server.empty(hand.connection)
    if hand is None:
        return False
    if not (burst or hand.asked_to_end):
        hand.abandon()
    return burst or hand.asked_to_end


def worker(settings: Settings, queues: Sequence[QueueName] = tuple(QueueName)) -> OfficeWorker:
    """A worker of our own kind on some queues; what is in the first goes first."""
    return OfficeWorker(
        [name.value for name in queues],
        name=f"{socket.gethostname()}-{uuid4().hex[:12]}",
        connection=connect(settings, patience=None),
        serializer=JSONSerializer,
        worker_ttl=WORKER_TTL,
        job_monitoring_interval=MONITORING,
        maintenance_interval=MAINTENANCE,
        log_job_description=False,
    )
