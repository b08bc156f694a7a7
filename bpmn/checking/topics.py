"""Rules on calls to workers: a topic that is served, with the inputs and headers of its contract.

Checked at deployment only. At run time a missing connector becomes an incident.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bpmn.checking import messages
from bpmn.contracts import OFFICE, Contract
from bpmn.diagram.model import Diagram, FlowNode
from bpmn.problem import Problem
from bpmn.texts import problem

_CALLS = frozenset({"serviceTask", "sendTask"})


def calling(diagram: Diagram) -> Iterator[FlowNode]:
    """The nodes that create a job for a worker."""
    return (
        node for node in diagram.nodes if (node.type in _CALLS or node.is_message_throw) and not node.throws_internally
    )


def topic_of(node: FlowNode) -> str:
    """The topic a node names; empty without one."""
    return (node.extensions.job_type or "").strip()


def calls_keep_contracts(diagram: Diagram, served: Mapping[str, Contract] | None) -> Iterator[Problem]:
    """Every call has a topic that is served, and the inputs and headers that the topic's contract asks for.

    ``served``: the contracts of the topics that have a worker; None: those of the office's own topics.
    """
    contracts = OFFICE if served is None else served
    awaited = messages.awaited(diagram)
    for node in calling(diagram):
        topic = topic_of(node)
        contract = contracts.get(topic)
        if contract is not None:
            yield from _inputs(node, contract)
            yield from _headers(node, contract)
            yield from _messages(node, contract, awaited)
        elif topic:
            yield _unserved(node, topic, contracts)


def _unserved(node: FlowNode, topic: str, contracts: Mapping[str, Contract]) -> Problem:
    known, own = _listed(contracts), OFFICE.get(topic)
    if own is None:
        return problem("topic-unknown", node.id, node.line, value=topic, known=known)
    words = {"name": own.name.en, "name_vi": own.name.vi}
    return problem("topic-unserved", node.id, node.line, value=topic, known=known, **words)


def _inputs(node: FlowNode, contract: Contract) -> Iterator[Problem]:
    mapped = [mapping.target.strip() for mapping in node.extensions.inputs]
    given = {*mapped, node.loop.input_element if node.loop is not None else None}
    for value in contract.inputs:
        if value.required and value.name not in given:
            label = {"label": value.label.en, "label_vi": value.label.vi}
            yield problem("topic-input-missing", node.id, node.line, topic=contract.topic, name=value.name, **label)
    known = _listed(value.name for value in contract.inputs)
    for name in mapped:
        if contract.input(name) is None and contract.further_inputs is None:
            yield problem("topic-input-unknown", node.id, node.line, topic=contract.topic, name=name, known=known)


def _headers(node: FlowNode, contract: Contract) -> Iterator[Problem]:
    known = _listed(header.name for header in contract.headers)
    for one in node.extensions.headers:
        named = {"topic": contract.topic, "name": one.key}
        header = contract.header(one.key)
        if header is None:
            yield problem("topic-header-unknown", node.id, node.line, known=known, **named)
        elif header.choices and one.value.strip() not in header.choices:
            choices = _listed(header.choices)
            yield problem("topic-header-invalid", node.id, node.line, value=one.value, known=choices, **named)


def _messages(node: FlowNode, contract: Contract, awaited: frozenset[str]) -> Iterator[Problem]:
    """What leaves a person something to decide is waited for somewhere: otherwise only an incident tells of it."""
    for message in contract.messages:
        if message.decisive and message.name not in awaited:
            told = {"told": message.text.en, "told_vi": message.text.vi}
            yield problem(
                "topic-message-unawaited", node.id, node.line, topic=contract.topic, name=message.name, **told
            )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "–"
