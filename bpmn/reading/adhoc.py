"""Parser of ad-hoc sub-processes."""

from __future__ import annotations

from bpmn.diagram.dialect import bpmn
from bpmn.diagram.model import FlowNode
from bpmn.reading.nodes import SubProcessParser
from bpmn.values import compile_optional


class AdHocParser(SubProcessParser):
    """Ad-hoc sub-processes: what is started, in which order, and the completion condition."""

    def configure(self, node: FlowNode) -> None:
        self.task.active = compile_optional(node.extensions.active_elements)
        self.task.startable = tuple(one.id for one in self.diagram.startable(node))
        self.task.sequential = node.xml.get("ordering") == "Sequential"
        self.task.completion_condition = compile_optional(node.xml.findtext(bpmn("completionCondition")))
        self.task.cancels = node.xml.get("cancelRemainingInstances") not in ("false", "0")
