from typing import Any, ClassVar

from lxml import etree
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser

def full_tag(tag: str) -> str: ...

class BpmnParser:
    PARSER_CLASSES: ClassVar[dict[str, tuple[type[TaskParser], type]]]
    PROCESS_PARSER_CLASS: ClassVar[type[ProcessParser]]
    process_parsers: dict[str, ProcessParser]
    messages: dict[str, Any]
    def __init__(
        self,
        namespaces: dict[str, str] | None = None,
        validator: object = None,
        spec_descriptions: dict[str, str] = ...,
    ) -> None: ...
    def add_bpmn_xml(self, bpmn: etree._Element, filename: str | None = None) -> None: ...
    def create_parser(self, node: etree._Element, filename: str | None = None, lane: str | None = None) -> None: ...
    def get_spec(self, process_id: str, required: bool = True) -> Any: ...
