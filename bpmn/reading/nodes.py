"""Parsers of tasks, sub-processes and gateways. They read the zeebe dialect and compile FEEL."""

from __future__ import annotations

from typing import Any, TypeVar

from lxml import etree
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser

from bpmn.definition import Element
from bpmn.diagram.dialect import CalledElement, IoMapping, LoopMarker, bpmn
from bpmn.diagram.model import Diagram, FlowNode
from bpmn.diagram.office_extensions import clock_of, roles_of, status_of
from bpmn.reading.loops import multi_instance, standard
from bpmn.running.specs.activities import SubProcess
from bpmn.running.specs.adhoc import AdHocSubProcess
from bpmn.running.specs.handlers import EventSubProcess
from bpmn.running.specs.loops import Repeated
from bpmn.running.specs.node import NodeSpec, OutgoingFlow, ScopeSpec
from bpmn.running.specs.transactions import Transaction
from bpmn.values import Mapping, compile_optional, compile_value


def element_of(node: FlowNode) -> Element:
    """The node as an entry of `Definition.elements`."""
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
        interrupting=node.xml.get("cancelActivity") not in ("false", "0"),
        scope=node.scope.id if node.scope else None,
    )


def compile_mappings(mappings: tuple[IoMapping, ...]) -> tuple[Mapping, ...]:
    """Mappings with their expressions compiled."""
    return tuple(Mapping(mapping.target, compile_value(mapping.source)) for mapping in mappings)


class NodeParser(TaskParser):
    """The base of every node's parser: creates the specification, and connects it in a second pass."""

    task: Any

    @property
    def model(self) -> FlowNode:
        """The node in our own model of the diagram."""
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

    def parse_incoming_data_references(self) -> list[Any]:
        """None: data associations are not executed."""
        return []

    def parse_outgoing_data_references(self) -> list[Any]:
        """None: data associations are not executed."""
        return []

    def create(self) -> Any:
        """The specification without its flows."""
        node = self.model
        self.task = self.create_task()
        self.task.element = element_of(node)
        self.task.extensions = node.extensions
        self.task.arrivals = tuple(flow.id for flow in node.incoming)
        self.task.input_mappings = compile_mappings(node.extensions.inputs)
        self.task.output_mappings = compile_mappings(node.extensions.outputs)
        self.configure(node)
        if node.loop is not None:
            self.task = self._repeated(node.loop)
            self.task.element = element_of(node)
            self.task.arrivals = tuple(flow.id for flow in node.incoming)
        return self.task

    def _repeated(self, loop: LoopMarker) -> Repeated:
        """The specification of the loop, which takes the place of the activity that is repeated."""
        body = self.task
        del self.spec.task_specs[body.name]
        repeated = (
            multi_instance(self.spec, body.name, loop)
            if loop.is_multi_instance
            else standard(self.spec, body.name, loop)
        )
        repeated.inner = ScopeSpec(body.name, body.name)
        repeated.inner.task_specs[body.name] = body
        repeated.inner.repeats = True
        repeated.body = body
        body.loop = repeated
        return repeated

    def configure(self, node: FlowNode) -> None:
        """Sets the attributes of this kind of element; called by `create`."""

    def connect(self) -> None:
        """Connects the specification with the targets of its flows, in the order of the diagram."""
        specs = self.spec.task_specs
        flows = []
        for flow in self.model.outgoing:
            target = specs[flow.target]
            self.task.connect(target)
            flows.append(OutgoingFlow(flow.id, target, compile_optional(flow.condition)))
        self.task.flows = tuple(flows)
        default = self.node.get("default")
        for alternative in self.task.alternatives:
            alternative.flows = self.task.flows
        self.task.default = next((flow for flow in flows if flow.id == default), None)
        self.attach()

    def attach(self) -> None:
        """Connects boundary events and the targets of links, after the flows."""


Spec = TypeVar("Spec", bound=NodeSpec)


