"""Rules on events: which definitions are executed where, and that messages, timers and errors are complete."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from bpmn.checking.elements import ACTIVITIES, EXECUTED, INSTANT
from bpmn.diagram.dialect import bpmn, is_expression, line_of, local_name
from bpmn.diagram.model import SCOPES, Diagram, FlowNode
from bpmn.problem import Problem
from bpmn.texts import problem
from bpmn.times import add_duration, parse_cycle, parse_moment

_SIGNAL = "signalEventDefinition"
_AWAITED = frozenset({"messageEventDefinition", _SIGNAL, "timerEventDefinition", "conditionalEventDefinition"})
_THROWN = frozenset({"errorEventDefinition", "escalationEventDefinition"})
_COMPENSATE, _CANCEL = "compensateEventDefinition", "cancelEventDefinition"
_EXECUTED: dict[str, frozenset[str]] = {
    "startEvent": frozenset({"messageEventDefinition"}),
    "handler": _AWAITED | _THROWN | {_COMPENSATE},
    "endEvent": _THROWN | {"terminateEventDefinition", "messageEventDefinition", _SIGNAL, _COMPENSATE, _CANCEL},
    "intermediateThrowEvent": frozenset(
        {"messageEventDefinition", _SIGNAL, "linkEventDefinition", "escalationEventDefinition", _COMPENSATE}
    ),
    "intermediateCatchEvent": _AWAITED | {"linkEventDefinition"},
    "boundaryEvent": _AWAITED | _THROWN | {_COMPENSATE, _CANCEL},
}
#: what would begin a process without anybody handing anything in
BEGINNINGS = frozenset({"timerEventDefinition", "conditionalEventDefinition", "signalEventDefinition"})
_WAITING = frozenset({"intermediateCatchEvent", "boundaryEvent"})
_TIMES = {"timeDate": "2026-12-31T17:00:00+07:00", "timeDuration": "P30D", "timeCycle": "R3/PT1H"}
_WANTED = {"timeDate": "date and time", "timeDuration": "duration", "timeCycle": "repeating interval"}


def _starts_handler(node: FlowNode) -> bool:
    return node.type == "startEvent" and node.scope is not None and node.scope.is_event_subprocess


def _allowed(node: FlowNode) -> frozenset[str]:
    if node.type == "startEvent" and node.scope is not None:
        return _EXECUTED["handler"] if node.scope.is_event_subprocess else frozenset()
    return _EXECUTED.get(node.type, frozenset())


def event_definitions(diagram: Diagram, name: str) -> Iterator[tuple[FlowNode, etree._Element]]:
    for node in diagram.nodes:
        for definition in node.event_definitions():
            if local_name(definition) == name and name in _allowed(node):
                yield node, definition


def definitions_are_executed(diagram: Diagram) -> Iterator[Problem]:
    """Each event has a definition that is executed on its kind of event."""
    for node in diagram.nodes:
        allowed = _allowed(node)
        for definition in node.event_definitions() if node.type in EXECUTED else []:
            name = local_name(definition)
            if name in BEGINNINGS and node.type == "startEvent" and node.scope is None:
                yield problem("start-by-itself", node.id, line_of(definition), definition=name)
            elif name not in allowed:
                yield problem("event-unsupported", node.id, line_of(definition), definition=name, type=node.type)


def waiting_events_have_a_definition(diagram: Diagram) -> Iterator[Problem]:
    """Every catching event has an event definition: it says what it waits for."""
    for node in diagram.nodes:
        if not node.event_definitions() and (node.type in _WAITING or _starts_handler(node)):
            yield problem("event-missing", node.id, node.line)


def timers_are_complete(diagram: Diagram) -> Iterator[Problem]:
    """A timer event has one date, duration or cycle, in ISO 8601 or FEEL."""
    for node, definition in event_definitions(diagram, "timerEventDefinition"):
        found = [(name, child) for name in _TIMES for child in definition.iterchildren(bpmn(name))]
        if len(found) != 1:
            yield problem("timer-missing", node.id, line_of(definition))
            continue
        name, child = found[0]
        text = (child.text or "").strip()
        if not text:
            yield problem("timer-missing", node.id, line_of(definition))
        elif not is_expression(text) and not _is_time(name, text):
            place = {"value": text, "wanted": _WANTED[name], "example": _TIMES[name]}
            yield problem("timer-invalid", node.id, line_of(child), **place)


def _is_time(name: str, text: str) -> bool:
    try:
        if name == "timeDate":
            parse_moment(text)
        elif name == "timeCycle":
            parse_cycle(text)
        else:
            add_duration(parse_moment("2026-01-01"), text)
    except (ValueError, OverflowError):
        return False
    return True


def errors_are_complete(diagram: Diagram) -> Iterator[Problem]:
    """An error that an event refers to exists; one that is thrown has a literal code."""
    for node, definition in event_definitions(diagram, "errorEventDefinition"):
        reference = definition.get("errorRef")
        error = diagram.referenced("error", reference)
        code = "" if error is None else (error.get("errorCode") or "").strip()
        if reference and error is None:
            yield problem("error-missing", node.id, line_of(definition), found=reference)
        elif is_expression(code):
            yield problem("error-code-feel", node.id, line_of(definition))
        elif node.type == "endEvent" and not code:
            yield problem("error-without-code", node.id, line_of(definition))


def thrown_is_caught_once(diagram: Diagram) -> Iterator[Problem]:
    """No two events of one activity or scope catch the same error or escalation; error events are interrupting."""
    seen = set()
    for kind in ("error", "escalation", "cancel"):
        for node, definition in event_definitions(diagram, f"{kind}EventDefinition"):
            if node.type in ("endEvent", "intermediateThrowEvent"):
                continue
            if kind == "error" and "false" in (node.xml.get("cancelActivity"), node.xml.get("isInterrupting")):
                yield problem("error-not-interrupting", node.id, node.line)
            found = diagram.referenced(kind, definition.get(f"{kind}Ref"))
            place = node.scope.scope if _starts_handler(node) and node.scope is not None else node.attached_to
            caught = (kind, place, None if found is None else found.get(f"{kind}Code") or None)
            if caught in seen:
                yield problem("error-caught-twice", node.id, node.line)
            seen.add(caught)


def boundaries_are_attached(diagram: Diagram) -> Iterator[Problem]:
    """A boundary event is attached to an activity of its level; except for error events, to one that waits."""
    for node in diagram.nodes:
        if node.type != "boundaryEvent":
            continue
        host = diagram.by_id.get(node.attached_to or "")
        if host is None or host.type not in ACTIVITIES or host.scope is not node.scope:
            yield problem("boundary-unattached", node.id, node.line, found=node.attached_to or "?")
        elif host.is_event_subprocess:
            yield problem("handler-alone", host.id, host.line)
        elif node.has_event_definition("compensate"):
            continue
        elif (
            (host.type not in SCOPES | {"callActivity"} and node.has_event_definition("escalation"))
            or host.type in INSTANT
            or host.throws_internally
        ):
            yield problem("boundary-never", node.id, node.line)


def conditions_are_feel(diagram: Diagram) -> Iterator[Problem]:
    """A conditional event has a condition, in FEEL."""
    for node, definition in event_definitions(diagram, "conditionalEventDefinition"):
        if not is_expression(definition.findtext(bpmn("condition"))):
            yield problem("condition-not-feel", node.id, line_of(definition))


def escalations_are_complete(diagram: Diagram) -> Iterator[Problem]:
    """An escalation that an event refers to exists; one that is thrown has a literal code."""
    for node, definition in event_definitions(diagram, "escalationEventDefinition"):
        reference = definition.get("escalationRef")
        found = diagram.referenced("escalation", reference)
        code = "" if found is None else (found.get("escalationCode") or "").strip()
        if reference and found is None:
            yield problem("escalation-missing", node.id, line_of(definition), found=reference)
        elif is_expression(code) or (not code and node.type in ("endEvent", "intermediateThrowEvent")):
            yield problem("escalation-without-code", node.id, line_of(definition))


def handlers_stand_alone(diagram: Diagram) -> Iterator[Problem]:
    """An event sub-process has neither flows nor a loop marker (10.3.5)."""
    for node in diagram.nodes:
        if node.is_event_subprocess and (node.incoming or node.outgoing or node.loop is not None):
            yield problem("handler-alone", node.id, node.line)


def links_are_paired(diagram: Diagram) -> Iterator[Problem]:
    """Every link event has its counterpart on the same level; several throw events may lead to one catch event (10.5.4)."""
    thrown = {(node.scope, node.link) for node in diagram.nodes if node.type == "intermediateThrowEvent"}
    caught: set[tuple[FlowNode | None, str]] = set()
    for node in diagram.nodes:
        if node.link is None or node.type not in ("intermediateThrowEvent", "intermediateCatchEvent"):
            continue
        catches = node.type == "intermediateCatchEvent"
        if not node.link or (diagram.link_target(node) is None, (node.scope, node.link) not in thrown)[catches]:
            yield problem("link-unpaired", node.id, node.line, found=node.link)
        if catches and (node.scope, node.link) in caught:
            yield problem("link-caught-twice", node.id, node.line, found=node.link)
        if node.incoming if catches else node.outgoing:
            yield problem("link-with-flow", node.id, node.line)
        if catches:
            caught.add((node.scope, node.link))


RULES = (
    definitions_are_executed,
    waiting_events_have_a_definition,
    timers_are_complete,
    errors_are_complete,
    thrown_is_caught_once,
    boundaries_are_attached,
    conditions_are_feel,
    links_are_paired,
    escalations_are_complete,
    handlers_stand_alone,
)
