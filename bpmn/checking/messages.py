"""Rules on messages and signals: those that events and tasks throw or wait for are there and complete."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from bpmn.checking.events import event_definitions
from bpmn.diagram.dialect import is_expression, line_of, read
from bpmn.diagram.model import Diagram, FlowNode
from bpmn.problem import Problem
from bpmn.texts import problem


def messages_are_referenced(diagram: Diagram) -> Iterator[Problem]:
    """Message events and receive tasks name a message of the file; what a worker sends needs none."""
    tasks = [(node, node.xml) for node in diagram.nodes if node.type in ("receiveTask", "sendTask")]
    for node, holder in [*event_definitions(diagram, "messageEventDefinition"), *tasks]:
        waits = not node.is_message_throw and node.type != "sendTask"
        if (waits or node.throws_internally) and diagram.referenced("message", holder.get("messageRef")) is None:
            yield problem("message-missing", node.id, line_of(holder))


def _used(diagram: Diagram, *, awaited: bool) -> Iterator[tuple[FlowNode, etree._Element]]:
    """Messages with the first node of each: those awaited, or (`awaited` false) those only thrown or starting a process."""
    entries, seen = diagram.entry_nodes(), set()
    for node in diagram.nodes:
        waits = not node.is_message_throw and node.type != "sendTask"
        for part in node.views_per_definition() if waits or node.throws_internally else ():
            message = diagram.referenced("message", part.message_ref)
            if message is not None and message not in seen and awaited == (waits and node not in entries):
                seen.add(message)
                yield node, message


def messages_are_complete(diagram: Diagram) -> Iterator[Problem]:
    """A message has a name; one that somebody waits for has a correlation key. Keys are FEEL."""
    for awaited in (True, False):
        for node, message in _used(diagram, awaited=awaited):
            found = message.get("name") or message.get("id") or "?"
            if not (message.get("name") or "").strip():
                yield problem("message-without-name", node.id, line_of(message), found=found)
            key = read(message).correlation_key
            if awaited and not (key or "").strip():
                yield problem("message-without-key", node.id, line_of(message), found=found)
            elif key and key.strip() and not is_expression(key):
                yield problem("message-key-not-feel", node.id, line_of(message), found=found)


def awaited(diagram: Diagram) -> frozenset[str]:
    """The names of the messages that an element of the diagram waits for."""
    found = (
        diagram.referenced("message", part.message_ref)
        for node in diagram.nodes
        if not node.is_message_throw and node.type != "sendTask"
        for part in node.views_per_definition()
    )
    return frozenset((message.get("name") or "").strip() for message in found if message is not None)


#: what the office's own connectors bring along, beside messages that only say that something has happened
BRINGS = {
    "records.answer": "answer, answeredBy, note",
    "office.answered": "answer, answeredBy, answeredAt, result",
    "office.paper-received": "receivedAt, receivedBy, note",
    "postal.failed": "failedAt, reason",
    "postal.returned": "returnedAt, reason",
    "postal.lost": "lostAt, reason",
}


def messages_are_taken(diagram: Diagram) -> Iterator[Problem]:
    """An element that waits for a message known to carry variables has output mappings that say which it takes."""
    for node in diagram.nodes:
        if node.is_message_throw or node.type == "sendTask" or node.extensions.outputs:
            continue
        for part in node.views_per_definition():
            message = diagram.referenced("message", part.message_ref)
            name = "" if message is None else (message.get("name") or "").strip()
            if name in BRINGS:
                yield problem("message-takes-nothing", node.id, line_of(node.xml), found=name, brings=BRINGS[name])


def signals_are_complete(diagram: Diagram) -> Iterator[Problem]:
    """A signal event names a signal of the file, and the signal has a name."""
    for node, definition in event_definitions(diagram, "signalEventDefinition"):
        reference = definition.get("signalRef")
        signal = diagram.referenced("signal", reference)
        if signal is None:
            yield problem("signal-missing", node.id, line_of(definition))
        elif not (signal.get("name") or "").strip():
            yield problem("signal-without-name", node.id, line_of(signal), found=reference)


RULES = (messages_are_referenced, messages_are_complete, messages_are_taken, signals_are_complete)
