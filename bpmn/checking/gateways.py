"""Rules on splitting gateways: conditions in FEEL, a default flow, events behind event-based gateways."""

from __future__ import annotations

from collections.abc import Iterator

from bpmn.checking.elements import ACTIVITIES
from bpmn.diagram.dialect import bpmn, is_expression, line_of, local_name
from bpmn.diagram.model import Diagram, FlowNode
from bpmn.problem import Problem
from bpmn.texts import problem

_CHOOSING = ACTIVITIES | {"exclusiveGateway", "inclusiveGateway", "complexGateway"}
_RACERS = frozenset({"intermediateCatchEvent", "receiveTask"})


def _splits(diagram: Diagram) -> Iterator[FlowNode]:
    return (node for node in diagram.nodes if node.type in _CHOOSING)


def has_default(diagram: Diagram) -> Iterator[Problem]:
    """An exclusive or inclusive split has a default flow: a condition that gives null is not true."""
    for node in _splits(diagram):
        conditional = [flow.condition is not None for flow in node.outgoing]
        if node.type == "exclusiveGateway":
            chooses = len(conditional) > 1 or any(conditional)
        elif node.type == "complexGateway":
            chooses = False  # when it resets it need not lead on
        else:
            chooses = bool(conditional) and all(conditional)
        if chooses and not node.xml.get("default"):
            yield problem("gateway-without-default", node.id, node.line)


def default_is_outgoing(diagram: Diagram) -> Iterator[Problem]:
    """A default flow leaves its own node, and only nodes that choose among flows have one."""
    for node in diagram.nodes:
        default = node.xml.get("default")
        if default and node.type not in _CHOOSING:
            yield problem("attribute-unsupported", node.id, node.line, name="default", value=default)
        elif default and default not in {flow.id for flow in node.outgoing}:
            yield problem("default-unknown", node.id, node.line, found=default)


def default_is_unconditional(diagram: Diagram) -> Iterator[Problem]:
    """A default flow has no condition: it would never be evaluated."""
    for node in _splits(diagram):
        for flow in node.outgoing:
            if flow.id == node.xml.get("default") and flow.condition is not None:
                yield problem("default-with-condition", flow.id, line_of(flow.xml))


def others_are_conditional(diagram: Diagram) -> Iterator[Problem]:
    """Every flow out of an exclusive gateway but the default one has a condition."""
    for node in _splits(diagram):
        alone = node.type == "exclusiveGateway" and len(node.outgoing) > 1
        for flow in node.outgoing if alone else []:
            if flow.id != node.xml.get("default") and flow.condition is None:
                yield problem("flow-without-condition", flow.id, line_of(flow.xml))


def conditions_are_feel(diagram: Diagram) -> Iterator[Problem]:
    """Conditions of sequence flows are FEEL: they begin with `=`."""
    for flow in diagram.flows:
        if flow.condition is not None and not is_expression(flow.condition):
            yield problem("condition-not-feel", flow.id, line_of(flow.xml))


def conditions_have_no_other_language(diagram: Diagram) -> Iterator[Problem]:
    """No condition claims another expression language."""
    for flow in diagram.flows:
        condition = flow.xml.find(bpmn("conditionExpression"))
        language = "" if condition is None else condition.get("language") or ""
        if language and "feel" not in language.lower():
            yield problem("condition-language", flow.id, line_of(flow.xml), found=language)


def events_race(diagram: Diagram) -> Iterator[Problem]:
    """An event-based gateway leads to at least two catching events or receive tasks, which nothing else leads to (10.6.6)."""
    for node in diagram.nodes:
        if node.type != "eventBasedGateway":
            continue
        if node.xml.get("eventGatewayType") == "Parallel":
            yield problem("race-parallel", node.id, node.line)
        if len(node.outgoing) < 2:
            yield problem("race-alone", node.id, node.line)
        targets = [diagram.by_id[flow.target] for flow in node.outgoing if flow.target in diagram.by_id]
        for target in targets:
            busy = (
                len(target.incoming) > 1
                or len(target.event_definitions()) > 1
                or target.loop is not None
                or diagram.boundaries(target)
            )
            if target.type not in _RACERS or busy:
                yield problem("race-target", target.id, target.line)
        if any(_awaits_message(target) for target in targets) and any(one.type == "receiveTask" for one in targets):
            yield problem("race-mixed", node.id, node.line)


def _awaits_message(node: FlowNode) -> bool:
    return any(local_name(definition) == "messageEventDefinition" for definition in node.event_definitions())


RULES = (
    has_default,
    default_is_outgoing,
    default_is_unconditional,
    others_are_conditional,
    conditions_are_feel,
    conditions_have_no_other_language,
    events_race,
)
