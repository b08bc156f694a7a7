"""The parser of a whole diagram, scope by scope, and the table of which parser reads which element."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser, full_tag
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.specs.data_spec import DataObject

from bpmn.diagram.dialect import read
from bpmn.diagram.model import Diagram
from bpmn.dmn import Model
from bpmn.reading.adhoc import AdHocParser
from bpmn.reading.compensation import connect_compensation
from bpmn.reading.events import (
    BoundaryParser,
    CatchParser,
    EventBasedGatewayParser,
    HandlerParser,
    MessageDefinition,
    ReceiveParser,
    StartParser,
)
from bpmn.reading.gateways import ComplexParser
from bpmn.reading.nodes import (
    ActivityParser,
    BusinessRuleParser,
    CallParser,
    NodeParser,
    ScriptParser,
    ServiceTaskParser,
    UserTaskParser,
)
from bpmn.reading.throws import EndParser, SendParser, ThrowParser
from bpmn.running.specs.activities import BusinessRuleTask, PassingTask, ScriptTask, SubProcess
from bpmn.running.specs.adhoc import AdHocSubProcess
from bpmn.running.specs.call_activity import CallActivity
from bpmn.running.specs.complex import ComplexGateway
from bpmn.running.specs.events import BoundaryEvent, CatchEvent, EndEvent, PassingEvent, StartEvent
from bpmn.running.specs.gateways import ExclusiveGateway, ParallelGateway
from bpmn.running.specs.inclusive import InclusiveGateway
from bpmn.running.specs.loops import Repeated
from bpmn.running.specs.node import ScopeSpec
from bpmn.running.specs.races import EventBasedGateway
from bpmn.running.specs.tasks import ReceiveTask, ServiceTask, UserTask
from bpmn.running.specs.transactions import Transaction
from bpmn.values import compile_optional, compile_value


class ScopeParser(ProcessParser):
    """A process or sub-process: all nodes first, then their connections; no recursion along the flows."""

    def create_spec(self) -> ScopeSpec:
        """An empty specification."""
        return ScopeSpec(self.bpmn_id, self.get_name(), self.filename)

    def parse_data_object(self, obj: etree._Element) -> DataObject:
        """Data objects are not executed; SpiffWorkflow needs their ids only."""
        return DataObject(obj.get("id") or "")

    def add_tasks(self) -> None:
        """Creates and connects every node of this scope."""
        parsers = [parser for child in self.node if (parser := self._parser(child)) is not None]
        for parser in parsers:
            parser.create()
        for parser in parsers:
            parser.connect()

    def _parser(self, node: etree._Element) -> Any:
        parser, spec = self.parser.PARSER_CLASSES.get(node.tag, (None, None))
        return parser(self, spec, node, self.nsmap, lane=self.lane) if parser else None


class DiagramParser(BpmnParser):
    """The elements we execute, and nothing else."""

    PROCESS_PARSER_CLASS = ScopeParser
    PARSER_CLASSES = {
        full_tag("startEvent"): (StartParser, StartEvent),
        full_tag("endEvent"): (EndParser, EndEvent),
        full_tag("intermediateCatchEvent"): (CatchParser, CatchEvent),
        full_tag("intermediateThrowEvent"): (ThrowParser, PassingEvent),
        full_tag("boundaryEvent"): (BoundaryParser, BoundaryEvent),
        full_tag("userTask"): (UserTaskParser, UserTask),
        full_tag("serviceTask"): (ServiceTaskParser, ServiceTask),
        full_tag("sendTask"): (SendParser, ServiceTask),
        full_tag("receiveTask"): (ReceiveParser, ReceiveTask),
        full_tag("scriptTask"): (ScriptParser, ScriptTask),
        full_tag("businessRuleTask"): (BusinessRuleParser, BusinessRuleTask),
        full_tag("manualTask"): (ActivityParser, PassingTask),
        full_tag("task"): (ActivityParser, PassingTask),
        full_tag("callActivity"): (CallParser, CallActivity),
        full_tag("subProcess"): (HandlerParser, SubProcess),
        full_tag("transaction"): (HandlerParser, Transaction),
        full_tag("adHocSubProcess"): (AdHocParser, AdHocSubProcess),
        full_tag("exclusiveGateway"): (NodeParser, ExclusiveGateway),
        full_tag("parallelGateway"): (NodeParser, ParallelGateway),
        full_tag("inclusiveGateway"): (NodeParser, InclusiveGateway),
        full_tag("complexGateway"): (ComplexParser, ComplexGateway),
        full_tag("eventBasedGateway"): (EventBasedGatewayParser, EventBasedGateway),
    }

    def __init__(self, diagram: Diagram, tables: Mapping[str, Model]) -> None:
        super().__init__()
        self.messages: dict[str, MessageDefinition] = {}
        for message in diagram.root_elements("message"):
            if message.get("id") and message.get("name"):
                self.messages[message.get("id", "")] = MessageDefinition(
                    compile_value(message.get("name", "")), compile_optional(read(message).correlation_key)
                )
        #: decision models by the id of the decision
        self.tables = tables
        self.diagram = diagram
        self.add_bpmn_xml(diagram.root)

    def scopes(self) -> dict[str | None, ScopeSpec]:
        """The specification of the process under None, those of its sub-processes under their ids."""
        assert self.diagram.process is not None
        found: dict[str | None, ScopeSpec] = {None: self.get_spec(self.diagram.process.get("id") or "")}
        found[None].conditional = any(node.has_event_definition("conditional") for node in self.diagram.nodes)
        pending = [found[None]]
        while pending:
            for task in pending.pop().task_specs.values():
                if isinstance(task, Repeated):
                    pending.append(task.inner)
                elif isinstance(task, SubProcess):
                    task.inner = found[task.name] = self.get_spec(task.name)
                    pending.append(task.inner)
        connect_compensation(self.diagram, found)
        return found

    def add_bpmn_xml(self, bpmn: etree._Element, filename: str | None = None) -> None:
        """Adds the process only: messages, signals and errors are looked up in our own model of the diagram."""
        assert self.diagram.process is not None
        self.create_parser(self.diagram.process, filename)
