"""From a checked diagram to SpiffWorkflow specifications of our own classes.

SpiffWorkflow's parser finds the nodes and builds the specifications; overridden is what it does not know (the zeebe
dialect, FEEL) and what it does by recursion along the flows, which fails on long diagrams. Checks nothing again:
`bpmn.parse` calls it only after the rules have passed.
"""

from __future__ import annotations

from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser, full_tag
from SpiffWorkflow.bpmn.parser.event_parsers import (
    BoundaryEventParser,
    EndEventParser,
    IntermediateCatchEventParser,
    StartEventParser,
)
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

from bpmn.definition import Element
from bpmn.dialect import IoMapping, bpmn, local_name, read
from bpmn.model import Diagram, FlowNode
from bpmn.properties import clock_of, roles_of, status_of
from bpmn.specs.activities import ScriptTask, SubProcess
from bpmn.specs.events import BoundaryEvent, CatchEvent, EndEvent, ErrorEndEvent, StartEvent, TerminateEndEvent
from bpmn.specs.gateways import ExclusiveGateway, ParallelGateway
from bpmn.specs.node import OutgoingFlow
from bpmn.specs.tasks import ReceiveTask, ServiceTask, UserTask
from bpmn.specs.triggers import Due, ErrorTrigger, MessageTrigger, TimerTrigger
from bpmn.values import Mapping, Value, compile_optional, compile_value


def element_of(node: FlowNode) -> Element:
    """What others may know of a node."""
    extensions = node.extensions
    return Element(
        id=node.id,
        type=node.type,
        name=node.name,
        kind=extensions.property("kind"),
        form=extensions.form,
        roles=roles_of(extensions.groups),
        status=status_of(extensions),
        time_limit=extensions.property("timeLimit"),
        clock=clock_of(extensions),
        lane=node.lane,
        attached_to=node.attached_to,
        scope=node.scope.id if node.scope else None,
    )


def _mappings(found: tuple[IoMapping, ...]) -> tuple[Mapping, ...]:
    return tuple(Mapping(mapping.target, compile_value(mapping.source)) for mapping in found)


class NodeParser(TaskParser):  # type: ignore[misc]
    """First base of every node's parser: creates the specification, and connects it in a second pass."""

    task: Any

    @property
    def model(self) -> FlowNode:
        """The node in our own reading of the diagram."""
        found: FlowNode = self.process_parser.parser.diagram.by_id[self.bpmn_id]
        return found

    @property
    def diagram(self) -> Diagram:
        """The diagram as a whole."""
        diagram: Diagram = self.process_parser.parser.diagram
        return diagram

    def parse_documentation(self, sequence_flow: etree._Element | None = None) -> str | None:
        """The node's own documentation; SpiffWorkflow takes that of anything inside it."""
        found = (self.node if sequence_flow is None else sequence_flow).find(bpmn("documentation"))
        return None if found is None else found.text

    def create(self) -> Any:
        """The specification without its flows."""
        node = self.model
        self.task = self.create_task()
        self.task.element = element_of(node)
        self.task.extensions = node.extensions
        self.task.arrivals = tuple(flow.id for flow in node.incoming)
        self.task.input_mappings = _mappings(node.extensions.inputs)
        self.task.output_mappings = _mappings(node.extensions.outputs)
        self.settle(node)
        return self.task

    def settle(self, node: FlowNode) -> None:
        """Sets what the kind of element needs beyond that."""

    def connect(self) -> None:
        """Connects the specification with those it leads to, in the order of the diagram."""
        specs = self.spec.task_specs
        flows = []
        for flow in self.model.outgoing:
            target = specs[flow.target]
            self.task.connect(target)
            flows.append(OutgoingFlow(flow.id, target, compile_optional(flow.condition)))
        self.task.flows = tuple(flows)
        self.attach()

    def attach(self) -> None:
        """Connects what is not a flow."""


