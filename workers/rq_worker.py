"""Our RQ job and worker: JSON only, functions from a closed list only, carried out by the worker's own process.

RQ's defaults execute what stands in Redis: pickles, and with JSON any importable function or callback by name. Here a
job that is not ours fails before anything is imported, and the worker goes on. One place of RQ that is not documented is
overridden (``restore``); ``tests/workers/test_rq_worker.py`` holds it against the pinned version.
"""

from __future__ import annotations

import faulthandler
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import structlog
from rq import Queue, SimpleWorker
from rq.exceptions import NoSuchJobError
from rq.job import Job
from rq.serializers import JSONSerializer

from core.domain.loggable_errors import error_summary
from workers.queues import ALLOWED, JOB_SECONDS

#: Seconds after a job's time has run out until the process ends that could not be interrupted.
GRACE = 60
_log = structlog.get_logger(__name__)


class JobRefused(PermissionError):
    """The job names something that is not one of our job functions."""


class JobFailed(Exception):
    """A job ended by an error of ours; the log has it under the reference. RQ logs and keeps these words instead."""


class OfficeJob(Job):
    """A job that can only be one of ours: an allowed function with one id, no callbacks, no webhooks."""

    def __init__(
        self,
        id: str | None = None,  # noqa: A002  (RQ's name)
        connection: Any = None,
        serializer: Any = None,
    ) -> None:
        """``serializer`` is accepted because RQ passes one, and is always JSON."""
        super().__init__(id, connection, JSONSerializer)

    @property
    def func(self) -> Callable[..., Any] | None:
        """The function to run. Raises :class:`JobRefused` before anything is imported."""
        if self.func_name not in ALLOWED or self.instance is not None:
            raise JobRefused(f"not a job of ours: {str(self.func_name)[:80]!r}")
        if self.kwargs or len(self.args) != 1 or not isinstance(self.args[0], str):
            raise JobRefused("a job carries one id and nothing else")
        return super().func

    def perform(self) -> Any:
        """Runs the function. Its errors leave without their words, which RQ would log and keep in Redis."""
        try:
            return super().perform()
        except JobRefused:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it was: it is logged here, and RQ is told of its class
            reference = uuid4().hex[:8]
            _log.exception("job_failed", reference=reference)
            raise JobFailed(f"{error_summary(error)} ({reference})") from None

    def restore(self, raw_data: Any) -> Any:
        """Reads the job from Redis; what cannot be read is no job, instead of the end of the worker."""
        try:
            super().restore(raw_data)
        except NoSuchJobError:
            raise
        except Exception as error:
            _log.warning("job_unreadable", job=self.id, error=type(error).__name__)
            raise NoSuchJobError(f"unreadable job: {type(error).__name__}") from error
        self._success_callback_name = self._failure_callback_name = self._stopped_callback_name = None
        self.webhooks = []


class OfficeWorker(SimpleWorker):
    """A worker that carries its jobs out itself, one after another, with the office and the connections it has.

    RQ's forking worker would have each job open connections and compile statements of its own, which took ten times as long
    as the call. What the fork protects from is protected otherwise: a job that nothing can interrupt ends the process, and
    what a dead worker held comes back by its lease in the database (:mod:`core.services.outside.leases`).
    """

    job_class = OfficeJob
    queue_class = Queue
    asked_to_end = False
    #: told of the beginning and the end of each job
    note_job: Callable[[bool], None] | None = None

    def request_stop(self, signum: Any, frame: Any) -> None:
        """Notes that the end is wanted, then ends as RQ does: the job at hand is finished first."""
        self.asked_to_end = True
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]

    def execute_job(self, job: Job, queue: Queue) -> None:
        """Carries out one job. One that outlives its time because nothing can interrupt it ends this process."""
        faulthandler.dump_traceback_later(JOB_SECONDS + GRACE, exit=True)
        if self.note_job:
            self.note_job(True)
        try:
            super().execute_job(job, queue)
        finally:
            faulthandler.cancel_dump_traceback_later()
            if self.note_job:
                self.note_job(False)

    def abandon(self) -> None:
        """Leaves nothing behind after an end nobody asked for: stops listening."""
        if self.pubsub_thread is not None:
            self.pubsub_thread.stop()

    def check_for_suspension(self, burst: bool) -> None:
        """Nobody stops the office's calls by a key in the queue server; who wants them to wait stops the workers."""
