"""Events: start, end (none, terminate, error), intermediate catch, boundary (BPMN 2.0.2, 10.5 and 13.5)."""

from __future__ import annotations

from collections.abc import Mapping

from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent as SpiffBoundaryEvent
from SpiffWorkflow.bpmn.specs.defaults import EndEvent as SpiffEndEvent
from SpiffWorkflow.bpmn.specs.defaults import IntermediateCatchEvent as SpiffCatchEvent
from SpiffWorkflow.bpmn.specs.defaults import StartEvent as SpiffStartEvent
from SpiffWorkflow.util.task import TaskState

from bpmn.running.specs.node import NodeSpec, Trigger
from bpmn.running.specs.throwing import escalate, throw
from bpmn.running.specs.triggers import EscalationTrigger, TimerTrigger
from bpmn.running.tokens import Token


class StartEvent(NodeSpec, SpiffStartEvent):
    """A start event. One with a message begins the process that the message opens (10.5.2)."""

    #: name of the message; None: it waits for nothing
    message: str | None = None


class EndEvent(NodeSpec, SpiffEndEvent):
    """A none end event: its token ends."""


class TerminateEndEvent(EndEvent):
    """Ends its scope at once: everything else in it is cancelled; what surrounds it goes on."""

    def leave(self, token: Token) -> None:
        scope = token.scope
        scope.terminated = True
        for other in scope.tokens():
            if other is not token and other.id in scope.tasks:
                other.drop_out()


class ErrorEndEvent(EndEvent):
    """Throws a BPMN error to the surrounding scopes."""

    code: str

    def leave(self, token: Token) -> None:
        token.scope.remove(token)
        throw(token, self.code, f"error {self.code} at {self.element.name or self.name}")


class EscalationEvent(NodeSpec):
    """Throws an escalation to the surrounding scopes; goes on unless the catching event has interrupted its scope."""

    code: str

    def leave(self, token: Token) -> None:
        escalate(token, self.code)
        if not token.scope.gone and token.id in token.scope.tasks:
            super().leave(token)


class PassingEvent(NodeSpec):
    """A none throw event, or either end of a link: the token only passes."""


class CatchEvent(NodeSpec, SpiffCatchEvent):
    """An intermediate event that waits for a message, a signal, a time or a condition."""

    trigger: Trigger

    def run(self, token: Token) -> bool | None:
        if token.answered:
            return True
        self.trigger.set(self, token)
        return None

    def answer(self, token: Token, payload: Mapping[str, object]) -> None:
        """It has happened."""
        token.answered = True
        self.trigger.clear(self, token)
        if token.host is not None:
            token.host.task_spec.won(token)
        self.hear(token, payload)
        token.complete()

    def enlist(self, token: Token) -> None:
        """Waits behind an event-based gateway."""
        self.trigger.set(self, token)

    def cancelled(self, token: Token) -> None:
        self.trigger.clear(self, token)


def caught(trigger: Trigger, code: str | None, message: str) -> dict[str, object]:
    """The names of what was caught that output mappings may read."""
    if isinstance(trigger, EscalationTrigger):
        return {"escalationCode": code}
    return {"errorCode": code, "errorMessage": message}


class BoundaryEvent(NodeSpec, SpiffBoundaryEvent):
    """An event on the border of an activity. While it waits it has a token of its own; an error event never waits."""

    trigger: Trigger
    interrupting: bool = True

    def arm(self, host: Token) -> None:
        """Waits beside the activity."""
        if not self.trigger.awaited:
            return
        token = host.scope.spawn(self, state=TaskState.WAITING)
        self.watch(token, host)
        self.trigger.set(self, token, host.local)

    def watch(self, token: Token, host: Token) -> None:
        """Ties event and activity together."""
        token.host = host
        host.attached_tokens.append(token)

    def answer(self, token: Token, payload: Mapping[str, object]) -> None:
        """It has happened."""
        host = token.host
        assert host is not None
        if self.interrupting or isinstance(self.trigger, TimerTrigger):
            self._release(token, host)
            if self.interrupting:
                host.drop_out()
            elif isinstance(self.trigger, TimerTrigger) and (following := self.trigger.following(token)):
                again = host.scope.spawn(self, state=TaskState.WAITING)
                self.watch(again, host)
                self.trigger.repeat(self, again, following)
        else:
            # A non-interrupting message, signal or condition goes on being awaited as long as the activity is open.
            token = host.scope.spawn(self)
        self._go_on(token, payload)

    def catch_thrown(self, host: Token, code: str | None, message: str) -> None:
        """Goes on, without the activity if it interrupts; output mappings may read errorCode and errorMessage, or
        escalationCode."""
        token = host.scope.spawn(self)
        if self.interrupting:
            host.drop_out()
        if self.output_mappings:
            self.take(token, caught(self.trigger, code, message))
        token.proceed()

    def _go_on(self, token: Token, payload: Mapping[str, object]) -> None:
        self.hear(token, payload)
        token.proceed()

    def _release(self, token: Token, host: Token) -> None:
        self.trigger.clear(self, token)
        host.attached_tokens.remove(token)
        token.host = None

    def cancelled(self, token: Token) -> None:
        # Once released it is an ordinary token on its way, with nothing open.
        if token.host is not None:
            self.trigger.clear(self, token)
