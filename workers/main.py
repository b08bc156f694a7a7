"""The worker process: takes jobs from the queue and carries them out, one after another.

Start as many as there is work, on as many machines as there are. It does not relay and does not fire timers
(:mod:`workers.relay`, :mod:`workers.schedule`).
"""

from __future__ import annotations

import socket
import time
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
from workers.connection import connect
from workers.context import create_context
from workers.queues import QueueName
from workers.rq_worker import OfficeWorker

#: Seconds. RQ's own housekeeping; what a dead worker held comes back by its lease in the database, not by this.
WORKER_TTL = 20
MONITORING = 5
MAINTENANCE = 5
PAUSE = 1.0
_log = structlog.get_logger(__name__)


def run(settings: Settings, burst: bool = False) -> None:
    """Works until SIGTERM or SIGINT (the job at hand is finished first); with ``burst`` until the queue is empty.

    RQ's worker ends when the queue server goes away at the wrong moment. Then a new one takes its place, as often and
    as long as it takes; only a burst gives up.
    """
    registry.connectors()  # imported here as well; what is wrong with one is told at the start
    ctx = create_context(settings)
    try:
        while not _worked(settings, burst):
            time.sleep(PAUSE)
    except StopRequested:
        pass  # the signal came between two workers
    finally:
        ctx.office.close()


def _worked(settings: Settings, burst: bool) -> bool:
    """Runs one worker to its end; whether that was the end it should have."""
    hand: OfficeWorker | None = None
    try:
        hand = worker(settings)
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


def worker(settings: Settings) -> OfficeWorker:
    """A worker of our own kind on the queue of outside calls."""
    return OfficeWorker(
        [QueueName.CALLS.value],
        name=f"{socket.gethostname()}-{uuid4().hex[:12]}",
        connection=connect(settings, patience=None),
        serializer=JSONSerializer,
        worker_ttl=WORKER_TTL,
        job_monitoring_interval=MONITORING,
        maintenance_interval=MAINTENANCE,
        log_job_description=False,
    )