def synthetic_spec(spec_class: type[Spec], scope: ScopeSpec, node: FlowNode, key: str, **attributes: Any) -> Spec:
    """A further specification for an element that has one already, under an alias made of `key`."""
    spec = spec_class(scope, f"({key} {node.id})", **attributes)
    spec.alias, spec.name = spec.name, node.id
    spec.element = element_of(node)
    spec.input_mappings, spec.output_mappings = (
        compile_mappings(node.extensions.inputs),
        compile_mappings(node.extensions.outputs),
    )
    return spec


class ActivityParser(NodeParser):
    """Tasks and sub-processes, with the boundary events on them."""

    def attach(self) -> None:
        boundaries = [one for one in self.diagram.boundaries(self.model) if not one.has_event_definition("compensate")]
        found = [self.spec.task_specs[boundary.id] for boundary in boundaries]
        self.task.boundaries = tuple(alternative for one in found for alternative in (one, *one.alternatives))


class UserTaskParser(ActivityParser):
    """User tasks: candidate groups, assignee, dates and priority."""

    def configure(self, node: FlowNode) -> None:
        extensions = node.extensions
        self.task.groups = compile_optional(extensions.groups)
        self.task.assignee = compile_optional(extensions.assignee)
        self.task.due = compile_optional(extensions.due)
        self.task.follow_up = compile_optional(extensions.follow_up)
        self.task.priority = compile_optional(extensions.priority)
        self.task.properties = {one.name: one.value for one in extensions.properties}


def configure_call(task: Any, node: FlowNode) -> None:
    """Sets topic, headers and retries of a call to a worker."""
    task.topic = (node.extensions.job_type or "").strip()
    task.retries = compile_optional(node.extensions.retries)
    task.headers = {one.key: one.value for one in node.extensions.headers}


class ServiceTaskParser(ActivityParser):
    """Service tasks: topic, headers and retries."""

    def configure(self, node: FlowNode) -> None:
        configure_call(self.task, node)


class ScriptParser(ActivityParser):
    """Script tasks: FEEL instead of a `bpmn:script`."""

    def configure(self, node: FlowNode) -> None:
        self.task.expression = compile_value(node.extensions.script or "")
        self.task.result_variable = (node.extensions.result_variable or "").strip()


class BusinessRuleParser(ActivityParser):
    """Business rule tasks: the called decision, from the procedure's tables."""

    def configure(self, node: FlowNode) -> None:
        self.task.decision = (node.extensions.decision or "").strip()
        self.task.model = self.process_parser.parser.tables[self.task.decision]
        self.task.result_variable = (node.extensions.result_variable or "").strip()


class CallParser(ActivityParser):
    """Call activities: the id of the called process, and which variables go in and come back."""

    def configure(self, node: FlowNode) -> None:
        called = node.extensions.called or CalledElement("")
        self.task.process = compile_value(called.process_id)
        self.task.version_tag = called.version_tag if called.binding == "versionTag" else None
        self.task.propagate_all_parent_variables = called.propagate_all_parent_variables == "true"
        self.task.propagate_all_child_variables = called.propagate_all_child_variables == "true"


_SUB_PROCESSES: dict[str, type[SubProcess]] = {
    "subProcess": SubProcess,
    "transaction": Transaction,
    "adHocSubProcess": AdHocSubProcess,
}


class SubProcessParser(ActivityParser):
    """A sub-process has a specification of its own, under the id of its node."""

    def create_task(self) -> SubProcess:
        diagram_parser = self.process_parser.parser
        diagram_parser.create_parser(self.node, filename=self.filename, lane=self.lane)
        diagram_parser.process_parsers[self.bpmn_id].parent = self.process_parser
        spec_class = EventSubProcess if self.model.is_event_subprocess else _SUB_PROCESSES[self.model.type]
        return spec_class(self.spec, self.bpmn_id, **self.bpmn_attributes)
