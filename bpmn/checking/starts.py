"""Rules on where a process and its sub-processes begin (BPMN 2.0.2, 10.5.2, 10.3.3 and 10.6.6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bpmn.diagram.dialect import is_expression, line_of
from bpmn.diagram.model import Diagram, FlowNode
from bpmn.problem import Problem
from bpmn.texts import problem


def scopes_have_one_start(diagram: Diagram) -> Iterator[Problem]:
    """A sub-process has one start event; a process one none start event and any number of message start events."""
    if diagram.process is None:
        return
    scopes: list[FlowNode | None] = [
        None,
        *(node for node in diagram.nodes if node.type in ("subProcess", "transaction")),
    ]
    for scope in scopes:
        starts = [node for node in diagram.within(scope) if node.type == "startEvent"]
        if not starts and (scope is not None or not diagram.entry_nodes()):
            bearer = diagram.process if scope is None else scope.xml
            yield problem("start-missing", bearer.get("id"), line_of(bearer))
        alike = [node for node in starts if scope is not None or not node.event_definitions()]
        for node in alike[1:]:
            yield problem("start-several", node.id, node.line)


def messages_begin_once(diagram: Diagram) -> Iterator[Problem]:
    """A message starts the process at one element only, and its name is literal: there are no variables yet."""
    begun = [(node, diagram.referenced("message", node.message_ref)) for node in diagram.entry_nodes()]
    names = Counter((message.get("name") or "").strip() for _, message in begun if message is not None)
    for node, message in begun:
        name = "" if message is None else (message.get("name") or "").strip()
        if is_expression(name):
            yield problem("start-name-feel", node.id, node.line, found=name)
        elif name and names[name] > 1:
            yield problem("start-message-twice", node.id, node.line, found=name)


def instantiating_nodes_begin(diagram: Diagram) -> Iterator[Problem]:
    """Instantiating receive tasks and gateways have no incoming flow and stand in a process without start events."""
    for node in diagram.nodes:
        if not node.instantiates:
            continue
        alone = node.scope is None and not node.incoming and node.loop is None and not diagram.boundaries(node)
        if not alone or any(other.type == "startEvent" for other in diagram.within(None)):
            yield problem("instantiate-not-first", node.id, node.line)
        for target in diagram.successors(node) if node.type == "eventBasedGateway" else []:
            if target.message_ref is None:
                yield problem("instantiate-by-itself", target.id, target.line)


RULES = (scopes_have_one_start, messages_begin_once, instantiating_nodes_begin)
