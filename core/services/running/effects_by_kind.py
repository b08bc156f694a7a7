"""The effects of one step by kind, and what the history tells of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bpmn import effects as fx
from core.services.running import outbox_rows, task_facts


@dataclass(slots=True)
class SortedEffects:
    """Effects by kind. What was opened and closed again in the same step never becomes a row."""

    tasks_opened: dict[str, fx.TaskOpened] = field(default_factory=dict)
    tasks_closed: dict[str, fx.TaskClosed] = field(default_factory=dict)
    tasks_revised: dict[str, fx.TaskRevised] = field(default_factory=dict)
    timers_set: dict[str, fx.TimerSet] = field(default_factory=dict)
    timers_cleared: list[str] = field(default_factory=list)
    subscribed: dict[str, fx.MessageSubscribed | fx.SignalSubscribed] = field(default_factory=dict)
    unsubscribed: list[str] = field(default_factory=list)
    calls_wanted: dict[str, fx.CallWanted] = field(default_factory=dict)
    calls_cancelled: list[str] = field(default_factory=list)
    thrown: list[outbox_rows.Thrown] = field(default_factory=list)
    statuses: list[fx.StatusChanged] = field(default_factory=list)
    flows_taken: list[str] = field(default_factory=list)
    elements_passed: list[str] = field(default_factory=list)
    processes_called: list[fx.ProcessCalled] = field(default_factory=list)
    ended: fx.ProcessEnded | fx.ProcessFailed | None = None

    @classmethod
    def of(cls, effects: Iterable[fx.Effect]) -> SortedEffects:
        """Sorts the effects of a step."""
        sorted_ = cls()
        for effect in effects:
            sorted_._add(effect)
        return sorted_

    def _add(self, effect: fx.Effect) -> None:
        match effect:
            case fx.TaskOpened():
                self.tasks_opened[effect.token] = effect
            case fx.TaskClosed():
                if self.tasks_opened.pop(effect.token, None) is None:
                    self.tasks_closed[effect.token] = effect
            case fx.TaskRevised():
                self.tasks_revised[effect.task.token] = effect
            case fx.TimerSet():
                self.timers_set[effect.token] = effect
            case fx.TimerCleared():
                if self.timers_set.pop(effect.token, None) is None:
                    self.timers_cleared.append(effect.token)
            case fx.MessageSubscribed() | fx.SignalSubscribed():
                self.subscribed[effect.token] = effect
            case fx.MessageUnsubscribed() | fx.SignalUnsubscribed():
                if self.subscribed.pop(effect.token, None) is None:
                    self.unsubscribed.append(effect.token)
            case fx.CallWanted():
                self.calls_wanted[effect.token] = effect
            case fx.CallCancelled():
                if self.calls_wanted.pop(effect.token, None) is None:
                    self.calls_cancelled.append(effect.token)
            case fx.StatusChanged():
                self.statuses.append(effect)
            case fx.FlowTaken():
                self.flows_taken.append(effect.flow)
            case fx.ElementPassed():
                self.elements_passed.append(effect.element)
            case fx.ProcessCalled():
                self.processes_called.append(effect)
            case fx.ProcessEnded() | fx.ProcessFailed():
                self.ended = effect
            case fx.SignalThrown() | fx.MessageThrown():
                self.thrown.append(effect)

    def history_payload(self, tasks: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
        """What the history tells of the step: only what there is to tell. ``tasks``: the rows of the tasks opened."""
        rows = {row["token"]: row for row in tasks}
        facts: dict[str, Any] = {
            "flows": self.flows_taken,
            "passed": self.elements_passed,
            "opened": [
                {**_opened(effect), **task_facts.of_opened(rows[token])} for token, effect in self.tasks_opened.items()
            ],
            "tasks": [{"token": effect.token, "state": effect.reason} for effect in self.tasks_closed.values()],
            "revised": [_revised(effect) for effect in self.tasks_revised.values()],
            "cancelled": [effect.element for effect in self.tasks_closed.values() if effect.reason == "cancelled"],
            "called": [_called(effect) for effect in self.processes_called],
            "waits": [wanted.element for wanted in self.subscribed.values()]
            + [timer.element for timer in self.timers_set.values()],
            "calls": [{"element": call.element, "topic": call.topic} for call in self.calls_wanted.values()],
            "thrown": [_thrown(effect) for effect in self.thrown],
            "statuses": [change.status for change in self.statuses],
        }
        if isinstance(self.ended, fx.ProcessEnded):
            facts["ended"] = self.ended.outcome
        if isinstance(self.ended, fx.ProcessFailed):
            facts["failed"] = {"element": self.ended.element, "code": self.ended.code, "message": self.ended.message}
        return {name: value for name, value in facts.items() if value}


def _thrown(effect: outbox_rows.Thrown) -> dict[str, Any]:
    kind = "signal" if isinstance(effect, fx.SignalThrown) else "message"
    return {"element": effect.element, kind: effect.name}


def _opened(effect: fx.TaskOpened) -> dict[str, Any]:
    return {"element": effect.element, "name": effect.name, "roles": list(effect.roles)}


def _called(effect: fx.ProcessCalled) -> dict[str, Any]:
    return {"element": effect.element, "process": effect.process, "name": effect.name, "sha256": effect.version}


def _revised(effect: fx.TaskRevised) -> dict[str, Any]:
    return {**_opened(effect.task), "changed": sorted(effect.changed)}
