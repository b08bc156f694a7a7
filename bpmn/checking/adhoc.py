"""Rules on ad-hoc sub-processes (BPMN 2.0.2, 10.3.5)."""

from __future__ import annotations

from collections.abc import Iterator

from bpmn.diagram.dialect import bpmn, is_expression
from bpmn.diagram.model import Diagram, FlowNode
from bpmn.problem import Problem
from bpmn.texts import problem


def _ad_hoc(diagram: Diagram) -> Iterator[FlowNode]:
    return (node for node in diagram.nodes if node.type == "adHocSubProcess")


def they_have_no_start_or_end(diagram: Diagram) -> Iterator[Problem]:
    """An ad-hoc sub-process holds neither start nor end events ("MUST NOT be used")."""
    for node in diagram.nodes:
        inside = node.scope is not None and node.scope.type == "adHocSubProcess"
        if inside and node.type in ("startEvent", "endEvent"):
            yield problem("ad-hoc-event", node.id, node.line)


def something_can_be_started(diagram: Diagram) -> Iterator[Problem]:
    """At least one activity of an ad-hoc sub-process has no incoming flow, so that it can be started."""
    for node in _ad_hoc(diagram):
        if not diagram.startable(node):
            yield problem("ad-hoc-empty", node.id, node.line)


def their_conditions_are_feel(diagram: Diagram) -> Iterator[Problem]:
    """The completion condition of an ad-hoc sub-process is FEEL: it begins with `=`."""
    for node in _ad_hoc(diagram):
        text = (node.xml.findtext(bpmn("completionCondition")) or "").strip()
        if text and not is_expression(text):
            yield problem("condition-not-feel", node.id, node.line)


RULES = (they_have_no_start_or_end, something_can_be_started, their_conditions_are_feel)
