"""Rules on the office's own properties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bpmn.checking.elements import ACTIVITIES
from bpmn.contracts import PROPERTIES
from bpmn.diagram.model import Diagram, FlowNode
from bpmn.problem import Problem
from bpmn.texts import problem

_EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})


def _set(diagram: Diagram, name: str) -> Iterator[tuple[FlowNode, str]]:
    for node in diagram.nodes:
        value = node.extensions.property(name)
        if value is not None:
            yield node, value


def properties_hold_what_they_may(diagram: Diagram) -> Iterator[Problem]:
    """The value of an office property fits its pattern (`bpmn.contracts.PROPERTIES`)."""
    for one in PROPERTIES:
        for node, value in _set(diagram, one.name):
            if not one.pattern.fullmatch(value):
                yield problem(one.code, node.id, node.line, value=value, known=", ".join(sorted(one.choices)))


def properties_have_effect(diagram: Diagram) -> Iterator[Problem]:
    """Office properties stand on elements where they are read: task properties on user tasks, a status on activities and events."""
    for one in PROPERTIES:
        for node, _ in _set(diagram, one.name):
            fits = node.type == "userTask" if one.tasks_only else node.type in ACTIVITIES | _EVENTS
            if not fits:
                yield problem("property-misplaced", node.id, node.line, name=one.name, type=node.type)


def properties_stand_once(diagram: Diagram) -> Iterator[Problem]:
    """An element has each `zeebe:property` name at most once."""
    for node in diagram.nodes:
        for name, count in Counter(one.name for one in node.extensions.properties).items():
            if count > 1:
                yield problem("property-twice", node.id, node.line, name=name)


RULES = (
    properties_hold_what_they_may,
    properties_have_effect,
    properties_stand_once,
)
