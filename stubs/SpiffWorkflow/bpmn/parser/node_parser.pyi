from typing import Any

from lxml import etree

class NodeParser:
    node: etree._Element
    nsmap: dict[str, str]
    filename: str | None
    lane: str | None
    def __init__(
        self,
        node: etree._Element,
        nsmap: dict[str, str] | None = None,
        filename: str | None = None,
        lane: str | None = None,
    ) -> None: ...
    @property
    def bpmn_id(self) -> str: ...
    @property
    def bpmn_attributes(self) -> dict[str, Any]: ...
    def parse_documentation(self, sequence_flow: etree._Element | None = None) -> str | None: ...
    def parse_incoming_data_references(self) -> list[Any]: ...
    def parse_outgoing_data_references(self) -> list[Any]: ...
