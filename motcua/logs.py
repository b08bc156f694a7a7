"""Logging: one line an event, readable on a terminal, JSON elsewhere; and no personal data, whichever way a line gets in.

Whoever logs names what happened in fixed words and adds ids. An exception is written without its own words (see
:mod:`core.domain.loggable_errors`), whoever logs it: the office, a library, or the interpreter at the end of a thread or process.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

from core.domain.loggable_errors import error_traceback
from core.domain.text import MAILBOX

_NUMBER = re.compile(r"(?<![\w.+-])\+?\d{9,13}(?![\w-])")  # of a person: CCCD, CMND, tax code, telephone


def configure(*, terminal: bool | None = None, stream: TextIO | None = None) -> None:
    """Sets up structlog and the standard library's logging for this process; lines go to stderr, or to ``stream``."""
    terminal = sys.stderr.isatty() if terminal is None else terminal
    logging.raiseExceptions = False  # else a line that cannot be written is printed with all its facts
    sys.excepthook = _ended
    threading.excepthook = lambda end: _ended(end.exc_type, end.exc_value, end.exc_traceback)
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        name_exception,
        mask_numbers,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,  # a logger that were kept would not follow a later call of this function
    )
    last = (
        structlog.dev.ConsoleRenderer(colors=True)
        if terminal
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last]
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for name in ("alembic", "httpx", "spiff", "waitress.queue"):
        logging.getLogger(name).setLevel(logging.WARNING)


def name_exception(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replaces ``exc_info`` by the exception's traceback without the words of the exceptions."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["exception"] = error_traceback(error)
    return event


def mask_numbers(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hides numbers of people and mailboxes in every text of a log line, as a last net below the code that logs neither."""
    for key, value in event.items():
        if isinstance(value, str) and key != "timestamp":
            event[key] = MAILBOX.sub("…@…", _NUMBER.sub(lambda found: found[0][:3] + "•" * (len(found[0]) - 3), value))
    return event


def _ended(kind: type[BaseException], error: BaseException | None, _trace: object) -> None:
    """The end of a process or thread by an exception nobody caught."""
    if issubclass(kind, KeyboardInterrupt | SystemExit):
        return
    logging.getLogger("motcua").critical("ended_by_an_error", exc_info=error)
