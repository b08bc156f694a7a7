"""Complex gateways (BPMN 2.0.2, 10.6.5 and 13.4.5): an activation condition, and two phases.

Waiting for start: as soon as the condition is true, one token is consumed from each incoming flow that has one. Waiting for
reset: one from each of the others, as far as such tokens can still come. In either phase each true outgoing flow gets a token.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.util.task import TaskState

from bpmn.errors import EngineError
from bpmn.running.specs.gateways import oldest_of_each, park
from bpmn.running.specs.inclusive import InclusiveGateway
from bpmn.running.specs.node import NodeSpec, OutgoingFlow
from bpmn.running.tokens import Scope, Token
from bpmn.values import Value

#: names for its conditions: number of tokens on all incoming flows, on each flow by id, and whether it is the first phase
COUNT, COUNTS, STARTING = "activationCount", "activationCounts", "waitingForStart"


@dataclass(frozen=True, slots=True)
class FirstPhase:
    """The flows from which the first phase has taken a token."""

    flows: tuple[str, ...]

    def record(self) -> list[str]:
        return list(self.flows)

    @classmethod
    def of(cls, record: Any) -> FirstPhase:
        return cls(tuple(record))


class ComplexGateway(InclusiveGateway):
    """While it waits for reset, an additional token keeps the flows of the first phase."""

    memo_class = FirstPhase

    activation: Value

    def arrive(self, token: Token) -> bool:
        waiting = park(token)
        if _resetting(waiting) is None:
            self._activate(token.scope, waiting)
        return False

    def run(self, token: Token) -> bool:
        return True

    def completed(self, token: Token) -> None:
        if token.chosen:
            NodeSpec.completed(self, token)

    def awaken(self, scope: Scope, waiting: list[Token]) -> bool:
        """At the end of a step: activates if its condition has become true, or resets."""
        resetting = _resetting(waiting)
        return self._activate(scope, waiting) if resetting is None else self._reset(scope, waiting, resetting)

    def _activate(self, scope: Scope, waiting: list[Token]) -> bool:
        if not waiting or not self._activated(scope, waiting):
            return False
        carrier = self._consume(scope, waiting, oldest_of_each(waiting))
        resetting = scope.spawn(self, state=TaskState.WAITING)
        resetting.memo = FirstPhase(tuple(sorted({str(token.via) for token in carrier})))
        waiting.append(resetting)
        carrier[-1].chosen = self._chosen(scope, waiting, starting=True)
        carrier[-1].proceed()
        return True

    def _activated(self, scope: Scope, waiting: list[Token]) -> bool:
        instance = scope.instance
        names = instance.visible(scope, self._names(waiting, starting=True))
        return instance.engine.evaluate(self.name, self.activation, names) is True

    def _reset(self, scope: Scope, waiting: list[Token], resetting: Token) -> bool:
        assert isinstance(resetting.memo, FirstPhase)
        consumed: set[str | None] = set(resetting.memo.flows)
        late = [token for token in waiting if token is not resetting and token.via not in consumed]
        if not self._enabled(scope, consumed | {token.via for token in late}):
            return False
        for token in self._consume(scope, waiting, oldest_of_each(late)):
            scope.remove(token)
        waiting.remove(resetting)
        resetting.chosen = self._chosen(scope, waiting, starting=False)
        resetting.proceed()
        return True

    def _consume(self, scope: Scope, waiting: list[Token], taken: list[Token]) -> list[Token]:
        """Consumes tokens; the last one remains and goes on."""
        for token in taken:
            waiting.remove(token)
        for token in taken[:-1]:
            scope.remove(token)
        return taken

    def _chosen(self, scope: Scope, waiting: list[Token], *, starting: bool) -> tuple[OutgoingFlow, ...]:
        """The flows that get a token: the true ones, or the default. Raises `EngineError` if the first phase has none."""
        instance = scope.instance
        names = instance.visible(scope, self._names(waiting, starting=starting))
        found = tuple(
            flow
            for flow in self.flows
            if flow.condition is not None and instance.engine.evaluate(self.name, flow.condition, names) is True
        )
        if found or not self.flows:
            return found
        if self.default is not None:
            return (self.default,)
        if starting:
            raise EngineError(self.name, "no-flow", "no condition is true and there is no default flow")
        return ()

    def _names(self, waiting: list[Token], *, starting: bool) -> dict[str, object]:
        counts = Counter(token.via for token in waiting if token.memo is None)
        each = {flow: counts[flow] for flow in self.arrivals}
        return {COUNT: sum(each.values()), COUNTS: each, STARTING: starting}


def _resetting(waiting: list[Token]) -> Token | None:
    return next((token for token in waiting if token.memo is not None), None)
