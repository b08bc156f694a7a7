"""Renews the lease of a job in a thread of its own while the job runs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

from core.services.outside.leases import BEAT

_log = structlog.get_logger(__name__)


@contextmanager
def beating(renew: Callable[[], bool], longest: float, every: float = BEAT) -> Iterator[None]:
    """Calls ``renew`` every so many seconds while the block runs, for ``longest`` seconds at most.

    It stops when ``renew`` says that the row is somebody else's, and so does a job that hangs: its row goes to another
    worker. A beat that fails (the database is away) is missed, nothing more.
    """
    over = threading.Event()
    thread = threading.Thread(target=_beat, args=(renew, over, longest, every), name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _beat(renew: Callable[[], bool], over: threading.Event, longest: float, every: float) -> None:
    end = time.monotonic() + longest
    while not over.wait(every) and time.monotonic() < end:
        try:
            if not renew():
                return
        except Exception as error:  # noqa: BLE001 - the call goes on, and the next beat may succeed
            _log.warning("lease_not_renewed", error=type(error).__name__)
