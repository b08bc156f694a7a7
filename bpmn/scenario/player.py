"""Plays a scenario through the engine. It stops at the first step that cannot be done and says why.

Pure: the same scenario, diagram, forms and functions give the same result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from bpmn import engine
from bpmn.definition import Definition
from bpmn.effects import CallWanted, TaskOpened
from bpmn.errors import BpmnError
from bpmn.feel import Function
from bpmn.forms import Form, FormResult
from bpmn.library import Library
from bpmn.scenario.differences import ScenarioOutcome, ScenarioResult, differences
from bpmn.scenario.host import InMemoryHost
from bpmn.scenario.script import (
    Action,
    AdvanceTime,
    AnswerCall,
    BroadcastSignal,
    CompleteTask,
    DeliverMessage,
    Scenario,
    ScenarioStart,
    ThrowError,
)

#: Timers that may fire within one `advance`: a timer that re-arms itself at once must not hang the run.
MAX_FIRED = 1000
Opened = TypeVar("Opened", bound=TaskOpened | CallWanted)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a scenario is played with. Data for a task whose form is not among `forms` is not checked."""

    forms: Mapping[str, Form] = field(default_factory=dict)
    start_form: str | None = None
    #: the office's FEEL functions ("working time" ...)
    functions: Mapping[str, Function] = field(default_factory=dict)
    #: the processes that can be called
    library: Library | None = None
    #: SHA-256 of a called deployment -> its forms by id
    called_forms: Callable[[str], Mapping[str, Form]] | None = None
    #: names of the context `dossier` that the procedure knows (procedure, procedureName)
    dossier: Mapping[str, object] = field(default_factory=dict)


class _Impossible(Exception):
    """The step cannot be done; the message says why."""


def run(scenario: Scenario, definition: Definition, setting: Setting | None = None) -> ScenarioResult:
    """Plays the scenario and compares. Never raises for what the scenario or the diagram does."""
    player = _Player(definition, setting or Setting(), scenario.start)
    problem = player.play(scenario)
    outcome = player.outcome()
    found = (problem,) if problem else tuple(differences(scenario.expect, outcome))
    return ScenarioResult(scenario.name, outcome, found)


def context(start: ScenarioStart, setting: Setting) -> dict[str, object]:
    """The context `dossier` at reception."""
    unit = {"code": "H00.00", "name": "", "email": ""}
    made = {
        "code": f"H00.00-{start.at:%y%m%d}-0001",
        "channel": start.channel,
        "received": start.at,
        "due": None,
        "status": None,
        "returnBy": start.return_by,
        "applicant": {"name": "", "identityNumber": "", "phone": "", "email": "", "address": "", **start.applicant},
        "unit": unit,
        "processingUnit": unit,
    }
    return {**made, **setting.dossier, **start.dossier}


