"""Parser of complex gateways."""

from __future__ import annotations

from bpmn.dialect import bpmn
from bpmn.model import FlowNode
from bpmn.parsers.nodes import NodeParser
from bpmn.values import compile_value


class ComplexParser(NodeParser):
    """The activation condition."""

    def settle(self, node: FlowNode) -> None:
        self.task.activation = compile_value(node.xml.findtext(bpmn("activationCondition")) or "")
