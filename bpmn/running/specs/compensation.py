"""Compensation (BPMN 2.0.2, 10.7 and 13.5.5): what was completed is undone, last first, each by its own handler.

A scope logs the completed activities that have a handler, or hold activities that have one. A token at a
`CompensationRun` compensates: the log of the scope inside it says what is still to be undone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from SpiffWorkflow.util.task import TaskState

from bpmn.effects import ElementPassed
from bpmn.running.specs.events import BoundaryEvent
from bpmn.running.specs.node import NodeSpec
from bpmn.running.tokens import CompletedActivity, Memo, Scope, Token


@dataclass(frozen=True, slots=True)
class ByHandler:
    """A sub-process is compensated by its own event sub-process; what that leaves in the log stays as it is."""

    def record(self) -> bool:
        return True

    @classmethod
    def of(cls, record: object) -> ByHandler:
        if record is not True:
            raise ValueError(f"{record!r} says nothing of a handler")
        return cls()


@dataclass(frozen=True, slots=True)
class Departure:
    """How to leave an activity once what was completed in it has been compensated."""

    #: id of the event on its border
    event: str
    code: str | None
    message: str

    def record(self) -> list[str | None]:
        return [self.event, self.code, self.message]

    @classmethod
    def of(cls, record: Any) -> Departure:
        return cls(*record)


class CompensationRun(NodeSpec):
    """Compensates the entries of a log, the last one first. It is no element of the diagram."""

    #: of a sub-process: its compensation event sub-process, which takes the place of the handlers inside
    handler: NodeSpec | None = None
    memo_class: ClassVar[type[Memo] | None] = ByHandler

    def begin(self, token: Token, log: list[CompletedActivity]) -> bool:
        """Takes over a log and starts with its last entry. Returns False if there is nothing to do."""
        token.instance.open_scope(token).compensation_log = log
        if self.resume(token):
            return True
        token.instance.close_scope(token)
        return False

    def restore(self, scope: Scope, done: CompletedActivity) -> bool:
        """Compensates a sub-process; its handlers see the local variables it had when it was completed."""
        token = scope.spawn(self, state=TaskState.STARTED)
        token.local_text = done.local
        if self.handler is not None and done.whole:
            token.memo = ByHandler()
            inside = token.instance.open_scope(token)
            inside.compensation_log = done.inner
            inside.spawn(self.handler).proceed()
            return True
        if self.begin(token, done.inner):
            return True
        scope.remove(token)
        return False

    def resume(self, token: Token) -> bool:
        if isinstance(token.memo, ByHandler):
            return False
        scope = token.instance.scope_of(token)
        while scope.compensation_log:
            if compensate(scope, scope.compensation_log.pop()):
                return True
        return False

    def run(self, token: Token) -> bool | None:
        return True

    def completed(self, token: Token) -> None:
        """Nothing is announced, and nothing follows."""

    def cancelled(self, token: Token) -> None:
        token.instance.close_scope(token)


def compensate(scope: Scope, done: CompletedActivity) -> bool:
    """Starts the handler of a completed activity. Returns False if neither it nor anything inside it has one."""
    spec = scope.spec.task_specs[done.element]
    if spec.compensation is not None and done.whole:
        spec.compensation.start(scope, done)
        return True
    return spec.compensation_run is not None and spec.compensation_run.restore(scope, done)


class CompensationBoundary(NodeSpec):
    """A compensation event on the border of an activity, associated with the handler."""

    handler: NodeSpec

    def start(self, scope: Scope, done: CompletedActivity) -> None:
        """Starts the handler, with the local variables of the instance that is compensated."""
        token = scope.spawn(self.handler)
        token.local_text = done.local
        self.announce(token)
        token.instance.emit(ElementPassed(self.name))
        token.proceed()


class CompensationEvent(CompensationRun):
    """A compensation throw or end event: triggers the handlers, and waits for them unless it is told not to."""

    #: the activity to be compensated; None: all in the log
    activity: str | None
    waits: bool
    #: compensates beside the event that does not wait
    executor: CompensationRun

    def run(self, token: Token) -> bool | None:
        if token.answered:
            return True
        log = self._taken(token.scope)
        if self.waits:
            return None if self.begin(token, log) else True
        executor = token.scope.spawn(self.executor, state=TaskState.STARTED)
        if not self.executor.begin(executor, log):
            token.scope.remove(executor)
        return True

    def completed(self, token: Token) -> None:
        NodeSpec.completed(self, token)

    def _taken(self, scope: Scope) -> list[CompletedActivity]:
        """Takes what it may compensate out of the log of its scope and, in an event sub-process, of the scope around."""
        scopes = [scope]
        if scope.host is not None and scope.host.task_spec.runs_as_handler:
            scopes.insert(0, scope.host.scope)
        found = []
        for one in scopes:
            found += [done for done in one.compensation_log if self.activity in (None, done.element)]
            one.compensation_log = [done for done in one.compensation_log if self.activity not in (None, done.element)]
        return found


class CompensateThenLeave(CompensationRun):
    """Compensates what was completed in a cancelled transaction or a failed sub-process, then leaves it."""

    #: what goes wrong meanwhile is not for the handlers of the scope that is being left
    runs_as_handler = True
    memo_class = Departure

    def leave_by(self, host: Token, event: BoundaryEvent, code: str | None, message: str) -> None:
        """Cancels what is open in the activity, compensates the rest, and goes on at the event on its border."""
        scope = host.instance.scope_of(host)
        log = _completed(scope)
        host.task_spec.disarm(host)
        scope.cancel_tokens()
        scope.compensation_log = []
        token = scope.spawn(self, state=TaskState.STARTED)
        token.memo = Departure(event.name, code, message)
        if not self.begin(token, log):
            event.catch_thrown(host, code, message)

    def completed(self, token: Token) -> None:
        host = token.scope.host
        assert host is not None
        leave = token.memo
        assert isinstance(leave, Departure)
        event = next(one for one in host.task_spec.boundaries if one.name == leave.event)
        event.catch_thrown(host, leave.code, leave.message)


def _completed(scope: Scope) -> list[CompletedActivity]:
    """What was completed in a scope, and in the activities that are still open in it (10.7: cancellation)."""
    log = list(scope.compensation_log)
    for token in scope.tokens():
        inner = scope.instance.subprocesses.get(token.id)
        if inner is None or isinstance(token.task_spec, CompensationRun):
            continue
        found = _completed(inner)
        if token.task_spec.inner.repeats:
            log += found
        elif found:
            log.append(CompletedActivity(token.element, token.local_text, found, whole=False))
    return log
