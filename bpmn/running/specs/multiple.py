"""Events with several definitions (BPMN 2.0.2, 10.5.1): one is enough to catch, or all are needed; all are thrown.

Each definition that is awaited has a specification of its own under an alias, with the id, the flows and the mappings of the
event. Whichever happens therefore goes on as the event.
"""

from __future__ import annotations

from collections.abc import Mapping

from SpiffWorkflow.util.task import TaskState

from bpmn.running.specs.events import BoundaryEvent, CatchEvent
from bpmn.running.specs.handlers import EventSubProcessStart
from bpmn.running.specs.node import NodeSpec
from bpmn.running.specs.races import EventBasedGateway
from bpmn.running.tokens import Token


class SeveralCatch(EventBasedGateway):
    """An intermediate event that waits for several things: its token rests while one of its own waits for each."""

    parts: tuple[CatchEvent, ...]

    def run(self, token: Token) -> None:
        for part in self.parts:
            self.enter_race(token, part)

    def _pass(self, winner: Token) -> None:
        """The winner is the event itself."""


class CatchAll(CatchEvent):
    """One of several definitions that must all happen (parallelMultiple)."""

    def answer(self, token: Token, payload: Mapping[str, object]) -> None:
        host = token.host
        if host is not None and len(host.attached_tokens) > 1:
            self.trigger.clear(self, token)
            host.attached_tokens.remove(token)
            _noted(self, token, payload)
        else:
            super().answer(token, payload)


class BoundaryAll(BoundaryEvent):
    """One of several definitions of a boundary event that must all happen; it interrupts."""

    def answer(self, token: Token, payload: Mapping[str, object]) -> None:
        host = token.host
        assert host is not None
        if sum(other.element == self.name for other in host.attached_tokens) > 1:
            self._release(token, host)
            _noted(self, token, payload)
        else:
            super().answer(token, payload)


class EventSubProcessStartAll(EventSubProcessStart):
    """One of several definitions of an event sub-process's start event that must all happen; it interrupts."""

    def answer(self, token: Token, payload: Mapping[str, object]) -> None:
        scope = token.scope
        if sum(scope.tasks[number].element == self.name for number in scope.handler_tokens) > 1:
            self.trigger.clear(self, token)
            _noted(self, token, payload)
        else:
            super().answer(token, payload)


def _noted(node: NodeSpec, token: Token, payload: Mapping[str, object]) -> None:
    """Keeps what one of several definitions brought while others are still awaited; its token is gone."""
    token.host = None
    node.hear(token, payload)
    token.state = TaskState.COMPLETED
    token.scope.remove(token)


class SeveralThrows(NodeSpec):
    """A throw or end event with several definitions: all are thrown, in the order of the diagram, the ending one last."""

    parts: tuple[NodeSpec, ...]

    def leave(self, token: Token) -> None:
        for part in self.parts:
            part.leave(token)
            if token.scope.gone or token.id not in token.scope.tasks:
                return
        super().leave(token)
