"""Parsers of catching events and receive tasks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from lxml import etree
from SpiffWorkflow.bpmn.parser.event_parsers import (
    BoundaryEventParser,
    IntermediateCatchEventParser,
)

from bpmn.diagram.dialect import bpmn, local_name
from bpmn.diagram.model import Diagram, FlowNode
from bpmn.reading.nodes import (
    ActivityParser,
    NodeParser,
    SubProcessParser,
    compile_mappings,
    element_of,
    synthetic_spec,
)
from bpmn.running.specs.compensation import CompensationBoundary
from bpmn.running.specs.events import BoundaryEvent, CatchEvent, PassingEvent, StartEvent
from bpmn.running.specs.handlers import EventSubProcessStart
from bpmn.running.specs.multiple import BoundaryAll, CatchAll, EventSubProcessStartAll, SeveralCatch
from bpmn.running.specs.tasks import ReceiveTask
from bpmn.running.specs.triggers import (
    AnyTrigger,
    CancelTrigger,
    ConditionTrigger,
    Due,
    ErrorTrigger,
    EscalationTrigger,
    MessageTrigger,
    SignalTrigger,
    TimerTrigger,
)
from bpmn.values import Value, compile_value


@dataclass(frozen=True, slots=True)
class MessageDefinition:
    """A `bpmn:message`: its name and correlation key."""

    name: Value
    key: Value | None


def signal_name(diagram: Diagram, definition: etree._Element) -> Value:
    """The name of the signal that an event throws or waits for."""
    found = diagram.referenced("signal", definition.get("signalRef"))
    return compile_value("" if found is None else found.get("name") or "")


class TriggerParser(NodeParser):
    """The base of parsers of elements with event definitions."""

    def parse_message_event(self, event: etree._Element) -> MessageTrigger:
        """Name and correlation key of the message an event or a receive task refers to."""
        messages: dict[str, MessageDefinition] = self.process_parser.parser.messages
        message = messages[event.get("messageRef", "").rpartition(":")[2]]
        return MessageTrigger(message.name, message.key)

    def parse_signal_event(self, event: etree._Element) -> SignalTrigger:
        """Name of the signal an event refers to."""
        return SignalTrigger(signal_name(self.diagram, event))

    def parse_timer_event(self, event: etree._Element) -> TimerTrigger:
        """A date, a duration or a cycle."""
        kinds: dict[str, Literal["date", "duration", "cycle"]]
        kinds = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}
        name = next(name for name in kinds if event.find(bpmn(name)) is not None)
        return TimerTrigger(Due(compile_value(event.findtext(bpmn(name)) or ""), kinds[name]))

    def parse_conditional_event(self, event: etree._Element) -> ConditionTrigger:
        """A condition over the variables."""
        return ConditionTrigger(compile_value(event.findtext(bpmn("condition")) or ""))

    def parse_cancel_event(self, event: etree._Element) -> CancelTrigger:
        """The cancellation of a transaction."""
        return CancelTrigger()

    def parse_error_event(self, event: etree._Element) -> ErrorTrigger:
        """The code of the error; an event without a code catches every error."""
        error = self.diagram.referenced("error", event.get("errorRef"))
        if error is None:
            return ErrorTrigger(None, None)
        return ErrorTrigger(error.get("name"), error.get("errorCode") or None)

    def parse_escalation_event(self, event: etree._Element) -> EscalationTrigger:
        """The code of the escalation; an event without a code catches every escalation."""
        found = self.diagram.referenced("escalation", event.get("escalationRef"))
        if found is None:
            return EscalationTrigger(None, None)
        return EscalationTrigger(found.get("name"), found.get("escalationCode") or None)

    def trigger(self, definition: etree._Element) -> AnyTrigger:
        """The trigger that one event definition describes."""
        readers: dict[str, Callable[[etree._Element], AnyTrigger]] = {
            "messageEventDefinition": self.parse_message_event,
            "signalEventDefinition": self.parse_signal_event,
            "timerEventDefinition": self.parse_timer_event,
            "conditionalEventDefinition": self.parse_conditional_event,
            "errorEventDefinition": self.parse_error_event,
            "escalationEventDefinition": self.parse_escalation_event,
            "cancelEventDefinition": self.parse_cancel_event,
        }
        return readers[local_name(definition)](definition)

    def configure(self, node: FlowNode) -> None:
        self.task.trigger = self.task.event_definition


class StartParser(NodeParser):
    """Start events. That of an event sub-process is also a handler of the scope around the sub-process (`HandlerParser`)."""

    def create_task(self) -> StartEvent:
        return StartEvent(self.spec, self.bpmn_id, event_definition=None, **self.bpmn_attributes)

    def configure(self, node: FlowNode) -> None:
        if node.scope is None:
            message = self.diagram.referenced("message", node.message_ref)
            self.task.message = None if message is None else (message.get("name") or "").strip()


class HandlerParser(SubProcessParser, TriggerParser):
    """Sub-processes. An event sub-process becomes a handler of the scope around it, one for each definition of its start event."""

    def configure(self, node: FlowNode) -> None:
        if not node.is_event_subprocess or node.is_compensation_subprocess:
            return
        start = next(one for one in self.diagram.within(node) if one.type == "startEvent")
        spec_class = (
            EventSubProcessStartAll
            if start.parallel_multiple and len(start.event_definitions()) > 1
            else EventSubProcessStart
        )
        for number, definition in enumerate(start.event_definitions()):
            handler = (
                synthetic_spec(spec_class, self.spec, start, f"{number}") if number else spec_class(self.spec, start.id)
            )
            handler.element = replace(element_of(start), status=None)
            handler.output_mappings = compile_mappings(start.extensions.outputs)
            handler.trigger = self.trigger(definition)
            handler.interrupting = start.xml.get("isInterrupting") not in ("false", "0")
            handler.body = self.task
            self.spec.handlers += (handler,)


class CatchParser(TriggerParser, IntermediateCatchEventParser):
    """Intermediate catch events; a link catch event waits for nothing."""

    def create_task(self) -> CatchEvent | PassingEvent | SeveralCatch:
        if len(self.model.event_definitions()) > 1:
            return SeveralCatch(self.spec, self.bpmn_id, **self.bpmn_attributes)
        if self.model.link is not None:
            return PassingEvent(self.spec, self.bpmn_id, **self.bpmn_attributes)
        task: CatchEvent = super().create_task()
        return task

    def configure(self, node: FlowNode) -> None:
        if isinstance(self.task, SeveralCatch):
            spec_class = CatchAll if node.parallel_multiple else CatchEvent
            parts: list[CatchEvent] = []
            for number, definition in enumerate(node.event_definitions()):
                trigger = self.trigger(definition)
                part = synthetic_spec(spec_class, self.spec, node, f"{number}", event_definition=trigger)
                part.trigger = trigger
                parts.append(part)
            self.task.alternatives = self.task.parts = tuple(parts)
        elif node.link is None:
            super().configure(node)


class BoundaryParser(TriggerParser, BoundaryEventParser):
    """Boundary events."""

    def create_task(self) -> BoundaryEvent | CompensationBoundary:
        if self.model.has_event_definition("compensate"):
            return CompensationBoundary(self.spec, self.bpmn_id, **self.bpmn_attributes)
        if len(self.model.event_definitions()) > 1:
            return self._with_several_definitions()
        task: BoundaryEvent = super().create_task()
        return task

    def _with_several_definitions(self) -> BoundaryEvent:
        node = self.model
        spec_class = BoundaryAll if node.parallel_multiple else BoundaryEvent
        interrupting = node.xml.get("cancelActivity") not in ("false", "0")
        first, *others = (self.trigger(definition) for definition in node.event_definitions())
        task = spec_class(self.spec, self.bpmn_id, event_definition=first, cancel_activity=interrupting)
        for number, trigger in enumerate(others, 1):
            attributes = {"event_definition": trigger, "cancel_activity": interrupting}
            alternative = synthetic_spec(spec_class, self.spec, node, f"{number}", **attributes)
            alternative.trigger, alternative.interrupting = trigger, interrupting
            task.alternatives += (alternative,)
        return task

    def configure(self, node: FlowNode) -> None:
        if isinstance(self.task, CompensationBoundary):
            return
        super().configure(node)
        self.task.interrupting = self.task.cancel_activity


class EventBasedGatewayParser(NodeParser):
    """Event-based gateways."""

    def configure(self, node: FlowNode) -> None:
        self.task.instantiates = node.instantiates


class ReceiveParser(ActivityParser, TriggerParser):
    """Receive tasks, which wait for a message as message events do."""

    def create_task(self) -> ReceiveTask:
        trigger = self.parse_message_event(self.node)
        return ReceiveTask(self.spec, self.bpmn_id, event_definition=trigger, **self.bpmn_attributes)

    def configure(self, node: FlowNode) -> None:
        TriggerParser.configure(self, node)
