"""The rules that a diagram must satisfy to be executed: one function per rule, which yields all problems it finds.

A rule never raises, whatever the diagram contains, and does not rely on other rules.
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
    """The problems that all rules find."""
    for rule in RULES:
        yield from rule(diagram)
