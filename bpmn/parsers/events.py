"""Parsers of events and of receive tasks: what they wait for or throw."""

from __future__ import annotations

from typing import Literal

from lxml import etree
from SpiffWorkflow.bpmn.parser.event_parsers import (
    BoundaryEventParser,
    EndEventParser,
    IntermediateCatchEventParser,
    StartEventParser,
)

from bpmn.dialect import bpmn, local_name
from bpmn.model import FlowNode
from bpmn.parsers.nodes import ActivityParser, NodeParser, settle_call
from bpmn.specs.events import CatchEvent, EndEvent, ErrorEndEvent, PassingEvent, TerminateEndEvent
from bpmn.specs.node import OutgoingFlow
from bpmn.specs.tasks import CallEvent, ReceiveTask
from bpmn.specs.triggers import ConditionTrigger, Due, ErrorTrigger, MessageTrigger, TimerTrigger
from bpmn.values import compile_value


class TriggerParser(NodeParser):
    """Event definitions with FEEL."""

    def parse_message_event(self, event: etree._Element) -> MessageTrigger:
        """Name and correlation key of the message an event or a receive task refers to."""
        name, key = self.process_parser.parser.messages[event.get("messageRef", "").rpartition(":")[2]]
        return MessageTrigger(name, key)

    def parse_timer_event(self, event: etree._Element) -> TimerTrigger:
        """A date, a duration or a cycle."""
        kinds: dict[str, Literal["date", "duration", "cycle"]]
        kinds = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}
        name = next(name for name in kinds if event.find(bpmn(name)) is not None)
        return TimerTrigger(Due(compile_value(event.findtext(bpmn(name)) or ""), kinds[name]))

    def parse_conditional_event(self, event: etree._Element) -> ConditionTrigger:
        """A condition over the variables."""
        return ConditionTrigger(compile_value(event.findtext(bpmn("condition")) or ""))

    def parse_error_event(self, event: etree._Element) -> ErrorTrigger:
        """The code of the error; none catches all."""
        error = self.diagram.referenced("error", event.get("errorRef"))
        if error is None:
            return ErrorTrigger(None, None)
        return ErrorTrigger(error.get("name"), error.get("errorCode") or None)

    def settle(self, node: FlowNode) -> None:
        self.task.trigger = self.task.event_definition


class StartParser(TriggerParser, StartEventParser):  # type: ignore[misc]
    """None start events."""


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
    """Intermediate throw events: none, link, and messages that a worker sends."""

    def create_task(self) -> CallEvent | PassingEvent:
        made = CallEvent if self.model.sends else PassingEvent
        return made(self.spec, self.bpmn_id, **self.bpmn_attributes)

    def settle(self, node: FlowNode) -> None:
        if node.sends:
            settle_call(self.task, node)

    def attach(self) -> None:
        target = self.diagram.link_target(self.model)
        if target is not None:
            self.task.flows = (OutgoingFlow("", self.spec.task_specs[target.id]),)


class BoundaryParser(TriggerParser, BoundaryEventParser):  # type: ignore[misc]
    """Boundary events."""

    def settle(self, node: FlowNode) -> None:
        super().settle(node)
        self.task.interrupting = self.task.cancel_activity


class EndParser(TriggerParser, EndEventParser):  # type: ignore[misc]
    """End events: each definition has its own class."""

    def create_task(self) -> EndEvent | CallEvent:
        if self.model.sends:
            return CallEvent(self.spec, self.bpmn_id, **self.bpmn_attributes)
        names = [local_name(definition) for definition in self.model.definitions()]
        if "terminateEventDefinition" in names:
            self.spec_class = TerminateEndEvent
        elif "errorEventDefinition" in names:
            self.spec_class = ErrorEndEvent
        task: EndEvent = super().create_task()
        return task

    def settle(self, node: FlowNode) -> None:
        if node.sends:
            settle_call(self.task, node)
        if isinstance(self.task, ErrorEndEvent):
            self.task.code = self.task.event_definition.code


class ReceiveParser(ActivityParser, TriggerParser):
    """Receive tasks subscribe as message events do."""

    def create_task(self) -> ReceiveTask:
        trigger = self.parse_message_event(self.node)
        return ReceiveTask(self.spec, self.bpmn_id, event_definition=trigger, **self.bpmn_attributes)

    def settle(self, node: FlowNode) -> None:
        TriggerParser.settle(self, node)
