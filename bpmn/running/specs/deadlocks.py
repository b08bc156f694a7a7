"""Parallel joins that can never fire: a token is there or can come, but none can come by another of their flows."""

from __future__ import annotations

from typing import NamedTuple

from bpmn.running.specs.gateways import ParallelGateway
from bpmn.running.tokens import Instance, Scope


class DeadlockedJoin(NamedTuple):
    """A join that can never fire, and a flow by which no token can come; both by id."""

    join: str
    flow: str


def deadlocked_joins(instance: Instance) -> set[DeadlockedJoin]:
    """Each such join, once for each flow by which no token can come.

    Conditions are not evaluated: a token counts as coming even if no condition will ever let it through.
    """
    return {found for scope in instance.scopes() for found in _in_scope(scope)}


def _in_scope(scope: Scope) -> set[DeadlockedJoin]:
    found: set[DeadlockedJoin] = set()
    elements = {token.element for token in scope.tokens()}
    for join in scope.spec.task_specs.values():
        if type(join) is not ParallelGateway or len(join.arrivals) < 2:
            continue
        filled = {token.via for token in scope.joins.get(join.name, ())}
        coming = _coming(scope, join, elements - {join.name})
        if filled or coming:
            found |= {DeadlockedJoin(join.name, flow) for flow in set(join.arrivals) - filled - coming}
    return found


def _coming(scope: Scope, join: ParallelGateway, elements: set[str]) -> set[str]:
    """The flows into the join that can be reached from the elements, without passing the join itself."""
    pending, seen, reached = list(elements), {join.name}, set()
    while pending:
        name = pending.pop()
        if name in seen:
            continue
        seen.add(name)
        spec = scope.spec.task_specs[name]
        for flow in spec.flows:
            if flow.target is join:
                reached.add(flow.id)
            pending.append(flow.target.name)
        pending.extend(boundary.name for boundary in spec.boundaries)
    return reached
