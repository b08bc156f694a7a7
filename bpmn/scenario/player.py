"""Plays a scenario through the engine. It stops at the first step that cannot be done and says why.

Pure: the same scenario, diagram, forms and functions give the same result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from bpmn import engine
from bpmn.definition import Definition
from bpmn.effects import CallWanted, TaskOpened
from bpmn.errors import BpmnError
from bpmn.feel import Function
from bpmn.forms import Form
from bpmn.library import Library
from bpmn.scenario.differences import Outcome, Result, differences
from bpmn.scenario.office import Office
from bpmn.scenario.script import Scenario, Start, Step

#: Timers that may fire within one `advance`: a timer that re-arms itself at once must not hang the run.
MAX_FIRED = 1000
Opened = TypeVar("Opened", bound=TaskOpened | CallWanted)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a scenario is played with. Without forms, data is taken as it stands."""

    forms: Mapping[str, Form] = field(default_factory=dict)
    start_form: str | None = None
    #: the office's FEEL functions ("working time" ...)
    functions: Mapping[str, Function] = field(default_factory=dict)
    #: the processes that can be called, and their forms by the SHA-256 of their version
    library: Library | None = None
    called_forms: Callable[[str], Mapping[str, Form]] | None = None
    #: names of the context `dossier` that the procedure knows (procedure, procedureName)
    dossier: Mapping[str, object] = field(default_factory=dict)


class _Impossible(Exception):
    """The step cannot be done; the message says what stands in the way."""


def run(scenario: Scenario, definition: Definition, setting: Setting | None = None) -> Result:
    """Plays the scenario and compares. Never raises for what the scenario or the diagram does."""
    player = _Player(definition, setting or Setting(), scenario.start)
    problem = player.play(scenario)
    outcome = player.outcome()
    found = (problem,) if problem else tuple(differences(scenario.expect, outcome))
    return Result(scenario.name, outcome, found)


def context(start: Start, setting: Setting) -> dict[str, object]:
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

    def __init__(self, definition: Definition, setting: Setting, start: Start) -> None:
        self.setting = setting
        self.office = Office(definition, start.at, setting.functions, context(start, setting), setting.library)

    def play(self, scenario: Scenario) -> str:
        """The sentence about the step that could not be done; empty if all were."""
        where: object = "start"
        try:
            self._start(scenario.start)
            for step in scenario.steps:
                where = step
                getattr(self, f"_{step.verb}")(step)
        except (BpmnError, _Impossible) as error:
            return f"{where}: {error}"
        return ""

    def outcome(self) -> Outcome:
        """What is true now."""
        office = self.office
        status = office.dossier["status"]
        return Outcome(
            path=tuple(office.path),
            open=tuple(task.element for task in office.tasks.values()),
            waiting=tuple(office.waiting()),
            thrown=tuple(office.thrown),
            status=status if isinstance(status, int) else None,
            outcome=office.outcome,
            variables=dict(office.variables),
        )

    def _start(self, start: Start) -> None:
        definition = self.office.definition
        begun = definition.start(start.message or None)
        if begun is None:
            ways = ", ".join(one.message or "the desk" for one in definition.starts)
            raise _Impossible(f"{start.message or 'the desk'} does not begin the process; begun by: {ways}")
        data = self._checked(self.setting.forms, self.setting.start_form, start.data, self.office.scope({}))
        variables = {**data, "returnBy": start.return_by}
        self.office.take(engine.start(definition, variables, self.office.execution(), begun.element, start.variables))

    def _complete(self, step: Step) -> None:
        task = _find(step.element, self.office.tasks.values(), "open tasks")
        office = self.office
        if task.version is None or self.setting.called_forms is None:
            forms, scope = self.setting.forms, office.scope(task.local)
        else:
            seen = engine.seen(office.snapshot, task.token, office.execution())
            forms, scope = self.setting.called_forms(task.version), {**seen, "dossier": dict(office.dossier)}
        data = self._checked(forms, task.form, step.data, scope)
        self._outcome(task.token, data)

    def _answer(self, step: Step) -> None:
        call = _find(step.element, self.office.calls.values(), "calls")
        self._outcome(call.token, step.data)

    def _outcome(self, token: str, data: Mapping[str, object]) -> None:
        office = self.office
        office.answered(token)
        office.take(engine.complete(office.snapshot, token, data, office.execution()))

    def _fail(self, step: Step) -> None:
        office = self.office
        waiting: list[TaskOpened | CallWanted] = [*office.calls.values(), *office.tasks.values()]
        found = _find(step.element, waiting, "calls and tasks")
        office.answered(found.token)
        office.take(engine.fail(office.snapshot, found.token, step.code, step.message, office.execution()))

    def _message(self, step: Step) -> None:
        office = self.office
        for subscription in office.subscriptions.values():
            if subscription.name == step.name and subscription.key == step.key:
                office.take(
                    engine.deliver(
                        office.snapshot,
                        subscription.token,
                        step.data,
                        office.execution(),
                    )
                )
                return
        awaited = ", ".join(f"{found.name} with key {found.key}" for found in office.subscriptions.values())
        raise _Impossible(f"nobody waits for {step.name} with key {step.key}; awaited: {awaited or 'nothing'}")

    def _signal(self, step: Step) -> None:
        office = self.office
        if step.name not in {awaited.name for awaited in office.signals.values()}:
            names = ", ".join(awaited.name for awaited in office.signals.values())
            raise _Impossible(f"nobody waits for the signal {step.name}; awaited: {names or 'nothing'}")
        office.take(engine.signal(office.snapshot, step.name, step.data, office.execution()))

    def _advance(self, step: Step) -> None:
        office = self.office
        target = step.until or office.now + (step.duration or timedelta())
        if target < office.now:
            raise _Impossible(f"time does not go back: it is {office.now.isoformat()}")
        for _ in range(MAX_FIRED):
            due = sorted(
                (timer for timer in office.timers.values() if timer.due <= target),
                key=lambda timer: (timer.due, int(timer.token)),
            )
            if not due:
                office.now = target
                return
            office.now = max(office.now, due[0].due)
            office.take(engine.fire(office.snapshot, due[0].token, office.execution()))
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
        checked = form.check(data, scope, self.office.environment())
        faults = list(_faults(checked.errors, checked.unknown))
        if faults:
            raise _Impossible(f"form {form_id}: {'; '.join(faults)}")
        return checked.values


def _faults(errors: Mapping[str, object], unknown: object) -> Iterator[str]:
    for path, found in errors.items():
        codes = ", ".join(str(getattr(error, "code", error)) for error in found) if isinstance(found, tuple) else found
        yield f"{path}: {codes}"
    for key in unknown if isinstance(unknown, tuple | list | set | frozenset) else ():
        yield f"{key}: no field of the form"


def _find(element: str, opened: Iterable[Opened], what: str) -> Opened:
    listed = list(opened)
    for found in listed:
        if found.element == element:
            return found
    there = ", ".join(found.element for found in listed) or "none"
    raise _Impossible(f"{element} is not there; {what}: {there}")