class ActivityParser(NodeParser):
    """Tasks and sub-processes, with the boundary events on them."""

    def attach(self) -> None:
        boundaries = self.diagram.boundaries(self.model)
        self.task.boundaries = tuple(self.spec.task_specs[boundary.id] for boundary in boundaries)


class UserTaskParser(ActivityParser):
    """Who may do it, until when, how urgent."""

    def settle(self, node: FlowNode) -> None:
        extensions = node.extensions
        self.task.groups = compile_optional(extensions.groups)
        self.task.assignee = compile_optional(extensions.assignee)
        self.task.due = compile_optional(extensions.due)
        self.task.follow_up = compile_optional(extensions.follow_up)
        self.task.priority = compile_optional(extensions.priority)
        self.task.properties = dict(extensions.properties)


class ServiceTaskParser(ActivityParser):
    """The worker's topic and headers."""

    def settle(self, node: FlowNode) -> None:
        self.task.topic = (node.extensions.topic or "").strip()
        self.task.retries = compile_optional(node.extensions.retries)
        self.task.headers = dict(node.extensions.headers)


class ScriptParser(ActivityParser):
    """FEEL instead of a `bpmn:script`."""

    def create_task(self) -> ScriptTask:
        return ScriptTask(self.spec, self.bpmn_id, script=self.model.extensions.script, **self.bpmn_attributes)

    def settle(self, node: FlowNode) -> None:
        self.task.expression = compile_value(node.extensions.script or "")
        self.task.result = (node.extensions.result or "").strip()


class SubProcessParser(ActivityParser):
    """A sub-process has a specification of its own, under the id of its node."""

    def create_task(self) -> SubProcess:
        parsers = self.process_parser.parser
        parsers.create_parser(self.node, filename=self.filename, lane=self.lane)
        parsers.process_parsers[self.bpmn_id].parent = self.process_parser
        return SubProcess(self.spec, self.bpmn_id, subworkflow_spec=self.bpmn_id, **self.bpmn_attributes)


class ExclusiveGatewayParser(NodeParser):
    """The default flow."""

    def attach(self) -> None:
        default = self.node.get("default")
        flows = self.task.flows
        self.task.default = next((flow for flow in flows if flow.id == default), None)


class TriggerParser(NodeParser):
    """Event definitions with FEEL."""

    def parse_message_event(self, event: etree._Element) -> MessageTrigger:
        """Name and correlation key of the message an event or a receive task refers to."""
        name, key = self.process_parser.parser.messages[event.get("messageRef", "").rpartition(":")[2]]
        return MessageTrigger(name, key)

    def parse_timer_event(self, event: etree._Element) -> TimerTrigger:
        """A date or a duration."""
        duration = event.findtext(bpmn("timeDuration"))
        text = duration or event.findtext(bpmn("timeDate")) or ""
        return TimerTrigger(Due(compile_value(text), bool(duration)))

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
    """Intermediate catch events."""


class BoundaryParser(TriggerParser, BoundaryEventParser):  # type: ignore[misc]
    """Boundary events."""

    def settle(self, node: FlowNode) -> None:
        super().settle(node)
        self.task.interrupting = self.task.cancel_activity


class EndParser(TriggerParser, EndEventParser):  # type: ignore[misc]
    """End events: each definition has its own class."""

    def create_task(self) -> EndEvent:
        names = [local_name(definition) for definition in self.model.definitions()]
        if "terminateEventDefinition" in names:
            self.spec_class = TerminateEndEvent
        elif "errorEventDefinition" in names:
            self.spec_class = ErrorEndEvent
        task: EndEvent = super().create_task()
        return task

    def settle(self, node: FlowNode) -> None:
        if isinstance(self.task, ErrorEndEvent):
            self.task.code = self.task.event_definition.code


