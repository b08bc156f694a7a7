"""Event sub-processes (BPMN 2.0.2, 10.3.5 and 13.5.4): handlers that wait as long as their scope lives."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from SpiffWorkflow.util.task import TaskState

from bpmn.running.specs.activities import SubProcess
from bpmn.running.specs.events import caught
from bpmn.running.specs.node import EventHandler
from bpmn.running.specs.triggers import TimerTrigger
from bpmn.running.tokens import Scope, Token

Take = Callable[[Token, Mapping[str, object]], None]


class EventSubProcess(SubProcess):
    """The event sub-process itself. The handlers of its own scope do not catch what is thrown in it."""

    runs_as_handler = True


class EventSubProcessStart(EventHandler):
    """The start event of an event sub-process, as the scope around it knows it."""

    body: EventSubProcess

    def arm(self, scope: Scope) -> None:
        """Waits from the beginning of the scope; errors and escalations find their handlers by themselves."""
        if self.trigger.awaited:
            self.trigger.set(self, self._watch(scope))

    def _watch(self, scope: Scope) -> Token:
        token = scope.spawn(self, state=TaskState.WAITING)
        scope.handler_tokens.add(token.id)
        return token

    def answer(self, token: Token, payload: Mapping[str, object]) -> None:
        """It has happened: the event sub-process runs. If it does not interrupt, the handler goes on listening."""
        scope = token.scope
        if not self.interrupting and isinstance(self.trigger, TimerTrigger):
            scope.remove(token)
            self.trigger.clear(self, token)
            if following := self.trigger.following(token):
                self.trigger.repeat(self, self._watch(scope), following)
        self._begin(scope, payload, self.hear)

    def catch_thrown(self, scope: Scope, code: str | None, message: str) -> None:
        """Something thrown inside the scope has reached it."""
        self._begin(scope, caught(self.trigger, code, message) if self.output_mappings else {}, self.take)

    def _begin(self, scope: Scope, payload: Mapping[str, object], take: Take) -> None:
        if self.interrupting:
            scope.cancel_tokens()
        token = scope.spawn(self.body)
        take(token, payload)
        token.proceed()

    def cancelled(self, token: Token) -> None:
        self.trigger.clear(self, token)
