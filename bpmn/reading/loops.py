"""Specifications of activities with a loop marker."""

from __future__ import annotations

from bpmn.diagram.dialect import Loop
from bpmn.running.specs.loops import MultiInstance, StandardLoop
from bpmn.running.specs.node import ScopeSpec
from bpmn.values import compile_optional


def multi_instance(scope: ScopeSpec, name: str, loop: Loop) -> MultiInstance:
    """One instance for each item of a collection."""
    made = MultiInstance(scope, name)
    made.sequential = loop.sequential
    made.collection = compile_optional(loop.collection)
    made.cardinality = compile_optional(loop.cardinality)
    made.item = (loop.item or "").strip() or None
    made.results = (loop.results or "").strip() or None
    made.result = compile_optional(loop.result)
    made.completion = compile_optional(loop.completion)
    return made


def standard(scope: ScopeSpec, name: str, loop: Loop) -> StandardLoop:
    """As long as a condition holds."""
    made = StandardLoop(scope, name)
    made.before = loop.before
    made.condition = compile_optional(loop.condition)
    made.maximum = int(loop.maximum) if loop.maximum else None
    return made
