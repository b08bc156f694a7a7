"""Rules on loop markers: what is repeated has a collection or a condition, and nothing that is not executed."""

from __future__ import annotations

from collections.abc import Iterator

from bpmn.diagram.dialect import LoopMarker, is_expression, line_of, local_name
from bpmn.diagram.model import Diagram, FlowNode
from bpmn.problem import Problem
from bpmn.texts import problem

_PARTS = frozenset({"extensionElements", "documentation", "completionCondition", "loopCondition", "loopCardinality"})
_ATTRIBUTES = frozenset({"id", "isSequential", "testBefore", "loopMaximum"})


def _loops(diagram: Diagram) -> Iterator[tuple[FlowNode, LoopMarker]]:
    for node in diagram.nodes:
        if node.loop is not None:
            yield node, node.loop


def loops_are_executed(diagram: Diagram) -> Iterator[Problem]:
    """A loop marker holds only what is executed; `behavior` All is the standard's own default."""
    for node, loop in _loops(diagram):
        for part in loop.xml.iterchildren("{*}*"):
            if local_name(part) not in _PARTS:
                yield problem("loop-unsupported", node.id, line_of(part), name=local_name(part))
        for name, value in ((str(name), str(value)) for name, value in loop.xml.attrib.items()):
            if name == "behavior" and value != "All":
                yield problem("loop-behavior", node.id, line_of(loop.xml), value=value)
            elif "}" not in name and name not in _ATTRIBUTES and name != "behavior":
                yield problem("loop-unsupported", node.id, line_of(loop.xml), name=f"{name}={value}")


def instances_have_items(diagram: Diagram) -> Iterator[Problem]:
    """Multiple instances need a collection; results need both a name and an expression."""
    for node, loop in _loops(diagram):
        collection, cardinality = (loop.collection or "").strip(), (loop.cardinality or "").strip()
        if loop.is_multi_instance and not collection and not cardinality:
            yield problem("loop-without-collection", node.id, line_of(loop.xml))
        if cardinality and (collection or (loop.input_element or "").strip()):
            yield problem("loop-size-twice", node.id, line_of(loop.xml))
        if cardinality and not is_expression(cardinality) and not _whole(cardinality):
            yield problem("loop-size-invalid", node.id, line_of(loop.xml), value=cardinality)
        if bool((loop.output_collection or "").strip()) is not bool((loop.output_element or "").strip()):
            yield problem("loop-result-half", node.id, line_of(loop.xml))


def loops_come_to_an_end(diagram: Diagram) -> Iterator[Problem]:
    """A standard loop has a condition or a greatest number of rounds."""
    for node, loop in _loops(diagram):
        if loop.is_multi_instance:
            continue
        if not (loop.condition or "").strip() and not loop.loop_maximum:
            yield problem("loop-without-end", node.id, line_of(loop.xml))
        if loop.loop_maximum and not _positive(loop.loop_maximum):
            yield problem("loop-maximum-invalid", node.id, line_of(loop.xml), value=loop.loop_maximum)


def _positive(text: str) -> bool:
    return _whole(text) and int(text) > 0


def _whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < len(text) <= 6


def conditions_of_loops_are_feel(diagram: Diagram) -> Iterator[Problem]:
    """Conditions of loops are FEEL: they begin with `=`."""
    for node, loop in _loops(diagram):
        for text in (loop.condition, loop.completion_condition):
            if text is not None and text.strip() and not is_expression(text):
                yield problem("condition-not-feel", node.id, line_of(loop.xml))


RULES = (loops_are_executed, instances_have_items, loops_come_to_an_end, conditions_of_loops_are_feel)
