"""Exclusive and parallel gateways (BPMN 2.0.2, 13.4.2 and 13.4.1)."""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs.defaults import ExclusiveGateway as SpiffExclusiveGateway
from SpiffWorkflow.bpmn.specs.defaults import ParallelGateway as SpiffParallelGateway
from SpiffWorkflow.util.task import TaskState

from bpmn.errors import EngineError
from bpmn.specs.node import Node, OutgoingFlow
from bpmn.tokens import Token


class ExclusiveGateway(Node, SpiffExclusiveGateway):  # type: ignore[misc]
    """Each token goes on alone, along the first flow whose condition is true, else along the default flow."""

    #: the flow taken when no condition holds
    default: OutgoingFlow | None = None

    def _run_hook(self, token: Token) -> bool:
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


class ParallelGateway(Node, SpiffParallelGateway):  # type: ignore[misc]
    """Waits for one token from each incoming flow, takes exactly these, and sends one along each outgoing flow.

    Further tokens on an incoming flow stay and count for the next round.
    """

    def _update_hook(self, token: Token) -> bool:
        if len(self.arrivals) < 2:
            return True
        waiting = token.scope.joins.setdefault(self.name, [])
        waiting.append(token)
        token._set_state(TaskState.WAITING)
        present = {other.via for other in waiting}
        if len(present) < len(self.arrivals):
            return False
        self._consume(token, waiting)
        return True

    def _consume(self, token: Token, waiting: list[Token]) -> None:
        """Takes the oldest token of each flow; the one that completed the set goes on for all of them."""
        for flow in self.arrivals:
            oldest = min((other for other in waiting if other.via == flow), key=lambda other: other.id)
            waiting.remove(oldest)
            if oldest is not token:
                token.scope.remove(oldest)

    def _on_cancel(self, token: Token) -> None:
        waiting = token.scope.joins.get(self.name, [])
        if token in waiting:
            waiting.remove(token)
