"""Parsers of what throws: intermediate and end events, send tasks."""

from __future__ import annotations

from SpiffWorkflow.bpmn.parser.event_parsers import EndEventParser

from bpmn.dialect import local_name, read
from bpmn.model import Diagram, FlowNode
from bpmn.parsers.events import TriggerParser, signal_name
from bpmn.parsers.nodes import NodeParser, ServiceTaskParser, settle_call
from bpmn.specs.compensation import CompensationEvent
from bpmn.specs.events import EndEvent, ErrorEndEvent, EscalationEvent, PassingEvent, TerminateEndEvent
from bpmn.specs.node import Node, OutgoingFlow
from bpmn.specs.tasks import CallEvent, ServiceTask
from bpmn.specs.throws import Message, MessageEvent, SendTask, SignalEvent
from bpmn.specs.transactions import CancelEndEvent
from bpmn.values import compile_optional, compile_value


def escalation_code(diagram: Diagram, node: FlowNode) -> str:
    """The code of the escalation that an event throws."""
    found = diagram.referenced("escalation", node.definitions()[0].get("escalationRef"))
    return "" if found is None else found.get("escalationCode") or ""


def settle_compensation(task: CompensationEvent, node: FlowNode) -> None:
    """Sets what a throw event compensates, and whether it waits for that."""
    definition = node.definitions()[0]
    task.activity = (definition.get("activityRef") or "").rpartition(":")[2] or None
    task.waits = definition.get("waitForCompletion") not in ("false", "0")


def message_of(diagram: Diagram, node: FlowNode) -> Message:
    """The message that an event or a send task throws."""
    found = diagram.referenced("message", node.message_ref)
    assert found is not None
    return Message(compile_value(found.get("name") or ""), compile_optional(read(found).correlation_key))


def thrower(node: FlowNode) -> type[Node] | None:
    """The class of what an intermediate or end event throws and goes on; None if it is another kind of event."""
    if node.sends:
        return MessageEvent if node.tells else CallEvent
    made: dict[str, type[Node]]
    made = {"escalation": EscalationEvent, "signal": SignalEvent, "compensate": CompensationEvent}
    return next((made[kind] for kind in made if node.waits_for(kind)), None)


def settle_thrower(task: Node, node: FlowNode, diagram: Diagram) -> None:
    """Sets what is thrown."""
    if isinstance(task, CallEvent):
        settle_call(task, node)
    elif isinstance(task, MessageEvent):
        task.message = message_of(diagram, node)
    elif isinstance(task, EscalationEvent):
        task.code = escalation_code(diagram, node)
    elif isinstance(task, SignalEvent):
        task.signal = signal_name(diagram, node.definitions()[0])
    elif isinstance(task, CompensationEvent):
        settle_compensation(task, node)


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


class SendParser(ServiceTaskParser):
    """Send tasks: a worker sends, or the task itself throws its message."""

    def create_task(self) -> SendTask | ServiceTask:
        made = SendTask if self.model.tells else ServiceTask
        return made(self.spec, self.bpmn_id, **self.bpmn_attributes)

    def settle(self, node: FlowNode) -> None:
        if isinstance(self.task, SendTask):
            self.task.message = message_of(self.diagram, node)
        else:
            super().settle(node)
