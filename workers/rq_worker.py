"""Our RQ job and worker: JSON only, functions from a closed list only, and no work horse outlives its worker.

RQ's defaults execute what stands in Redis: pickles, and with JSON any importable function or callback by name. Here a
job that is not ours fails before anything is imported, and the worker goes on. Two private places of RQ are touched
(``main_work_horse``, ``restore``); ``tests/workers/test_horse.py`` holds them against the pinned version.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, NoReturn
from uuid import uuid4

import structlog
from rq import Queue, Worker
from rq.exceptions import NoSuchJobError
from rq.job import Job
from rq.serializers import JSONSerializer

from core.domain.loggable_errors import error_summary
from workers.queues import ALLOWED

PR_SET_PDEATHSIG = 1
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


class OfficeWorker(Worker):
    """A forking worker whose work horse dies with it (Linux), so that two never work on one job."""

    job_class = OfficeJob
    queue_class = Queue
    asked_to_end = False

    def request_stop(self, signum: Any, frame: Any) -> None:
        """Notes that the end is wanted, then ends as RQ does: the job at hand is finished first."""
        self.asked_to_end = True
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]

    def abandon(self) -> None:
        """Leaves nothing behind after an end nobody asked for: waits for the job at hand, stops listening."""
        if self.horse_pid:
            self.wait_for_horse()
        if self.pubsub_thread is not None:
            self.pubsub_thread.stop()

    def check_for_suspension(self, burst: bool) -> None:
        """Nobody stops the office's calls by a key in the queue server; who wants them to wait stops the workers."""

    def main_work_horse(self, job: Job, queue: Queue) -> NoReturn:
        """The first thing the forked child does: tie its life to the parent's."""
        die_with(self.pid)
        super().main_work_horse(job, queue)
        os._exit(0)


def die_with(parent: int | None) -> None:
    """Asks the kernel to kill this process when its parent dies; ends at once when that happened already."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        os._exit(1)
