"""Rules on paths through a diagram: every node is reachable, and every path leads to an end."""

from __future__ import annotations

from collections.abc import Iterator

from bpmn.diagram.model import SCOPES, Diagram, FlowNode
from bpmn.problem import Problem
from bpmn.texts import problem


def nodes_are_reachable(diagram: Diagram) -> Iterator[Problem]:
    """Every node is reachable from the start event of its level, boundary events through their activity."""
    reached = _forward(diagram)
    for node in diagram.nodes:
        if node not in reached and node.type not in ("startEvent", "boundaryEvent"):
            yield problem("unreachable", node.id, node.line)


def ways_end_in_events(diagram: Diagram) -> Iterator[Problem]:
    """Paths end in end events: one that stops elsewhere was probably not finished."""
    for node in diagram.nodes:
        unordered = node.scope is not None and node.scope.type == "adHocSubProcess"
        alone = (
            node.is_event_subprocess
            or node.is_for_compensation
            or unordered
            or node.type in ("endEvent", "boundaryEvent")
        )
        if not alone and not diagram.successors(node):
            yield problem("dead-end", node.id, node.line)


def loops_have_exits(diagram: Diagram) -> Iterator[Problem]:
    """From every node some path leads to an end."""
    escaping = _backward(diagram)
    for node in _forward(diagram):
        if node not in escaping:
            yield problem("no-way-out", node.id, node.line)


def boundaries_lead_on(diagram: Diagram) -> Iterator[Problem]:
    """A boundary event has an outgoing flow."""
    for node in diagram.nodes:
        if node.type == "boundaryEvent" and not node.outgoing and not node.has_event_definition("compensate"):
            yield problem("boundary-without-flow", node.id, node.line)


def _forward(diagram: Diagram) -> dict[FlowNode, None]:
    """The nodes that tokens can reach, in a stable order."""
    reached: dict[FlowNode, None] = {}
    pending = [node for node in diagram.within(None) if node.type == "startEvent" or node.instantiates]
    pending += [node for node in diagram.nodes if node.is_event_subprocess and node.scope is None]
    inner: dict[FlowNode, list[FlowNode]] = {}
    for node in diagram.nodes:
        if (node.type == "startEvent" or node.is_event_subprocess) and node.scope is not None:
            inner.setdefault(node.scope, []).append(node)
        inner.setdefault(node, []).extend(diagram.startable(node))
    while pending:
        node = pending.pop()
        if node in reached:
            continue
        reached[node] = None
        pending.extend(diagram.successors(node))
        pending.extend(diagram.boundaries(node))
        if node.type in SCOPES:
            pending.extend(inner.get(node, []))
    return reached


def _backward(diagram: Diagram) -> set[FlowNode]:
    """The nodes from which tokens can come to an end."""
    before: dict[FlowNode, list[FlowNode]] = {}
    for node in diagram.nodes:
        for target in diagram.successors(node):
            before.setdefault(target, []).append(node)
    escaping: set[FlowNode] = set()
    pending = [node for node in diagram.nodes if not diagram.successors(node)]
    while pending:
        node = pending.pop()
        if node in escaping:
            continue
        escaping.add(node)
        pending.extend(before.get(node, []))
        leaves = node.type == "boundaryEvent" and not node.has_event_definition("compensate")
        if leaves and node.attached_to in diagram.by_id:
            pending.append(diagram.by_id[node.attached_to or ""])
    return escaping


RULES = (nodes_are_reachable, ways_end_in_events, loops_have_exits, boundaries_lead_on)
