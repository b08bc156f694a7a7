"""A worker, relay or web process that dies by kill -9 at named points of its work, once for each fuse that lies ready.

A fuse is a file ``<point>.<number>`` in the folder ``TRIAL_FUSES``. The first process that comes by takes it, so each burns
once, whatever is restarted.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import workers.main
from core.db.unit_of_work import Work
from core.services.outside import outbox
from core.services.outside.outbox import OutboxService
from motcua.commands.serve import serve
from workers import heartbeat, jobs, relay
from workers.postal.client import PostalClient
from workers.rq_worker import OfficeWorker
from workers.settings import read

#: Where a worker can die at its job, in the order of its work.
JOB_POINTS = ("before-claim", "after-claim", "before-call", "after-call", "before-commit", "after-commit")
#: Beside them: "after-order", when the post has the order and nobody here knows it.
#: Where a worker can die between two jobs, and a relay.
OTHER_POINTS = ("maintenance", "before-hand-over", "after-hand-over", "after-queueing")
#: A dead worker's rows come back after so many seconds instead of the usual twenty, so that trials are not all waiting.
LEASE, BEAT = 4.0, 1.0


def pass_by(point: str | None) -> None:
    """Dies if a fuse of this point is left."""
    for fuse in Path(os.environ["TRIAL_FUSES"]).glob(f"{point}.[0-9]*"):
        try:
            fuse.rename(fuse.with_name(f"burnt-{fuse.name}"))
        except FileNotFoundError:
            continue  # another process took it
        os.kill(os.getpid(), signal.SIGKILL)


def around(owner: Any, name: str, *, before: str | None = None, after: str | None = None) -> None:
    """Wraps a function of ``owner`` so that it passes by these points."""
    original: Callable[..., Any] = getattr(owner, name)

    def wrapped(*arguments: Any, **named: Any) -> Any:
        pass_by(before)
        found = original(*arguments, **named)
        pass_by(after)
        return found

    setattr(owner, name, wrapped)


def lay_points() -> None:
    """Puts all points into the product's functions, and shortens the leases."""
    outbox.LEASE = outbox.HANDOVER_TIMEOUT = timedelta(seconds=LEASE)  # type: ignore[misc]
    heartbeat.beating = partial(heartbeat.beating, every=BEAT)
    around(OutboxService, "lease", before="before-claim", after="after-claim")
    around(jobs, "dispatch", before="before-call", after="after-call")
    around(PostalClient, "create", after="after-order")
    around(OfficeWorker, "run_maintenance_tasks", before="maintenance")
    around(OutboxService, "due", before="before-hand-over", after="after-hand-over")
    around(relay, "enqueue", after="after-queueing")
    _around_the_commit()


def _around_the_commit() -> None:
    """The commit of an answer: that of the unit of work inside of ``OutboxService.succeeded``."""
    succeeded, conclude = OutboxService.succeeded, Work.conclude
    answering: list[bool] = []

    def answered(self: OutboxService, *arguments: Any) -> bool:
        answering.append(True)
        try:
            return succeeded(self, *arguments)
        finally:
            answering.pop()

    def concluded(self: Work) -> None:
        if answering:
            pass_by("before-commit")
        conclude(self)
        if answering:
            pass_by("after-commit")

    OutboxService.succeeded = answered  # type: ignore[method-assign]
    Work.conclude = concluded  # type: ignore[method-assign]


def main() -> None:
    """Runs what the last argument names: ``worker``, ``relay`` or ``web``."""
    kind = sys.argv[-1]
    if kind == "web":
        serve.main(args=[])
    lay_points()
    if kind == "relay":
        relay.run(read())
    else:
        workers.main.run(read())
