"""A task with an event on its border, for the tests of messages, timers and errors."""

from __future__ import annotations

import pytest

from bpmn.errors import EngineError
from tests.unit.bpmn import diagrams as d

MESSAGE = d.message("M", "postal.delivered", "=trackingCode")
ERRORS = d.error("Err", "address-unknown") + d.error("Other", "other") + '<bpmn:error id="Any" name="any"/>'


def caught(error: pytest.ExceptionInfo[EngineError]) -> tuple[str | None, str]:
    return error.value.element, error.value.code


def guarded(boundary: str, *names: str, host: str = "") -> bytes:
    """Start - T - End with a boundary event on T that leads to Side - SideEnd."""
    return d.diagram(
        d.start(), host or d.user("T"), d.end(), d.path("Start", "T", "End"), boundary, d.user("Side"), d.end("SideEnd"),
        *(d.path(name, "Side") for name in names or ("B",)), d.path("Side", "SideEnd"), beside=MESSAGE + ERRORS,
    )  # fmt: skip
