from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.node_parser import NodeParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser

class TaskParser(NodeParser):
    process_parser: Any
    spec_class: Any
    spec: Any
    task: Any
    def __init__(
        self,
        process_parser: ProcessParser,
        spec_class: type,
        node: etree._Element,
        nsmap: dict[str, str] | None = None,
        lane: str | None = None,
    ) -> None: ...
    def create_task(self) -> Any: ...
