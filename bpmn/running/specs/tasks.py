"""Tasks that somebody answers: people (user tasks), workers (service and send tasks), messages (receive tasks)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from SpiffWorkflow.bpmn.specs.defaults import ReceiveTask as SpiffReceiveTask

from bpmn.effects import CallCancelled, CallWanted, TaskClosed, TaskOpened
from bpmn.errors import EngineError
from bpmn.redaction import Public
from bpmn.running.specs.activities import Activity
from bpmn.running.specs.triggers import MessageTrigger
from bpmn.running.tokens import Token
from bpmn.times import parse_moment
from bpmn.values import Value

_DEFAULT_PRIORITY = 50
_DEFAULT_RETRIES = 3


class UserTask(Activity):
    """Waits for a person."""

    groups: Value | None = None
    assignee: Value | None = None
    due: Value | None = None
    follow_up: Value | None = None
    priority: Value | None = None
    properties: dict[str, str]

    def open(self, token: Token) -> None:
        token.instance.emit(self.described(token))

    def described(self, token: Token) -> TaskOpened:
        """The task as it is now, with everything that has to be evaluated."""
        element = self.element
        return TaskOpened(
            token=str(token.id),
            element=self.name,
            name=element.name,
            kind=element.kind,
            form=element.form,
            roles=self._roles(token),
            assignee=self._text(token, self.assignee),
            due=self._moment(token, self.due),
            follow_up=self._moment(token, self.follow_up),
            time_limit=element.time_limit,
            clock="pause" if element.clock == "pause" else "run",
            priority=_whole(self, token, self.priority, _DEFAULT_PRIORITY, 0, 100),
            properties=dict(self.properties),
            local=dict(token.local),
        )

    def close(self, token: Token) -> None:
        token.instance.emit(TaskClosed(str(token.id), self.name, "completed"))

    def withdraw(self, token: Token) -> None:
        token.instance.emit(TaskClosed(str(token.id), self.name, "cancelled"))

    def _roles(self, token: Token) -> tuple[str, ...]:
        if self.groups is None or self.groups.expression is None:
            return self.element.roles
        found = self.value(token, self.groups)
        names = found if isinstance(found, list) else [found]
        if not names or not all(isinstance(name, str) and name.strip() for name in names):
            raise self.refusal("no-role", token, self.groups, "list of roles")
        return tuple(name.strip() for name in names if isinstance(name, str))

    def _text(self, token: Token, value: Value | None) -> str | None:
        found = None if value is None else self.value(token, value)
        if found is None or found == "":
            return None
        if not isinstance(found, str):
            raise EngineError(self.name, "not-text", "the assignee must be a text")
        return found

    def _moment(self, token: Token, value: Value | None) -> datetime | None:
        found = None if value is None else self.json(token, value)
        if found is None or found == "":
            return None
        try:
            return parse_moment(str(found))
        except (ValueError, OverflowError) as error:
            raise EngineError(self.name, "not-a-date", "{found} is not a date and time", found=found) from error


class ServiceTask(Activity):
    """Waits for a worker's answer; send tasks are the same thing."""

    topic: str
    retries: Value | None = None
    headers: dict[str, str]

    def open(self, token: Token) -> None:
        retries = _whole(self, token, self.retries, _DEFAULT_RETRIES, 0, 100)
        call = CallWanted(str(token.id), self.name, self.topic, retries, dict(token.local), dict(self.headers))
        token.instance.emit(call)

    def withdraw(self, token: Token) -> None:
        # A call that its worker has failed is answered: there is nothing to cancel.
        if not token.answered:
            token.instance.emit(CallCancelled(str(token.id), self.name))


class CallEvent(ServiceTask):
    """A message throw or end event whose message a worker sends."""


class ReceiveTask(Activity, SpiffReceiveTask):
    """Waits for a message."""

    trigger: MessageTrigger

    def open(self, token: Token) -> None:
        self.trigger.set(self, token)

    def close(self, token: Token) -> None:
        self.trigger.clear(self, token)
        if token.host is not None:
            token.host.task_spec.won(token)
            self.announce(token)

    def answer(self, token: Token, outcome: Mapping[str, object]) -> None:
        token.answered = True
        self.close(token)
        self.hear(token, outcome)
        token.complete()

    def begin_process(self, token: Token, payload: Mapping[str, object]) -> None:
        self.announce(token)
        super().begin_process(token, payload)

    def enlist(self, token: Token) -> None:
        """Waits behind an event-based gateway; the task begins when its message comes."""
        self.map_inputs(token)
        self.trigger.set(self, token)

    def withdraw(self, token: Token) -> None:
        self.trigger.clear(self, token)


def _whole(task: Activity, token: Token, value: Value | None, default: int, low: int, high: int) -> int:
    """A whole number between `low` and `high`, from a literal or an expression."""
    found = None if value is None else task.json(token, value)
    if found is None or found == "":
        return default
    try:
        number = int(str(found))
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        message = "{found} is not a whole number from {low} to {high}"
        raise EngineError(task.name, "not-a-number", message, found=found, low=Public(low), high=Public(high))
    return number
