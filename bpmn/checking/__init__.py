"""What a diagram must satisfy to be executed: one function a rule, each yielding all its findings.

A rule reads the model and never raises for any input; none depends on another having passed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bpmn.checking import (
    adhoc,
    attributes,
    call_activities,
    compensation,
    complex_gateways,
    data,
    elements,
    events,
    expressions,
    extensions,
    flows,
    gateways,
    loops,
    messages,
    multiple,
    paths,
    properties,
    sizes,
    starts,
    tasks,
)
from bpmn.diagram.model import Diagram
from bpmn.problem import Problem

Rule = Callable[[Diagram], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    *sizes.RULES,
    *elements.RULES,
    *attributes.RULES,
    *flows.RULES,
    *gateways.RULES,
    *complex_gateways.RULES,
    *paths.RULES,
    *starts.RULES,
    *events.RULES,
    *multiple.RULES,
    *adhoc.RULES,
    *compensation.RULES,
    *messages.RULES,
    *tasks.RULES,
    *call_activities.RULES,
    *data.RULES,
    *loops.RULES,
    *properties.RULES,
    *extensions.RULES,
    *expressions.RULES,
)


def check(diagram: Diagram) -> Iterator[Problem]:
    """The findings of all rules."""
    for rule in RULES:
        yield from rule(diagram)
