"""The worker process: takes jobs from the queue and carries them out, each in a process of its own.

Start as many as there is work, on as many machines as there are. It does not relay and does not fire timers
(:mod:`workers.relay`, :mod:`workers.schedule`).
"""

from __future__ import annotations

import socket
from uuid import uuid4

from rq.serializers import JSONSerializer

from core.settings import Settings
from workers import jobs  # noqa: F401  (imported before the fork, so that no work horse pays for it)
from workers.connection import connect
from workers.desk import open_desk
from workers.horse import OfficeWorker
from workers.queues import QueueName

#: Seconds. With these another worker takes over a dead machine's job after about a minute instead of thirteen.
WORKER_TTL = 20
MONITORING = 5
MAINTENANCE = 5


def run(settings: Settings, burst: bool = False) -> None:
    """Works until SIGTERM or SIGINT (the job at hand is finished first); with ``burst`` until the queue is empty."""
    held = open_desk(settings)
    try:
        worker(settings).work(burst=burst, logging_level=None)
    finally:
        held.office.close()


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
