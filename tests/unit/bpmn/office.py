"""A dossier in miniature: keeps state and variables between the verbs, and what is open, as the office would."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bpmn import effects as e
from bpmn import engine
from bpmn.definition import Definition, Snapshot
from bpmn.library import Library
from bpmn.parse import load
from bpmn.running import state

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
CONTEXT: Mapping[str, object] = {"dossier": {"code": "H01.26.11.23-0001", "channel": "counter"}}


@dataclass
class Dossier:
    """Runs verbs and checks on the way that everything opened is closed exactly once."""

    definition: Definition
    variables: dict[str, Any] = field(default_factory=dict)
    now: datetime = NOW
    state: bytes = b""
    steps: int = 0
    log: list[e.Effect] = field(default_factory=list)
    #: token -> the effect that opened it
    open: dict[str, Any] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    ended: e.ProcessEnded | e.ProcessFailed | None = None
    library: Library | None = None

    @classmethod
    def of(cls, diagram: bytes, **variables: Any) -> Dossier:
        return cls.under(load(diagram), variables)

    @classmethod
    def under(cls, definition: Definition, variables: dict[str, Any], library: Library | None = None) -> Dossier:
        dossier = cls(definition, variables, library=library)
        dossier.take(engine.start(dossier.definition, variables, dossier.execution()))
        return dossier

    @classmethod
    def begun(cls, diagram: bytes, at: str, payload: dict[str, Any], **variables: Any) -> Dossier:
        """Begun at an element by a message."""
        dossier = cls(load(diagram), variables)
        dossier.take(engine.start(dossier.definition, variables, dossier.execution(), at, payload))
        return dossier

    @property
    def snapshot(self) -> Snapshot:
        return Snapshot(self.definition, self.state, self.variables)

    def execution(self) -> engine.ExecutionContext:
        return engine.ExecutionContext(self.now, f"seed-{self.steps}", {}, CONTEXT, self.library)

    def complete(self, element: str, **outcome: Any) -> engine.Step:
        token = self.token(element, e.TaskOpened, e.CallWanted)
        arguments = (self.snapshot, token, outcome, self.execution())
        return self.take(engine.complete(*arguments), answered=token)

    def fail(self, element: str, code: str = "broken", message: str = "did not work") -> engine.Step:
        token = self.token(element, e.TaskOpened, e.CallWanted)
        arguments = (self.snapshot, token, code, message, self.execution())
        return self.take(engine.fail(*arguments), answered=token)

    def deliver(self, element: str, **payload: Any) -> engine.Step:
        token = self.token(element, e.MessageSubscribed)
        return self.take(engine.deliver(self.snapshot, token, payload, self.execution()))

    def signal(self, name: str, **payload: Any) -> engine.Step:
        """A signal from another dossier."""
        return self.take(engine.signal(self.snapshot, name, payload, self.execution()))

    def fire(self, element: str) -> engine.Step:
        token = self.token(element, e.TimerSet)
        return self.take(engine.fire(self.snapshot, token, self.execution()))

    def token(self, element: str, *kinds: type) -> str:
        found = [
            token
            for token, effect in self.open.items()
            if effect.element == element and isinstance(effect, kinds or object)
        ]
        assert found, f"{element} is not open; open are {self.elements()}"
        return found[0]

    def elements(self) -> list[str]:
        return sorted(effect.element for effect in self.open.values())

    def path(self) -> list[str]:
        return [effect.element for effect in self.log if isinstance(effect, e.ElementPassed)]

    def take(self, step: engine.Step, answered: str | None = None) -> engine.Step:
        self.state, self.variables = step.state, step.variables
        self.steps += 1
        again = state.load(Snapshot(self.definition, bytes(self.state), self.variables), self.execution())
        assert state.dump(self.definition, again) == self.state, "a reload changes the state"
        for effect in step.effects:
            assert self.ended is None, f"{effect} after {self.ended}"
            self._account(effect)
        if answered is not None and isinstance(self.open.get(answered), e.CallWanted):
            del self.open[answered]
        if self.ended is not None:
            assert not self.open
        self.log.extend(step.effects)
        return step

    def _account(self, effect: e.Effect) -> None:
        match effect:
            case e.TaskOpened() | e.TimerSet() | e.CallWanted() | e.MessageSubscribed() | e.SignalSubscribed():
                assert effect.token not in self.used, f"token {effect.token} used again"
                self.used.add(effect.token)
                self.open[effect.token] = effect
            case (
                e.TaskClosed() | e.TimerCleared() | e.CallCancelled() | e.MessageUnsubscribed() | e.SignalUnsubscribed()
            ):
                opened = self.open.pop(effect.token)
                assert opened.element == effect.element
            case e.ProcessEnded() | e.ProcessFailed():
                self.ended = effect
