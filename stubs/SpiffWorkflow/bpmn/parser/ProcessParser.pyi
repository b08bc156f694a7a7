from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.node_parser import NodeParser
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.data_spec import DataObject

class ProcessParser(NodeParser):
    parser: Any
    spec: Any
    parent: ProcessParser | None
    def __init__(
        self,
        p: Any,
        node: etree._Element,
        nsmap: dict[str, str],
        data_stores: dict[str, Any],
        filename: str | None = None,
        lane: str | None = None,
    ) -> None: ...
    def get_name(self) -> str: ...
    def create_spec(self) -> BpmnProcessSpec: ...
    def add_tasks(self) -> None: ...
    def parse_data_object(self, obj: etree._Element) -> DataObject: ...
