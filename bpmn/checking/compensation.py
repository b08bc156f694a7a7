"""Rules on compensation and transactions (BPMN 2.0.2, 10.7 and 10.3.5)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from bpmn.checking.elements import ACTIVITIES
from bpmn.diagram.dialect import bpmn
from bpmn.diagram.model import SCOPES, Diagram, FlowNode
from bpmn.problem import Problem
from bpmn.texts import problem

_THROWING = frozenset({"intermediateThrowEvent", "endEvent"})


def events_have_a_handler(diagram: Diagram) -> Iterator[Problem]:
    """A compensation boundary event is associated with one compensation activity of its scope; no flow leaves it."""
    for node in diagram.nodes:
        if node.type != "boundaryEvent" or not node.has_event_definition("compensate"):
            continue
        found = [one for one in diagram.compensation_activities(node) if one.scope is node.scope]
        if len(found) != 1:
            yield problem("compensation-handler", node.id, node.line)
        if node.outgoing:
            yield problem("compensation-flow", node.id, node.line)


def activities_for_compensation_stand_alone(diagram: Diagram) -> Iterator[Problem]:
    """An activity with `isForCompensation` has no flows and is associated with a compensation boundary event."""
    used = {one for node in diagram.nodes for one in diagram.compensation_activities(node)}
    for node in diagram.nodes:
        if not node.is_for_compensation or node.type not in ACTIVITIES:
            continue
        if node.incoming or node.outgoing or diagram.boundaries(node) or node.is_event_subprocess:
            yield problem("compensation-activity-flow", node.id, node.line)
        if node not in used:
            yield problem("compensation-activity-unused", node.id, node.line)


def activities_have_one_handler(diagram: Diagram) -> Iterator[Problem]:
    """An activity has at most one compensation handler: a boundary event or a compensation event sub-process."""
    for node in diagram.nodes:
        events = [one for one in diagram.boundaries(node) if one.has_event_definition("compensate")]
        inside = [one for one in diagram.within(node) if one.is_compensation_subprocess] if node.type in SCOPES else []
        if len(events) + len(inside) > 1:
            yield problem("compensation-twice", node.id, node.line)


def handlers_belong_to_sub_processes(diagram: Diagram) -> Iterator[Problem]:
    """A compensation event sub-process is inside the sub-process that it compensates; its start event is interrupting."""
    for node in diagram.nodes:
        if not node.is_compensation_subprocess:
            continue
        if node.scope is None or node.scope.is_event_subprocess:
            yield problem("compensation-level", node.id, node.line)
        for start in node.xml.iterchildren(bpmn("startEvent")):
            if start.get("isInterrupting") in ("false", "0"):
                yield problem("compensation-interrupts", start.get("id"), node.line)


def _thrown(diagram: Diagram) -> Iterator[tuple[FlowNode, etree._Element]]:
    for node in diagram.nodes:
        for definition in node.event_definitions() if node.type in _THROWING else ():
            if definition.tag == bpmn("compensateEventDefinition"):
                yield node, definition


def targets_are_visible(diagram: Diagram) -> Iterator[Problem]:
    """An activity named by a compensation event is in the event's scope, or in the scope around its event sub-process (10.5.6)."""
    known: dict[FlowNode, bool] = {}
    for node, definition in _thrown(diagram):
        name = (definition.get("activityRef") or "").rpartition(":")[2]
        if not name:
            continue
        found = diagram.by_id.get(name)
        scopes = [node.scope]
        if node.scope is not None and node.scope.is_event_subprocess:
            scopes.append(node.scope.scope)
        if found is None or found.type not in ACTIVITIES or found.scope not in scopes:
            yield problem("compensation-target", node.id, node.line, found=name)
        elif not _can_be_compensated(diagram, found, known):
            yield problem("compensation-nothing", node.id, node.line, found=name)


def _can_be_compensated(diagram: Diagram, node: FlowNode, known: dict[FlowNode, bool]) -> bool:
    """Whether something compensates the activity. `known` keeps answers: many events may name the same activity."""
    if node not in known:
        inside = diagram.within(node) if node.type in SCOPES else []
        known[node] = diagram.compensated_by(node) is not None or any(
            one.is_compensation_subprocess or _can_be_compensated(diagram, one, known) for one in inside
        )
    return known[node]


def cancellation_is_of_transactions(diagram: Diagram) -> Iterator[Problem]:
    """Cancel events are end events in a transaction or boundary events on one; a transaction that can be cancelled has such a boundary event."""
    for node in diagram.nodes:
        if not node.has_event_definition("cancel"):
            continue
        if node.type == "endEvent":
            around = _transaction(node)
            if around is None:
                yield problem("cancel-outside", node.id, node.line)
            elif not any(one.has_event_definition("cancel") for one in diagram.boundaries(around)):
                yield problem("cancel-uncaught", around.id, around.line)
        elif node.type == "boundaryEvent":
            host = diagram.by_id.get(node.attached_to or "")
            if host is not None and host.type != "transaction":
                yield problem("cancel-outside", node.id, node.line)
            if node.xml.get("cancelActivity") in ("false", "0"):
                yield problem("cancel-interrupts", node.id, node.line)


def _transaction(node: FlowNode) -> FlowNode | None:
    around = node.scope
    while around is not None and around.type != "transaction":
        around = around.scope
    return around


RULES = (
    events_have_a_handler,
    activities_for_compensation_stand_alone,
    activities_have_one_handler,
    handlers_belong_to_sub_processes,
    targets_are_visible,
    cancellation_is_of_transactions,
)
