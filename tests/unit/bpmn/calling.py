"""Processes that call each other, for tests: callers, called ones, and a library of them."""

from __future__ import annotations

from typing import Any

import pytest

from bpmn.definition import Snapshot
from bpmn.library import DeployedDefinition, InMemoryLibrary
from bpmn.parse import load
from bpmn.running import state
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.office import Dossier

ESCALATED = '<bpmn:escalationEventDefinition escalationRef="Esc"/>'
BESIDE = (
    d.message("M", "news", '="k"')
    + d.error("Err", "bad")
    + '<bpmn:escalation id="Esc" name="late" escalationCode="late"/><bpmn:signal id="Sig" name="stop"/>'
)


def process(process_id: str, *parts: str, tag: str = "", name: str = "") -> bytes:
    """A process with its start and end beside the parts."""
    tagged = f'<bpmn:extensionElements><zeebe:versionTag value="{tag}"/></bpmn:extensionElements>' if tag else ""
    return d.diagram(tagged, d.start(), *parts, d.end(), beside=BESIDE, process_id=process_id, name=name or process_id)


def one_task(process_id: str = "other", task: str = "Task", **words: str) -> bytes:
    return process(process_id, d.user(task), d.path("Start", task, "End"), **words)


def deployed(diagram: bytes) -> DeployedDefinition:
    definition = load(diagram)
    return DeployedDefinition(definition.sha256, definition)


def run(caller: bytes, *called: bytes, **variables: Any) -> Dossier:
    return Dossier.under(load(caller), variables, InMemoryLibrary(*(deployed(one) for one in called)))


def caller(call: str, *more: str, after: str = "After") -> bytes:
    """Start - Call - After - End, and what stands beside."""
    return process("proc", call, d.user(after), d.path("Start", "Call", after, "End"), *more)


def plain(*extensions: str, inner: str = "", **attributes: str) -> bytes:
    return caller(d.call("Call", "other", *extensions, inner=inner, **attributes))


def border(definition: str, *extensions: str, interrupting: bool = True) -> tuple[str, ...]:
    event = d.boundary("B", "Call", definition, *extensions, interrupting=interrupting)
    return (event, d.user("Side"), d.path("B", "Side", "End"))


@pytest.fixture(autouse=True)
def reloads(monkeypatch):
    """After every step: what is loaded and written again is the same state."""
    take = Dossier.take

    def checked(self, step, answered=None):
        instance = state.load(Snapshot(self.definition, step.state, step.variables), self.execution())
        assert state.dump(self.definition, instance) == step.state
        return take(self, step, answered)

    monkeypatch.setattr(Dossier, "take", checked)


def failing(kind: str = "error") -> bytes:
    """Task, then an error or escalation end event."""
    ended = d.error_end("Bad", "Err") if kind == "error" else d.end("Bad", inner=ESCALATED)
    ways = (d.xor("Way", "bad"), d.flow("Way", "Bad", identifier="bad"), d.flow("Way", "End", "=good"))
    return process("other", d.user("Task"), *ways, ended, d.path("Start", "Task", "Way"))


BUSY = process("other", d.parallel("Fork"), d.service("Ask"), d.user("Task"), d.catch("Wait", d.message_event("M")), d.path("Start", "Fork", "Ask", "End"), d.path("Fork", "Task", "End"), d.path("Fork", "Wait", "End"))  # fmt: skip
