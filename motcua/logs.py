"""Logging: one line an event, readable on a terminal, JSON elsewhere; numbers of people never in the clear."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_IDENTITY = re.compile(r"(?<!\d)\d{9}(?:\d{3})?(?!\d)")  # CCCD has 12 digits, the old CMND 9


def configure(*, terminal: bool | None = None) -> None:
    """Sets up structlog and the standard library's logging for this process; lines go to stderr."""
    terminal = sys.stderr.isatty() if terminal is None else terminal
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        mask_identities,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last = (
        structlog.dev.ConsoleRenderer(colors=True)
        if terminal
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last]
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for name in ("alembic", "httpx", "spiff", "waitress.queue"):
        logging.getLogger(name).setLevel(logging.WARNING)


def mask_identities(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hides identity numbers in every text of a log line, as a last net below the code that should not log them."""
    for key, value in event.items():
        if isinstance(value, str) and key != "timestamp":
            event[key] = _IDENTITY.sub(lambda found: found[0][:3] + "•" * (len(found[0]) - 3), value)
    return event
