"""Rules on events with several definitions (BPMN 2.0.2, 10.5.1): which go together."""

from __future__ import annotations

from collections.abc import Iterator

from bpmn.diagram.dialect import local_name
from bpmn.diagram.model import Diagram, FlowNode
from bpmn.problem import Problem
from bpmn.texts import problem

_AWAITED = frozenset(
    {"messageEventDefinition", "signalEventDefinition", "timerEventDefinition", "conditionalEventDefinition"}
)
_THROWN = frozenset({"errorEventDefinition", "escalationEventDefinition"})
_ENDING = frozenset({"errorEventDefinition", "terminateEventDefinition", "cancelEventDefinition"})
_SENT = frozenset({"messageEventDefinition", "signalEventDefinition", "escalationEventDefinition"})


def definitions_go_together(diagram: Diagram) -> Iterator[Problem]:
    """The definitions of one event are all awaited or caught, or all thrown, of which at most one ends something."""
    for node in diagram.nodes:
        names = [local_name(definition) for definition in node.event_definitions()]
        if len(names) < 2:
            continue
        if node.type == "startEvent" and not (node.scope is not None and node.scope.is_event_subprocess):
            yield problem("event-several", node.id, node.line)
        elif not _fit(node, names):
            yield problem("event-mixed", node.id, node.line)
        elif node.parallel_multiple and not _can_all_happen(node, names):
            yield problem("event-all", node.id, node.line)


def _fit(node: FlowNode, names: list[str]) -> bool:
    if node.type in ("intermediateThrowEvent", "endEvent"):
        ending = [name for name in names if name in _ENDING]
        return (
            set(names) <= _SENT | _ENDING and len(ending) < 2 and (not node.is_message_throw or node.throws_internally)
        )
    return set(names) <= _AWAITED | (_THROWN if node.type != "intermediateCatchEvent" else frozenset())


def _can_all_happen(node: FlowNode, names: list[str]) -> bool:
    """Whether `parallelMultiple` makes sense: not for errors and the like, which interrupt at once, nor for non-interrupting events."""
    interrupts = "false" not in (node.xml.get("cancelActivity"), node.xml.get("isInterrupting"))
    return set(names) <= _AWAITED and interrupts


RULES = (definitions_go_together,)