class ReceiveParser(ActivityParser, TriggerParser):
    """Receive tasks subscribe as message events do."""

    def create_task(self) -> ReceiveTask:
        trigger = self.parse_message_event(self.node)
        return ReceiveTask(self.spec, self.bpmn_id, event_definition=trigger, **self.bpmn_attributes)

    def settle(self, node: FlowNode) -> None:
        TriggerParser.settle(self, node)


class ScopeSpec(BpmnProcessSpec):  # type: ignore[misc]
    """The nodes of a process or sub-process, with names for SpiffWorkflow's own that no element can have."""

    def __init__(self, name: str, description: str, filename: str | None) -> None:
        super().__init__(name=name, description=description, filename=filename)
        self.task_specs.clear()
        self.start.name = "(start)"
        self.end.name = "(end)"
        self.task_specs.update({"(start)": self.start, "(end)": self.end})


class ScopeParser(ProcessParser):  # type: ignore[misc]
    """A process or sub-process: all nodes first, then their connections; no recursion along the flows."""

    def create_spec(self) -> ScopeSpec:
        """An empty specification."""
        return ScopeSpec(self.bpmn_id, self.get_name(), self.filename)

    def add_tasks(self) -> None:
        """Creates and connects every node of this scope."""
        parsers = [parser for child in self.node if (parser := self._parser(child)) is not None]
        for parser in parsers:
            parser.create()
        for parser in parsers:
            parser.connect()

    def _parser(self, node: etree._Element) -> Any:
        parser, spec = self.parser._get_parser_class(node.tag)
        return parser(self, spec, node, self.nsmap, lane=self.lane) if parser else None


class DiagramParser(BpmnParser):  # type: ignore[misc]
    """The elements we execute, and nothing else."""

    PROCESS_PARSER_CLASS = ScopeParser
    PARSER_CLASSES = {
        full_tag("startEvent"): (StartParser, StartEvent),
        full_tag("endEvent"): (EndParser, EndEvent),
        full_tag("intermediateCatchEvent"): (CatchParser, CatchEvent),
        full_tag("boundaryEvent"): (BoundaryParser, BoundaryEvent),
        full_tag("userTask"): (UserTaskParser, UserTask),
        full_tag("serviceTask"): (ServiceTaskParser, ServiceTask),
        full_tag("sendTask"): (ServiceTaskParser, ServiceTask),
        full_tag("receiveTask"): (ReceiveParser, ReceiveTask),
        full_tag("scriptTask"): (ScriptParser, ScriptTask),
        full_tag("subProcess"): (SubProcessParser, SubProcess),
        full_tag("exclusiveGateway"): (ExclusiveGatewayParser, ExclusiveGateway),
        full_tag("parallelGateway"): (NodeParser, ParallelGateway),
    }

    def __init__(self, diagram: Diagram) -> None:
        super().__init__()
        self.diagram = diagram
        self.add_bpmn_xml(diagram.root)

    def specs(self) -> dict[str | None, Any]:
        """The specification of the process under None, those of its sub-processes under their ids."""
        assert self.diagram.process is not None
        found: dict[str | None, Any] = {None: self.get_spec(self.diagram.process.get("id"))}
        pending = [found[None]]
        while pending:
            for task in pending.pop().task_specs.values():
                if isinstance(task, SubProcess):
                    found[task.name] = self.get_spec(task.name)
                    pending.append(found[task.name])
        return found

    def _add_diagram_indexes(self, bpmn: etree._Element) -> None:
        """Positions and lanes mean nothing to an execution."""

    def _add_messages(self, bpmn: etree._Element) -> None:
        self.messages: dict[str, tuple[Value, Value | None]] = {}
        for message in self.diagram.root_elements("message"):
            if message.get("id") and message.get("name"):
                key = compile_optional(read(message).correlation_key)
                self.messages[message.get("id", "")] = (compile_value(message.get("name", "")), key)

    def _add_correlations(self, bpmn: etree._Element) -> None:
        """Keys come from the zeebe subscription instead."""
