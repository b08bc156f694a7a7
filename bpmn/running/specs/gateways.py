"""Exclusive and parallel gateways (BPMN 2.0.2, 13.4.2 and 13.4.1)."""

from __future__ import annotations

from SpiffWorkflow.util.task import TaskState

from bpmn.errors import EngineError
from bpmn.running.specs.node import NodeSpec, OutgoingFlow
from bpmn.running.tokens import Token


class ExclusiveGateway(NodeSpec):
    """Each token goes on alone, along the first flow whose condition is true, else along the default flow."""

    def run(self, token: Token) -> bool:
        token.chosen = self._choice(token)
        return True

    def _choice(self, token: Token) -> tuple[OutgoingFlow, ...]:
        for flow in self.flows:
            if flow is self.default:
                continue
            if flow.condition is None or self.value(token, flow.condition) is True:
                return (flow,)
        if self.default is not None:
            return (self.default,)
        if not self.flows:
            return ()
        raise EngineError(self.name, "no-flow", "no condition is true and there is no default flow")


class ParallelGateway(NodeSpec):
    """Waits for one token from each incoming flow, takes exactly these, and sends one along each outgoing flow.

    Further tokens on an incoming flow stay and count for the next round.
    """

    joins = True

    def arrive(self, token: Token) -> bool:
        if len(self.arrivals) < 2:
            return True
        waiting = park(token)
        present = {other.via for other in waiting}
        if len(present) < len(self.arrivals):
            return False
        for other in oldest_of_each(waiting):
            waiting.remove(other)
            if other is not token:
                token.scope.remove(other)
        return True

    def cancelled(self, token: Token) -> None:
        leave_join(token)


def park(token: Token) -> list[Token]:
    """Lets a token wait at its join. Returns all that wait there."""
    waiting = token.scope.joins.setdefault(token.element, [])
    waiting.append(token)
    token.state = TaskState.WAITING
    return waiting


def leave_join(token: Token) -> None:
    """Takes a cancelled token from its join."""
    waiting = token.scope.joins.get(token.element, [])
    if token in waiting:
        waiting.remove(token)


def oldest_of_each(waiting: list[Token]) -> list[Token]:
    """The oldest token of each flow that has one, oldest first."""
    oldest: dict[str | None, Token] = {}
    for token in sorted(waiting, key=lambda token: token.id):
        oldest.setdefault(token.via, token)
    return list(oldest.values())
