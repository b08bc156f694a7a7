"""Rules on attributes of BPMN elements: attributes that the engine does not execute must not be set."""

from __future__ import annotations

from collections.abc import Iterator

from bpmn.diagram.dialect import bpmn, line_of, local_name
from bpmn.diagram.model import Diagram, FlowNode, SequenceFlow
from bpmn.problem import Problem
from bpmn.texts import problem

#: attribute -> its default; any other value is refused
_DEFAULTS = {
    "triggeredByEvent": "false",
    "instantiate": "false",
    "isInterrupting": "true",
    "isImmediate": "true",
}
#: how many tokens an activity takes and gives; anything but 1 is refused
_QUANTITIES = frozenset({"startQuantity", "completionQuantity"})
#: attributes that are refused with any value
_UNSUPPORTED = frozenset({"operationRef", "calledElement", "method"})


def node_attributes_are_executed(diagram: Diagram) -> Iterator[Problem]:
    """Nodes and flows have no attribute that the engine does not execute."""
    items: list[FlowNode | SequenceFlow] = [*diagram.nodes, *diagram.flows]
    for item in items:
        for name, value in item.xml.attrib.items():
            if isinstance(item, FlowNode) and _is_executed(item, str(name)):
                continue
            if name in _QUANTITIES and value != "1":
                yield problem("quantity-unsupported", item.id, line_of(item.xml), name=name, value=value)
            if (name, value) == ("method", "##Compensate") and item.xml.tag == bpmn("transaction"):
                continue
            if name in _UNSUPPORTED or (name in _DEFAULTS and value != _DEFAULTS[name]):
                element = item.id or local_name(item.xml)
                yield problem("attribute-unsupported", element, line_of(item.xml), name=name, value=value)


def _is_executed(node: FlowNode, name: str) -> bool:
    """Whether the engine executes the attribute on this node; other rules check its value."""
    if name == "instantiate":
        return node.type in ("receiveTask", "eventBasedGateway")
    if name == "triggeredByEvent":
        return node.type == "subProcess"
    return name == "isInterrupting" and node.scope is not None and node.scope.is_event_subprocess


RULES = (node_attributes_are_executed,)
