"""Rules on exclusive gateways: conditions in FEEL, and a default flow."""

from __future__ import annotations

from collections.abc import Iterator

from bpmn.dialect import bpmn, is_formula, line_of
from bpmn.model import Diagram, FlowNode
from bpmn.problem import Problem
from bpmn.texts import problem


def _splits(diagram: Diagram) -> Iterator[FlowNode]:
    return (node for node in diagram.nodes if node.type == "exclusiveGateway")


def has_default(diagram: Diagram) -> Iterator[Problem]:
    """FEEL's null is not true: a gateway that chooses needs a flow for when nothing holds."""
    for node in _splits(diagram):
        chooses = len(node.outgoing) > 1 or any(flow.condition is not None for flow in node.outgoing)
        if chooses and not node.xml.get("default"):
            yield problem("gateway-without-default", node.id, node.line)


def default_is_outgoing(diagram: Diagram) -> Iterator[Problem]:
    """The default flow is one of the node's own; only an exclusive gateway has one."""
    for node in diagram.nodes:
        default = node.xml.get("default")
        if default and node.type != "exclusiveGateway" and node.type != "inclusiveGateway":
            yield problem("attribute-unsupported", node.id, node.line, name="default", value=default)
        elif default and default not in {flow.id for flow in node.outgoing}:
            yield problem("default-unknown", node.id, node.line, found=default)


def default_is_unconditional(diagram: Diagram) -> Iterator[Problem]:
    """A condition on the default flow would never be looked at."""
    for node in _splits(diagram):
        for flow in node.outgoing:
            if flow.id == node.xml.get("default") and flow.condition is not None:
                yield problem("default-with-condition", flow.id, line_of(flow.xml))


def others_are_conditional(diagram: Diagram) -> Iterator[Problem]:
    """Every flow but the default one has a condition."""
    for node in _splits(diagram):
        for flow in node.outgoing if len(node.outgoing) > 1 else []:
            if flow.id != node.xml.get("default") and flow.condition is None:
                yield problem("flow-without-condition", flow.id, line_of(flow.xml))


def conditions_are_feel(diagram: Diagram) -> Iterator[Problem]:
    """Conditions begin with `=`."""
    for flow in diagram.flows:
        if flow.condition is not None and not is_formula(flow.condition):
            yield problem("condition-not-feel", flow.id, line_of(flow.xml))


def conditions_have_no_other_language(diagram: Diagram) -> Iterator[Problem]:
    """No condition claims another expression language."""
    for flow in diagram.flows:
        condition = flow.xml.find(bpmn("conditionExpression"))
        language = "" if condition is None else condition.get("language") or ""
        if language and "feel" not in language.lower():
            yield problem("condition-language", flow.id, line_of(flow.xml), found=language)


RULES = (
    has_default,
    default_is_outgoing,
    default_is_unconditional,
    others_are_conditional,
    conditions_are_feel,
    conditions_have_no_other_language,
)
