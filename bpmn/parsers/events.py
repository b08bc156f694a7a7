"""Parsers of events and of receive tasks: what they wait for or throw."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from lxml import etree
from SpiffWorkflow.bpmn.parser.event_parsers import (
    BoundaryEventParser,
    EndEventParser,
    IntermediateCatchEventParser,
)

from bpmn.dialect import bpmn, local_name
from bpmn.model import Diagram, FlowNode
from bpmn.parsers.nodes import ActivityParser, NodeParser, SubProcessParser, element_of, mappings, settle_call
from bpmn.specs.compensation import CompensationBoundary, CompensationEvent
from bpmn.specs.events import (
    BoundaryEvent,
    CatchEvent,
    EndEvent,
    ErrorEndEvent,
    EscalationEvent,
    PassingEvent,
    StartEvent,
    TerminateEndEvent,
)
from bpmn.specs.handlers import Handler
from bpmn.specs.node import Node, OutgoingFlow
from bpmn.specs.tasks import CallEvent, ReceiveTask
from bpmn.specs.throws import SignalEvent
from bpmn.specs.transactions import CancelEndEvent
from bpmn.specs.triggers import (
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


def escalation_code(diagram: Diagram, node: FlowNode) -> str:
    """The code of the escalation that an event throws."""
    found = diagram.referenced("escalation", node.definitions()[0].get("escalationRef"))
    return "" if found is None else found.get("escalationCode") or ""


def settle_compensation(task: CompensationEvent, node: FlowNode) -> None:
    """Sets what a throw event compensates, and whether it waits for that."""
    definition = node.definitions()[0]
    task.activity = (definition.get("activityRef") or "").rpartition(":")[2] or None
    task.waits = definition.get("waitForCompletion") not in ("false", "0")


def signal_name(diagram: Diagram, definition: etree._Element) -> Value:
    """The name of the signal that an event throws or waits for."""
    found = diagram.referenced("signal", definition.get("signalRef"))
    return compile_value("" if found is None else found.get("name") or "")


def thrower(node: FlowNode) -> type[Node] | None:
    """The class of what an intermediate or end event throws and goes on; None if it is another kind of event."""
    if node.sends:
        return CallEvent
    made: dict[str, type[Node]]
    made = {"escalation": EscalationEvent, "signal": SignalEvent, "compensate": CompensationEvent}
    return next((made[kind] for kind in made if node.waits_for(kind)), None)


def settle_thrower(task: Node, node: FlowNode, diagram: Diagram) -> None:
    """Sets what is thrown."""
    if isinstance(task, CallEvent):
        settle_call(task, node)
    elif isinstance(task, EscalationEvent):
        task.code = escalation_code(diagram, node)
    elif isinstance(task, SignalEvent):
        task.signal = signal_name(diagram, node.definitions()[0])
    elif isinstance(task, CompensationEvent):
        settle_compensation(task, node)


class TriggerParser(NodeParser):
    """Event definitions with FEEL."""

    def parse_message_event(self, event: etree._Element) -> MessageTrigger:
        """Name and correlation key of the message an event or a receive task refers to."""
        name, key = self.process_parser.parser.messages[event.get("messageRef", "").rpartition(":")[2]]
        return MessageTrigger(name, key)

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
        """The code of the error; none catches all."""
        error = self.diagram.referenced("error", event.get("errorRef"))
        if error is None:
            return ErrorTrigger(None, None)
        return ErrorTrigger(error.get("name"), error.get("errorCode") or None)

    def parse_escalation_event(self, event: etree._Element) -> EscalationTrigger:
        """The code of the escalation; none catches all."""
        found = self.diagram.referenced("escalation", event.get("escalationRef"))
        if found is None:
            return EscalationTrigger(None, None)
        return EscalationTrigger(found.get("name"), found.get("escalationCode") or None)

    def settle(self, node: FlowNode) -> None:
        self.task.trigger = self.task.event_definition


class StartParser(NodeParser):
    """Start events; that of an event sub-process is known to the scope around it as a handler, too."""

    def create_task(self) -> StartEvent:
        return StartEvent(self.spec, self.bpmn_id, event_definition=None, **self.bpmn_attributes)


class HandlerParser(SubProcessParser, TriggerParser):
    """Sub-processes, and what starts those that are triggered by an event."""

    def settle(self, node: FlowNode) -> None:
        if not node.handles or node.compensates:
            return
        start = next(one for one in self.diagram.within(node) if one.type == "startEvent")
        handler = Handler(self.spec, start.id)
        handler.element = replace(element_of(start), status=None)
        handler.output_mappings = mappings(start.extensions.outputs)
        handler.trigger = self._trigger(start)
        handler.interrupting = start.xml.get("isInterrupting") not in ("false", "0")
        handler.body = self.task
        self.spec.handlers += (handler,)

    def _trigger(self, start: FlowNode) -> Any:
        definition = start.definitions()[0]
        parse = {
            "messageEventDefinition": self.parse_message_event,
            "signalEventDefinition": self.parse_signal_event,
            "timerEventDefinition": self.parse_timer_event,
            "conditionalEventDefinition": self.parse_conditional_event,
            "errorEventDefinition": self.parse_error_event,
            "escalationEventDefinition": self.parse_escalation_event,
        }[local_name(definition)]
        return parse(definition)


class CatchParser(TriggerParser, IntermediateCatchEventParser):  # type: ignore[misc]
    """Intermediate catch events; that of a link is only passed."""

    def create_task(self) -> CatchEvent | PassingEvent:
        if self.model.link is not None:
            return PassingEvent(self.spec, self.bpmn_id, **self.bpmn_attributes)
        task: CatchEvent = super().create_task()
        return task

    def settle(self, node: FlowNode) -> None:
        if node.link is None:
            super().settle(node)


class ThrowParser(NodeParser):
    """Intermediate throw events: none, link, escalation, signal, and messages that a worker sends."""

    def create_task(self) -> Node:
        made = thrower(self.model) or PassingEvent
        return made(self.spec, self.bpmn_id, **self.bpmn_attributes)

    def settle(self, node: FlowNode) -> None:
        settle_thrower(self.task, node, self.diagram)

    def attach(self) -> None:
        target = self.diagram.link_target(self.model)
        if target is not None:
            self.task.flows = (OutgoingFlow("", self.spec.task_specs[target.id]),)


class BoundaryParser(TriggerParser, BoundaryEventParser):  # type: ignore[misc]
    """Boundary events."""

    def create_task(self) -> BoundaryEvent | CompensationBoundary:
        if self.model.waits_for("compensate"):
            return CompensationBoundary(self.spec, self.bpmn_id, **self.bpmn_attributes)
        task: BoundaryEvent = super().create_task()
        return task

    def settle(self, node: FlowNode) -> None:
        if isinstance(self.task, CompensationBoundary):
            return
        super().settle(node)
        self.task.interrupting = self.task.cancel_activity


class EndParser(TriggerParser, EndEventParser):  # type: ignore[misc]
    """End events: each definition has its own class."""

    def create_task(self) -> Node:
        made = thrower(self.model)
        if made is not None:
            return made(self.spec, self.bpmn_id, **self.bpmn_attributes)
        names = [local_name(definition) for definition in self.model.definitions()]
        if "terminateEventDefinition" in names:
            self.spec_class = TerminateEndEvent
        elif "cancelEventDefinition" in names:
            self.spec_class = CancelEndEvent
        elif "errorEventDefinition" in names:
            self.spec_class = ErrorEndEvent
        task: EndEvent = super().create_task()
        return task

    def settle(self, node: FlowNode) -> None:
        settle_thrower(self.task, node, self.diagram)
        if isinstance(self.task, ErrorEndEvent):
            self.task.code = self.task.event_definition.code


class ReceiveParser(ActivityParser, TriggerParser):
    """Receive tasks subscribe as message events do."""

    def create_task(self) -> ReceiveTask:
        trigger = self.parse_message_event(self.node)
        return ReceiveTask(self.spec, self.bpmn_id, event_definition=trigger, **self.bpmn_attributes)

    def settle(self, node: FlowNode) -> None:
        TriggerParser.settle(self, node)
