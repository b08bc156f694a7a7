"""Inclusive gateways (BPMN 2.0.2, 13.4.3): they follow every true flow, and join all tokens that can still come."""

from __future__ import annotations

from bpmn.running.specs.gateways import leave_join, oldest_of_each, park
from bpmn.running.specs.node import NodeSpec, ScopeSpec
from bpmn.running.tokens import Scope, Token


class InclusiveGateway(NodeSpec):
    """Sends a token along each true flow; as a join it is looked at when everything else in the dossier rests."""

    joins = True
    _reach: dict[str, frozenset[str]] | None = None

    def arrive(self, token: Token) -> bool:
        if len(self.arrivals) < 2:
            return True
        park(token)
        return False

    def run(self, token: Token) -> bool:
        token.chosen = self.true_flows(token)
        return True

    def cancelled(self, token: Token) -> None:
        leave_join(token)

    def awaken(self, scope: Scope, waiting: list[Token]) -> bool:
        """Goes on, once, if the join is enabled: with the oldest token of each flow that has one."""
        if not self._enabled(scope, {token.via for token in waiting}):
            return False
        taken = oldest_of_each(waiting)
        for token in taken:
            waiting.remove(token)
        for token in taken[:-1]:
            scope.remove(token)
        taken[-1].proceed()
        return True

    def _enabled(self, scope: Scope, filled: set[str | None]) -> bool:
        """Whether no other token can reach an empty incoming flow; a token that can also reach a filled one does not count."""
        empty = set(self.arrivals) - filled
        if not empty:
            return True
        for token in scope.tokens():
            # Armed events are ways out of their activity or gateway, whose own token counts for them.
            if token.element == self.name or token.host is not None:
                continue
            reached = self.reach(scope.spec).get(token.element, frozenset())
            if reached & empty and not reached & filled:
                return False
        return True

    def reach(self, spec: ScopeSpec) -> dict[str, frozenset[str]]:
        """Which incoming flows can be reached from each element without visiting the gateway."""
        if self._reach is None:
            before, sources = _predecessors(spec)
            found: dict[str, set[str]] = {}
            for flow in self.arrivals:
                pending, seen = [sources[flow]], {self.name}
                while pending:
                    name = pending.pop()
                    if name not in seen:
                        seen.add(name)
                        found.setdefault(name, set()).add(flow)
                        pending.extend(before.get(name, ()))
            self._reach = {name: frozenset(flows) for name, flows in found.items()}
        return self._reach


def _predecessors(spec: ScopeSpec) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Elements before each element (a border before its events), and the source of each flow."""
    before: dict[str, list[str]] = {}
    sources: dict[str, str] = {}
    for element in spec.task_specs.values():
        for flow in element.flows:
            before.setdefault(flow.target.name, []).append(element.name)
            sources[flow.id] = element.name
        for boundary in element.boundaries:
            before.setdefault(boundary.name, []).append(element.name)
    return before, sources
