"""Specifications of activities with a loop marker."""

from __future__ import annotations

from bpmn.diagram.dialect import LoopMarker
from bpmn.running.specs.loops import MultiInstance, StandardLoop
from bpmn.running.specs.node import ScopeSpec
from bpmn.values import compile_optional


def multi_instance(scope: ScopeSpec, name: str, loop: LoopMarker) -> MultiInstance:
    """The specification of a multi-instance activity: one instance for each item of a collection."""
    made = MultiInstance(scope, name)
    made.sequential = loop.sequential
    made.collection = compile_optional(loop.collection)
    made.cardinality = compile_optional(loop.cardinality)
    made.input_element = (loop.input_element or "").strip() or None
    made.output_collection = (loop.output_collection or "").strip() or None
    made.output_element = compile_optional(loop.output_element)
    made.completion_condition = compile_optional(loop.completion_condition)
    return made


def standard(scope: ScopeSpec, name: str, loop: LoopMarker) -> StandardLoop:
    """The specification of a standard loop: again as long as a condition holds."""
    made = StandardLoop(scope, name)
    made.test_before = loop.test_before
    made.condition = compile_optional(loop.condition)
    made.loop_maximum = int(loop.loop_maximum) if loop.loop_maximum else None
    return made
