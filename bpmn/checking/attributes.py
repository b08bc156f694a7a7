"""Rules on attributes of BPMN elements: those whose meaning is not executed must not be set."""

from __future__ import annotations

from collections.abc import Iterator

from bpmn.diagram.dialect import bpmn, line_of, local_name
from bpmn.diagram.model import Diagram, FlowNode, SequenceFlow
from bpmn.problem import Problem
from bpmn.texts import problem

#: attribute -> value that means nothing special; any other value is refused
_HARMLESS = {
    "triggeredByEvent": "false",
    "instantiate": "false",
    "isInterrupting": "true",
    "isImmediate": "true",
}
#: how many tokens an activity takes and gives; anything but 1 is refused
_QUANTITIES = frozenset({"startQuantity", "completionQuantity"})
#: attributes that would change the execution whatever they hold
_NEVER = frozenset({"operationRef", "calledElement", "method"})


def node_attributes_are_executed(diagram: Diagram) -> Iterator[Problem]:
    """Nodes and flows have no attribute whose meaning is not executed."""
    items: list[FlowNode | SequenceFlow] = [*diagram.nodes, *diagram.flows]
    for item in items:
        for name, value in item.xml.attrib.items():
            if isinstance(item, FlowNode) and _means_something(item, str(name)):
                continue
            if name in _QUANTITIES and value != "1":
                yield problem("quantity-unsupported", item.id, line_of(item.xml), name=name, value=value)
            if (name, value) == ("method", "##Compensate") and item.xml.tag == bpmn("transaction"):
                continue
            if name in _NEVER or (name in _HARMLESS and value != _HARMLESS[name]):
                element = item.id or local_name(item.xml)
                yield problem("attribute-unsupported", element, line_of(item.xml), name=name, value=value)


def _means_something(node: FlowNode, name: str) -> bool:
    """Whether the attribute is executed on the node, so that rules of its own say what it may be."""
    if name == "instantiate":
        return node.type in ("receiveTask", "eventBasedGateway")
    if name == "triggeredByEvent":
        return node.type == "subProcess"
    return name == "isInterrupting" and node.scope is not None and node.scope.is_event_subprocess


RULES = (node_attributes_are_executed,)
