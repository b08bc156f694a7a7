"""Event-based gateways (BPMN 2.0.2, 10.6.6 and 13.4.4): the first event that happens takes the token."""

from __future__ import annotations

from SpiffWorkflow.util.task import TaskState

from bpmn.effects import ElementPassed, FlowTaken
from bpmn.running.specs.node import NodeSpec
from bpmn.running.tokens import Token


class EventBasedGateway(NodeSpec):
    """Rests while the events behind it wait, each with a token of its own; the first one cancels the others."""

    instantiates: bool = False

    def run(self, token: Token) -> None:
        self.announce(token)
        for flow in self.flows:
            self.enter_race(token, flow.target)

    def enter_race(self, token: Token, event: NodeSpec) -> None:
        """Lets an event behind the gateway wait."""
        racer = token.scope.spawn(event, state=TaskState.STARTED)
        racer.host = token
        token.attached_tokens.append(racer)
        event.enlist(racer)

    def won(self, winner: Token) -> None:
        """One of the events has happened: the token goes on from there."""
        token = winner.host
        assert token is not None
        for racer in token.attached_tokens:
            if racer is not winner:
                racer.drop_out()
        token.attached_tokens, winner.host = [], None
        self._pass(winner)
        token.state = TaskState.COMPLETED
        token.scope.remove(token)

    def begun(self, winner: Token) -> None:
        """The first event has made the process."""
        self.announce(winner)
        self._pass(winner)

    def _pass(self, winner: Token) -> None:
        winner.instance.emit(ElementPassed(self.name))
        flow = next(flow for flow in self.flows if flow.target is winner.task_spec)
        winner.instance.emit(FlowTaken(flow.id, self.name, winner.element))

    def cancelled(self, token: Token) -> None:
        for racer in token.attached_tokens:
            racer.drop_out()
        token.attached_tokens = []
