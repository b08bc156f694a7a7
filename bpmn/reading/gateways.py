"""Parser of complex gateways."""

from __future__ import annotations

from bpmn.diagram.dialect import bpmn
from bpmn.diagram.model import FlowNode
from bpmn.reading.nodes import NodeParser
from bpmn.values import compile_value


class ComplexParser(NodeParser):
    """Complex gateways: the activation condition."""

    def configure(self, node: FlowNode) -> None:
        self.task.activation = compile_value(node.xml.findtext(bpmn("activationCondition")) or "")