class _Player:
    """One run."""

    def __init__(self, definition: Definition, setting: Setting, start: ScenarioStart) -> None:
        self.setting = setting
        self.host = InMemoryHost(definition, start.at, setting.functions, context(start, setting), setting.library)

    def play(self, scenario: Scenario) -> str:
        """The sentence about the step that could not be done; empty if all were."""
        where: object = "start"
        try:
            self._start(scenario.start)
            for step in scenario.steps:
                where = step
                self._play(step.action)
        except (BpmnError, _Impossible) as error:
            return f"{where}: {error}"
        return ""

    def _play(self, action: Action) -> None:
        match action:
            case CompleteTask():
                self._complete(action)
            case AnswerCall():
                call = _find(action.element, self.host.calls.values(), "calls")
                self._finish(call.token, action.data)
            case ThrowError():
                self._fail(action)
            case DeliverMessage():
                self._message(action)
            case BroadcastSignal():
                self._signal(action)
            case AdvanceTime():
                self._advance(action)

    def outcome(self) -> ScenarioOutcome:
        """The dossier as it is now."""
        host = self.host
        status = host.dossier["status"]
        return ScenarioOutcome(
            path=tuple(host.path),
            open=tuple(task.element for task in host.tasks.values()),
            waiting=tuple(host.waiting()),
            thrown=tuple(host.thrown),
            status=status if isinstance(status, int) else None,
            outcome=host.outcome,
            variables=dict(host.variables),
        )

    def _start(self, start: ScenarioStart) -> None:
        definition = self.host.definition
        begun = definition.start(start.message or None)
        if begun is None:
            ways = ", ".join(one.message or "the desk" for one in definition.starts)
            raise _Impossible(f"{start.message or 'the desk'} does not begin the process; begun by: {ways}")
        data = self._checked(self.setting.forms, self.setting.start_form, start.data, self.host.scope({}))
        variables = {**data, "returnBy": start.return_by}
        self.host.apply(engine.start(definition, variables, self.host.execution(), begun.element, start.variables))

    def _complete(self, action: CompleteTask) -> None:
        task = _find(action.element, self.host.tasks.values(), "open tasks")
        host = self.host
        if task.version is None or self.setting.called_forms is None:
            forms, scope = self.setting.forms, host.scope(task.local)
        else:
            seen = engine.variables_at(host.snapshot, task.token, host.execution())
            forms, scope = self.setting.called_forms(task.version), {**seen, "dossier": dict(host.dossier)}
        data = self._checked(forms, task.form, action.data, scope)
        self._finish(task.token, data)

    def _finish(self, token: str, data: Mapping[str, object]) -> None:
        host = self.host
        host.close_call(token)
        host.apply(engine.complete(host.snapshot, token, data, host.execution()))

    def _fail(self, action: ThrowError) -> None:
        host = self.host
        waiting: list[TaskOpened | CallWanted] = [*host.calls.values(), *host.tasks.values()]
        found = _find(action.element, waiting, "calls and tasks")
        host.close_call(found.token)
        host.apply(engine.fail(host.snapshot, found.token, action.code, action.message, host.execution()))

    def _message(self, action: DeliverMessage) -> None:
        host = self.host
        for subscription in host.messages.values():
            if subscription.name == action.name and subscription.key == action.key:
                host.apply(
                    engine.deliver(
                        host.snapshot,
                        subscription.token,
                        action.data,
                        host.execution(),
                    )
                )
                return
        awaited = ", ".join(f"{found.name} with key {found.key}" for found in host.messages.values())
        raise _Impossible(f"nobody waits for {action.name} with key {action.key}; awaited: {awaited or 'nothing'}")

    def _signal(self, action: BroadcastSignal) -> None:
        host = self.host
        if action.name not in {awaited.name for awaited in host.signals.values()}:
            names = ", ".join(awaited.name for awaited in host.signals.values())
            raise _Impossible(f"nobody waits for the signal {action.name}; awaited: {names or 'nothing'}")
        host.apply(engine.signal(host.snapshot, action.name, action.data, host.execution()))

    def _advance(self, action: AdvanceTime) -> None:
        host = self.host
        target = action.by if isinstance(action.by, datetime) else host.now + action.by
        if target < host.now:
            raise _Impossible(f"time does not go back: it is {host.now.isoformat()}")
        for _ in range(MAX_FIRED):
            due = sorted(
                (timer for timer in host.timers.values() if timer.due <= target),
                key=lambda timer: (timer.due, int(timer.token)),
            )
            if not due:
                host.now = target
                return
            host.now = max(host.now, due[0].due)
            host.apply(engine.fire(host.snapshot, due[0].token, host.execution()))
        raise _Impossible(f"more than {MAX_FIRED} timers fired")

    def _checked(
        self,
        forms: Mapping[str, Form],
        form_id: str | None,
        data: Mapping[str, object],
        scope: Mapping[str, object],
    ) -> Mapping[str, object]:
        form = forms.get(form_id or "")
        if form is None:
            return data
        checked = form.check(data, scope, self.host.environment())
        faults = list(_faults(checked))
        if faults:
            raise _Impossible(f"form {form_id}: {'; '.join(faults)}")
        return checked.values


def _faults(checked: FormResult) -> Iterator[str]:
    for path, errors in checked.errors.items():
        yield f"{path}: {', '.join(error.code for error in errors)}"
    for key in checked.unknown:
        yield f"{key}: no field of the form"


def _find(element: str, opened: Iterable[Opened], what: str) -> Opened:
    candidates = list(opened)
    for candidate in candidates:
        if candidate.element == element:
            return candidate
    names = ", ".join(candidate.element for candidate in candidates) or "none"
    raise _Impossible(f"{element} is not there; {what}: {names}")
