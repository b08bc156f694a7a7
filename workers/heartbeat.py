"""Renews the lease of a job in a thread of its own while the job runs."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

from core.services.outside.leases import BEAT
from core.services.outside.pace import SLOW

_log = structlog.get_logger(__name__)


@contextmanager
def beating(
    renew: Callable[[], bool], longest: float, every: float = BEAT, slow: Callable[[], object] | None = None
) -> Iterator[None]:
    """Calls ``renew`` every so many seconds while the block runs, for ``longest`` seconds at most, and ``slow`` once, when
    the block has run for a second.

    It stops when ``renew`` says that the row is somebody else's, and so does a job that hangs: its row goes to another
    worker. A beat that fails (the database is away) is missed, nothing more.
    """
    over = threading.Event()
    thread = threading.Thread(target=_beat, args=(renew, over, longest, every, slow), name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _beat(
    renew: Callable[[], bool], over: threading.Event, longest: float, every: float, slow: Callable[[], object] | None
) -> None:
    began = time.monotonic()
    beat, told = began + every, began + SLOW if slow else math.inf
    while not over.wait(max(0.0, min(beat, told) - time.monotonic())) and time.monotonic() < began + longest:
        try:
            if slow and time.monotonic() >= told:
                told = math.inf
                slow()
            elif not renew():
                return
            else:
                beat = time.monotonic() + every
        except Exception as error:  # noqa: BLE001 - the call goes on, and the next beat may succeed
            beat = time.monotonic() + every
            _log.warning("lease_not_renewed", error=type(error).__name__)
