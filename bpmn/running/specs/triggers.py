"""What an event waits for or catches. Messages, signals and times are evaluated once, when the event is entered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.conditional import ConditionalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import (
    ErrorEventDefinition,
    EscalationEventDefinition,
    SignalEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition

from bpmn.effects import (
    MessageSubscribed,
    MessageUnsubscribed,
    SignalSubscribed,
    SignalUnsubscribed,
    TimerCleared,
    TimerSet,
)
from bpmn.errors import EngineError
from bpmn.redaction import Public
from bpmn.running.specs.node import NodeSpec, Trigger
from bpmn.running.tokens import AwaitedMessage, AwaitedSignal, Token
from bpmn.times import add_duration, from_micros, next_round, parse_cycle, parse_moment, to_micros
from bpmn.values import Value

_WANTED = {"date": "date and time", "duration": "duration", "cycle": "repeating interval"}


class MessageTrigger(Trigger, MessageEventDefinition):
    """A message by name and correlation key."""

    awaited = True

    def __init__(self, name: Value, key: Value | None) -> None:
        super().__init__(name.text)
        self.message = name
        self.key = key

    def set(self, node: NodeSpec, token: Token, local: Mapping[str, object] | None = None) -> None:
        """Subscribes the token; name and key are evaluated now and never again."""
        name = node.text(token, self.message, local)
        key = None if self.key is None else node.text(token, self.key, local)
        token.awaits = AwaitedMessage(name, key)
        token.instance.emit(MessageSubscribed(str(token.id), node.name, name, key))

    def clear(self, node: NodeSpec, token: Token) -> None:
        """Takes the subscription back."""
        token.instance.emit(MessageUnsubscribed(str(token.id), node.name))


class SignalTrigger(Trigger, SignalEventDefinition):
    """A signal by name alone: whoever waits for it has it (10.5.1)."""

    awaited = True

    def __init__(self, name: Value) -> None:
        super().__init__(name.text)
        self.signal = name

    def set(self, node: NodeSpec, token: Token, local: Mapping[str, object] | None = None) -> None:
        """Subscribes the token; the name is evaluated now and never again."""
        name = node.text(token, self.signal, local)
        token.awaits = AwaitedSignal(name)
        token.instance.emit(SignalSubscribed(str(token.id), node.name, name))

    def clear(self, node: NodeSpec, token: Token) -> None:
        """Takes the subscription back."""
        token.instance.emit(SignalUnsubscribed(str(token.id), node.name))


@dataclass(frozen=True, slots=True)
class Due:
    """When a timer fires: at a date, after a duration, or again and again."""

    value: Value
    kind: Literal["date", "duration", "cycle"]


@dataclass(frozen=True, slots=True)
class Cycle:
    """Where a repeating timer stands."""

    #: rounds after this one; None: without end
    left: int | None
    #: as ISO 8601 says it
    interval: str
    #: of the grid, in µs; None in states of releases that kept none: the due time
    start: int | None = None
    #: number of the round on the grid
    number: int = 0

    def record(self) -> list[object]:
        return [self.left, self.interval, self.start, self.number]

    @classmethod
    def of(cls, record: Any) -> Cycle:
        return cls(*record)


class Round(NamedTuple):
    """One round of a cycle, and when it is due in µs."""

    cycle: Cycle
    due: int


class TimerTrigger(Trigger, TimerEventDefinition):
    """A point in time."""

    awaited = True
    memo_class = Cycle

    def __init__(self, due: Due) -> None:
        super().__init__(due.value.text, due.value.text)
        self.due = due

    def set(self, node: NodeSpec, token: Token, local: Mapping[str, object] | None = None) -> None:
        """Sets the timer; the due time is computed now and never again."""
        found = node.json(token, self.due.value, local or {})
        if not isinstance(found, str):
            raise node.refusal("no-time", token, self.due.value, self._wanted)
        token.awaits = to_micros(self._moment(node, token, found))
        self._wait(node, token)

    def following(self, token: Token) -> Round | None:
        """The next round of a cycle after the one that has fired; None when it was the last.

        Rounds keep to the grid `start + n × interval`. Those that were missed meanwhile are over: one firing stands for
        all of them.
        """
        cycle = token.memo
        if not isinstance(cycle, Cycle) or cycle.left == 0:
            return None
        assert isinstance(token.awaits, int)
        start = token.awaits if cycle.start is None else cycle.start
        now = token.instance.engine.execution.now
        try:
            number, due = next_round(from_micros(start), cycle.interval, cycle.number, now)
        except OverflowError:
            return None
        left = None if cycle.left is None else cycle.left - (number - cycle.number)
        if left is not None and left < 0:
            return None
        return Round(Cycle(left, cycle.interval, start, number), to_micros(due))

    def repeat(self, node: NodeSpec, token: Token, following: Round) -> None:
        """Sets the timer for another round of its cycle."""
        token.memo, token.awaits = following.cycle, following.due
        self._wait(node, token)

    def _wait(self, node: NodeSpec, token: Token) -> None:
        assert isinstance(token.awaits, int)
        token.instance.emit(TimerSet(str(token.id), node.name, from_micros(token.awaits)))

    def clear(self, node: NodeSpec, token: Token) -> None:
        """Takes the timer back, or says that it has fired."""
        token.instance.emit(TimerCleared(str(token.id), node.name))

    @property
    def _wanted(self) -> str:
        return _WANTED[self.due.kind]

    def _moment(self, node: NodeSpec, token: Token, text: str) -> datetime:
        try:
            now = token.instance.engine.execution.now
            if self.due.kind == "date":
                return parse_moment(text)
            if self.due.kind == "duration":
                return add_duration(now, text)
            count, start, interval = parse_cycle(text)
            first = 1 if start is None else 0  # without a start the first round is one interval from now
            token.memo = Cycle(None if count is None else count - 1, interval, to_micros(start or now), first)
            return start or add_duration(now, interval)
        except (ValueError, OverflowError) as error:
            raise EngineError(
                node.name, "no-time", "“{text}” is no {wanted}", text=text, wanted=Public(self._wanted)
            ) from error


@dataclass(frozen=True, slots=True)
class Truth:
    """What a condition was when it was looked at last."""

    last: bool

    def record(self) -> bool:
        return self.last

    @classmethod
    def of(cls, record: Any) -> Truth:
        return cls(bool(record))


class ConditionTrigger(Trigger, ConditionalEventDefinition):
    """A condition over the variables, looked at whenever the dossier comes to rest.

    It triggers when the condition becomes true: an event that goes on waiting does so again only after it was false in
    between (10.5.5).
    """

    awaited = True
    conditional = True
    memo_class = Truth

    def __init__(self, condition: Value) -> None:
        super().__init__(condition.text)
        self.condition = condition

    def set(self, node: NodeSpec, token: Token, local: Mapping[str, object] | None = None) -> None:
        """Waits; the condition may be true at once."""
        token.memo = Truth(False)

    def clear(self, node: NodeSpec, token: Token) -> None:
        """There is nothing to take back: nobody outside knows of it."""

    def has_become_true(self, node: NodeSpec, token: Token) -> bool:
        """Whether the condition is true and was not before."""
        before, token.memo = token.memo, Truth(node.value(token, self.condition) is True)
        return token.memo.last and before != token.memo


class EscalationTrigger(Trigger, EscalationEventDefinition):
    """An escalation; code None catches all."""

    kind = "escalation"

    def __init__(self, name: str | None, code: str | None) -> None:
        super().__init__(name, code)


class CancelTrigger(Trigger, EventDefinition):
    """The cancellation of a transaction, on its border."""

    kind = "cancel"


class ErrorTrigger(Trigger, ErrorEventDefinition):
    """A BPMN error; code None catches all."""

    kind = "error"

    def __init__(self, name: str | None, code: str | None) -> None:
        super().__init__(name, code)


#: what one event definition of a diagram is read as
AnyTrigger = (
    MessageTrigger | SignalTrigger | TimerTrigger | ConditionTrigger | EscalationTrigger | CancelTrigger | ErrorTrigger
)
