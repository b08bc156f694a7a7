"""Rules on complex gateways (BPMN 2.0.2, 10.6.5 and 13.4.5)."""

from __future__ import annotations

from collections.abc import Iterator

from bpmn import feel
from bpmn.diagram.dialect import bpmn, is_expression, line_of
from bpmn.diagram.model import Diagram, FlowNode
from bpmn.problem import Problem
from bpmn.running.specs.complex import STARTING
from bpmn.texts import problem
from bpmn.values import compile_value


def _gateways(diagram: Diagram) -> Iterator[FlowNode]:
    return (node for node in diagram.nodes if node.type == "complexGateway")


def it_joins_flows(diagram: Diagram) -> Iterator[Problem]:
    """A complex gateway has several incoming flows; with one it would send every token twice."""
    for node in _gateways(diagram):
        if len(node.incoming) < 2:
            yield problem("complex-alone", node.id, node.line)


def it_has_an_activation_condition(diagram: Diagram) -> Iterator[Problem]:
    """A complex gateway has an activation condition: nothing else says when it fires."""
    for node in _gateways(diagram):
        text = (node.xml.findtext(bpmn("activationCondition")) or "").strip()
        if not text:
            yield problem("complex-without-condition", node.id, node.line)
        elif not is_expression(text):
            yield problem("condition-not-feel", node.id, node.line)


def its_flows_have_conditions(diagram: Diagram) -> Iterator[Problem]:
    """Every flow out of a complex gateway has a condition: it is evaluated in both phases, and a flow without would be taken twice."""
    for node in _gateways(diagram):
        flows = [flow for flow in node.outgoing if flow.id != node.xml.get("default")]
        for flow in flows:
            if flow.condition is None:
                yield problem("complex-flow", flow.id, line_of(flow.xml))
        if flows and not any(_knows_the_phase(flow.condition or "") for flow in flows):
            yield problem("complex-twice", node.id, node.line)


def _knows_the_phase(text: str) -> bool:
    try:
        expression = compile_value(text).expression
    except feel.FeelSyntaxError:
        return True  # is said elsewhere
    return expression is not None and STARTING in expression.free_names


RULES = (it_joins_flows, it_has_an_activation_condition, its_flows_have_conditions)
