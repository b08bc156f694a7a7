"""Rules on the office's own properties: kind, status, timeLimit, clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bpmn.checking.elements import ACTIVITIES
from bpmn.diagram.model import Diagram, FlowNode
from bpmn.diagram.properties import CLOCKS, KINDS, STATUS, TIME_LIMIT
from bpmn.problem import Problem
from bpmn.texts import problem

_TASK_ONLY = frozenset({"kind", "timeLimit", "clock"})
_EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})


def _set(diagram: Diagram, name: str) -> Iterator[tuple[FlowNode, str]]:
    for node in diagram.nodes:
        value = node.extensions.property(name)
        if value is not None:
            yield node, value


def kinds_are_known(diagram: Diagram) -> Iterator[Problem]:
    """The kind of a user task is one the desk, the clock and the statistics know."""
    for node, value in _set(diagram, "kind"):
        if value not in KINDS:
            yield problem("kind-invalid", node.id, node.line, value=value, known=", ".join(sorted(KINDS)))


def statuses_are_national(diagram: Diagram) -> Iterator[Problem]:
    """1-10."""
    for node, value in _set(diagram, "status"):
        if not STATUS.fullmatch(value):
            yield problem("status-invalid", node.id, node.line, value=value)


def time_limits_are_working_time(diagram: Diagram) -> Iterator[Problem]:
    """Hours or days."""
    for node, value in _set(diagram, "timeLimit"):
        if not TIME_LIMIT.fullmatch(value):
            yield problem("time-limit-invalid", node.id, node.line, value=value)


def clocks_run_or_pause(diagram: Diagram) -> Iterator[Problem]:
    """`run` or `pause`."""
    for node, value in _set(diagram, "clock"):
        if value not in CLOCKS:
            yield problem("clock-invalid", node.id, node.line, value=value)


def properties_have_effect(diagram: Diagram) -> Iterator[Problem]:
    """Task properties stand on user tasks, a status on activities and events."""
    for name in ("kind", "timeLimit", "clock", "status"):
        for node, _ in _set(diagram, name):
            fits = node.type == "userTask" if name in _TASK_ONLY else node.type in ACTIVITIES | _EVENTS
            if not fits:
                yield problem("property-misplaced", node.id, node.line, name=name, type=node.type)


def properties_stand_once(diagram: Diagram) -> Iterator[Problem]:
    """A name once per element."""
    for node in diagram.nodes:
        for name, count in Counter(name for name, _ in node.extensions.properties).items():
            if count > 1:
                yield problem("property-twice", node.id, node.line, name=name)


RULES = (
    kinds_are_known,
    statuses_are_national,
    time_limits_are_working_time,
    clocks_run_or_pause,
    properties_have_effect,
    properties_stand_once,
)
