"""Rules on sequence flows: what they join, and where they may have conditions."""

from __future__ import annotations

from collections.abc import Iterator

from bpmn.checking.elements import ACTIVITIES
from bpmn.diagram.dialect import bpmn, line_of
from bpmn.diagram.model import Diagram
from bpmn.problem import Problem
from bpmn.texts import problem

_CHOOSING = ACTIVITIES | {"exclusiveGateway", "inclusiveGateway", "complexGateway"}


def flows_join_nodes(diagram: Diagram) -> Iterator[Problem]:
    """Both ends of a sequence flow exist."""
    for flow in diagram.flows:
        if flow.source not in diagram.by_id:
            yield problem("flow-without-source", flow.id, line_of(flow.xml), found=flow.source or "?")
        if flow.target not in diagram.by_id:
            yield problem("flow-without-target", flow.id, line_of(flow.xml), found=flow.target or "?")


def flows_stay_in_scope(diagram: Diagram) -> Iterator[Problem]:
    """A sequence flow and both its ends belong to one process or sub-process."""
    for flow in diagram.flows:
        ends = [diagram.by_id[end] for end in (flow.source, flow.target) if end in diagram.by_id]
        if any(node.scope is not flow.scope for node in ends):
            yield problem("flow-crosses-scope", flow.id, line_of(flow.xml))


def flows_run_forward(diagram: Diagram) -> Iterator[Problem]:
    """No flow leads into a start or boundary event, or out of an end event."""
    for flow in diagram.flows:
        source, target = diagram.by_id.get(flow.source), diagram.by_id.get(flow.target)
        if source is not None and source.type == "endEvent":
            yield problem("flow-out-of-end", flow.id, line_of(flow.xml))
        if target is not None and target.type == "startEvent":
            yield problem("flow-into-start", flow.id, line_of(flow.xml))
        if target is not None and target.type == "boundaryEvent":
            yield problem("flow-into-boundary", flow.id, line_of(flow.xml))


def references_agree(diagram: Diagram) -> Iterator[Problem]:
    """The `incoming` and `outgoing` elements of a node name flows that end or begin there."""
    for node in diagram.nodes:
        actual = {"incoming": {flow.id for flow in node.incoming}, "outgoing": {flow.id for flow in node.outgoing}}
        for kind, ids in actual.items():
            for reference in node.xml.iterchildren(bpmn(kind)):
                name = (reference.text or "").strip().rpartition(":")[2]
                if name not in ids:
                    yield problem("flow-reference", node.id, line_of(reference), found=name)


def conditions_stand_at_gateways(diagram: Diagram) -> Iterator[Problem]:
    """Only flows out of activities and of exclusive and inclusive gateways are conditional."""
    for flow in diagram.flows:
        source = diagram.by_id.get(flow.source)
        if flow.condition is not None and source is not None and source.type not in _CHOOSING:
            yield problem("condition-misplaced", flow.id, line_of(flow.xml))


RULES = (
    flows_join_nodes,
    flows_stay_in_scope,
    flows_run_forward,
    references_agree,
    conditions_stand_at_gateways,
)
