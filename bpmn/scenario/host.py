"""The host of one process instance, in memory: the open tasks, calls, timers and subscriptions, and the simulated time.

It stands in for the database and the workers and applies the effects of each step; the player decides what happens next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bpmn.definition import Definition, Snapshot
from bpmn.effects import (
    CallCancelled,
    CallWanted,
    Effect,
    ElementPassed,
    MessageSubscribed,
    MessageThrown,
    MessageUnsubscribed,
    ProcessEnded,
    ProcessFailed,
    SignalSubscribed,
    SignalThrown,
    SignalUnsubscribed,
    StatusChanged,
    TaskClosed,
    TaskOpened,
    TimerCleared,
    TimerSet,
)
from bpmn.engine import ExecutionContext
from bpmn.engine import Step as EngineStep
from bpmn.feel import Environment, Function
from bpmn.library import Library


@dataclass(slots=True)
class InMemoryHost:
    """The instance between two steps. What is open is kept by its token, in the order of opening."""

    definition: Definition
    now: datetime
    functions: Mapping[str, Function]
    dossier: dict[str, object]
    library: Library | None = None
    state: bytes = b""
    variables: dict[str, object] = field(default_factory=dict)
    steps: int = 0
    tasks: dict[str, TaskOpened] = field(default_factory=dict)
    calls: dict[str, CallWanted] = field(default_factory=dict)
    timers: dict[str, TimerSet] = field(default_factory=dict)
    messages: dict[str, MessageSubscribed] = field(default_factory=dict)
    signals: dict[str, SignalSubscribed] = field(default_factory=dict)
    #: the elements passed, in order
    path: list[str] = field(default_factory=list)
    #: names of the signals and messages for other dossiers
    thrown: list[str] = field(default_factory=list)
    outcome: str = "running"
    failure: str = ""

    @property
    def snapshot(self) -> Snapshot:
        """What the next engine step goes on from."""
        return Snapshot(self.definition, self.state, self.variables)

    def execution(self) -> ExecutionContext:
        """The inputs of the next engine step."""
        return ExecutionContext(
            self.now, f"scenario:{self.steps}", self.functions, {"dossier": dict(self.dossier)}, self.library
        )

    def environment(self) -> Environment:
        """The time, seed and functions for a form's expressions."""
        return Environment(self.now, f"scenario:{self.steps}", self.functions)

    def scope(self, local: Mapping[str, object]) -> dict[str, object]:
        """The names a form sees: the variables, `dossier`, and the task's own variables."""
        return {**self.variables, "dossier": dict(self.dossier), **local}

    def apply(self, step: EngineStep) -> None:
        """Keeps the new state and variables, and applies the step's effects."""
        self.state, self.variables = step.state, dict(step.variables)
        self.steps += 1
        for effect in step.effects:
            self._apply_opening(effect)
            self._apply_closing(effect)
            self._apply_other(effect)

    def close_call(self, token: str) -> None:
        """A call that was completed or failed is no longer open; the engine says so for cancelled ones only."""
        self.calls.pop(token, None)

    def _apply_opening(self, effect: Effect) -> None:
        match effect:
            case TaskOpened():
                self.tasks[effect.token] = effect
            case CallWanted():
                self.calls[effect.token] = effect
            case TimerSet():
                self.timers[effect.token] = effect
            case MessageSubscribed():
                self.messages[effect.token] = effect
            case SignalSubscribed():
                self.signals[effect.token] = effect
            case _:
                pass

    def _apply_closing(self, effect: Effect) -> None:
        match effect:
            case TaskClosed():
                self.tasks.pop(effect.token, None)
            case CallCancelled():
                self.calls.pop(effect.token, None)
            case TimerCleared():
                self.timers.pop(effect.token, None)
            case MessageUnsubscribed():
                self.messages.pop(effect.token, None)
            case SignalUnsubscribed():
                self.signals.pop(effect.token, None)
            case _:
                pass

    def _apply_other(self, effect: Effect) -> None:
        match effect:
            case ElementPassed():
                self.path.append(effect.element)
            case SignalThrown() | MessageThrown():
                self.thrown.append(effect.name)
            case StatusChanged():
                self.dossier["status"] = effect.status
            case ProcessEnded():
                self.outcome = effect.outcome
            case ProcessFailed():
                self.outcome = "failed"
                self.failure = f"{effect.element}: {effect.code or 'error'} {effect.message}".strip()
            case _:
                pass

    def waiting(self) -> list[str]:
        """Elements that wait for a worker, a message or a signal, in order."""
        awaited: tuple[CallWanted | MessageSubscribed | SignalSubscribed, ...]
        awaited = (*self.calls.values(), *self.messages.values(), *self.signals.values())
        return [one.element for one in awaited]
