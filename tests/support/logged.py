"""The log of the test's own process."""

from __future__ import annotations

import io
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from motcua import logs


@contextmanager
def kept() -> Iterator[None]:
    """Whatever sets up the log meanwhile (a command, a process's start), afterwards it is as it was before."""
    handlers, level, raising = logging.root.handlers[:], logging.root.level, logging.raiseExceptions
    hooks = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = hooks
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    logging.raiseExceptions = raising
    structlog.reset_defaults()


def gathered() -> io.StringIO:
    """All that is logged from now on, a JSON line an event, as the processes of the office write it."""
    stream = io.StringIO()
    logs.configure(terminal=False, stream=stream)
    return stream
