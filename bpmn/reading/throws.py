"""Parsers of elements that throw events: intermediate throw events, end events, send tasks."""

from __future__ import annotations

from SpiffWorkflow.bpmn.parser.event_parsers import EndEventParser

from bpmn.diagram.dialect import local_name, read
from bpmn.diagram.model import Diagram, FlowNode
from bpmn.reading.events import TriggerParser, signal_name
from bpmn.reading.nodes import NodeParser, ServiceTaskParser, configure_call, synthetic_spec
from bpmn.running.specs.compensation import CompensationEvent
from bpmn.running.specs.events import EndEvent, ErrorEndEvent, EscalationEvent, PassingEvent, TerminateEndEvent
from bpmn.running.specs.multiple import SeveralThrows
from bpmn.running.specs.node import NodeSpec, OutgoingFlow, ScopeSpec
from bpmn.running.specs.tasks import CallEvent, ServiceTask
from bpmn.running.specs.throws import MessageEvent, SendTask, SignalEvent, ThrownMessage
from bpmn.running.specs.transactions import CancelEndEvent
from bpmn.values import compile_optional, compile_value


def escalation_code(diagram: Diagram, node: FlowNode) -> str:
    """The code of the escalation that an event throws."""
    found = diagram.referenced("escalation", node.event_definitions()[0].get("escalationRef"))
    return "" if found is None else found.get("escalationCode") or ""


def configure_compensation(task: CompensationEvent, node: FlowNode) -> None:
    """Sets what a throw event compensates, and whether it waits for that."""
    definition = node.event_definitions()[0]
    task.activity = (definition.get("activityRef") or "").rpartition(":")[2] or None
    task.waits = definition.get("waitForCompletion") not in ("false", "0")


def message_of(diagram: Diagram, node: FlowNode) -> ThrownMessage:
    """The message that an event or a send task throws."""
    found = diagram.referenced("message", node.message_ref)
    assert found is not None
    return ThrownMessage(compile_value(found.get("name") or ""), compile_optional(read(found).correlation_key))


def throw_event_class(node: FlowNode) -> type[NodeSpec] | None:
    """The class of an event whose token goes on after it has thrown; None for any other event."""
    if node.is_message_throw:
        return MessageEvent if node.throws_internally else CallEvent
    classes: dict[str, type[NodeSpec]]
    classes = {"escalation": EscalationEvent, "signal": SignalEvent, "compensate": CompensationEvent}
    return next((classes[kind] for kind in classes if node.has_event_definition(kind)), None)


def configure_thrower(task: NodeSpec, node: FlowNode, diagram: Diagram) -> None:
    """Sets the attributes of a throw event, by its class; other classes have none."""
    if isinstance(task, CallEvent):
        configure_call(task, node)
    elif isinstance(task, MessageEvent):
        task.message = message_of(diagram, node)
    elif isinstance(task, EscalationEvent):
        task.code = escalation_code(diagram, node)
    elif isinstance(task, SignalEvent):
        task.signal = signal_name(diagram, node.event_definitions()[0])
    elif isinstance(task, CompensationEvent):
        configure_compensation(task, node)


def event_with_several_definitions(scope: ScopeSpec, node: FlowNode, diagram: Diagram) -> SeveralThrows:
    """The event, with a part for each definition; the one that ends the scope comes last."""
    task = SeveralThrows(scope, node.id)
    going_on: list[NodeSpec] = []
    ending: list[NodeSpec] = []
    for number, view in enumerate(node.views_per_definition()):
        kind = next((kind for kind in _ENDING if view.has_event_definition(kind)), None)
        if kind is None:
            spec_class = throw_event_class(view)
            assert spec_class is not None
            part: NodeSpec = synthetic_spec(spec_class, scope, node, f"{number}")
            configure_thrower(part, view, diagram)
            going_on.append(part)
        else:
            part = synthetic_spec(_ENDING[kind], scope, node, f"{number}", event_definition=None)
            if isinstance(part, ErrorEndEvent):
                part.code = error_code(diagram, view)
            ending.append(part)
    task.parts = (*going_on, *ending)
    return task


_ENDING: dict[str, type[EndEvent]]
_ENDING = {"terminate": TerminateEndEvent, "cancel": CancelEndEvent, "error": ErrorEndEvent}


def error_code(diagram: Diagram, node: FlowNode) -> str:
    """The code of the error that an end event throws."""
    found = diagram.referenced("error", node.event_definitions()[0].get("errorRef"))
    return "" if found is None else found.get("errorCode") or ""


class ThrowParser(NodeParser):
    """Intermediate throw events."""

    def create_task(self) -> NodeSpec:
        if len(self.model.event_definitions()) > 1:
            return event_with_several_definitions(self.spec, self.model, self.diagram)
        spec_class = throw_event_class(self.model) or PassingEvent
        return spec_class(self.spec, self.bpmn_id, **self.bpmn_attributes)

    def configure(self, node: FlowNode) -> None:
        configure_thrower(self.task, node, self.diagram)

    def attach(self) -> None:
        target = self.diagram.link_target(self.model)
        if target is not None:
            self.task.flows = (OutgoingFlow("", self.spec.task_specs[target.id]),)


class EndParser(TriggerParser, EndEventParser):
    """End events: each definition has its own class."""

    def create_task(self) -> NodeSpec:
        if len(self.model.event_definitions()) > 1:
            return event_with_several_definitions(self.spec, self.model, self.diagram)
        spec_class = throw_event_class(self.model)
        if spec_class is not None:
            return spec_class(self.spec, self.bpmn_id, **self.bpmn_attributes)
        names = [local_name(definition) for definition in self.model.event_definitions()]
        if "terminateEventDefinition" in names:
            self.spec_class = TerminateEndEvent
        elif "cancelEventDefinition" in names:
            self.spec_class = CancelEndEvent
        elif "errorEventDefinition" in names:
            self.spec_class = ErrorEndEvent
        task: EndEvent = super().create_task()
        return task

    def configure(self, node: FlowNode) -> None:
        configure_thrower(self.task, node, self.diagram)
        if isinstance(self.task, ErrorEndEvent):
            self.task.code = error_code(self.diagram, node)


class SendParser(ServiceTaskParser):
    """Send tasks: a worker sends, or the task itself throws its message."""

    def create_task(self) -> SendTask | ServiceTask:
        spec_class = SendTask if self.model.throws_internally else ServiceTask
        return spec_class(self.spec, self.bpmn_id, **self.bpmn_attributes)

    def configure(self, node: FlowNode) -> None:
        if isinstance(self.task, SendTask):
            self.task.message = message_of(self.diagram, node)
        else:
            super().configure(node)
