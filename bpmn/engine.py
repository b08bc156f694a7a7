"""The six verbs that step a process: pure functions of snapshot, input and execution context.

Reads no clock, makes no random choice, keeps nothing between calls and acts on nothing: what should happen comes back as
effects. Same arguments, same `Step`. When a verb raises, nothing has changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bpmn.definition import Definition, Snapshot
from bpmn.effects import Effect, element_of
from bpmn.errors import EngineError, TokenNotOpen
from bpmn.limits import STATE_BYTES
from bpmn.redaction import Public
from bpmn.running import state as states
from bpmn.running.scripting import ExecutionContext
from bpmn.running.specs import throwing
from bpmn.running.specs.activities import Activity
from bpmn.running.specs.advancing import advance, stuck_token
from bpmn.running.specs.entering import begin_at
from bpmn.running.specs.events import BoundaryEvent, CatchEvent
from bpmn.running.specs.handlers import EventSubProcessStart
from bpmn.running.specs.tasks import ReceiveTask, ServiceTask, UserTask
from bpmn.running.specs.triggers import MessageTrigger, TimerTrigger
from bpmn.running.tokens import Instance, Token, adding_call_path

__all__ = [
    "ExecutionContext",
    "Snapshot",
    "Step",
    "complete",
    "deliver",
    "fail",
    "fire",
    "signal",
    "start",
    "variables_at",
]


@dataclass(frozen=True, slots=True)
class Step:
    """What a verb made of a process."""

    #: opaque; only `bpmn.running.state` reads it
    state: bytes
    #: all variables of the dossier afterwards
    variables: dict[str, object]
    #: those whose value changed or appeared
    changed: dict[str, object]
    effects: tuple[Effect, ...]
    #: names that a message or signal brought and no element took: none of its output mappings reads them
    ignored: tuple[str, ...] = ()


def start(
    definition: Definition,
    variables: Mapping[str, object],
    execution: ExecutionContext,
    at: str | None = None,
    payload: Mapping[str, object] | None = None,
) -> Step:
    """Starts the process: at its none start event, or at the element `at` of `Definition.starts`.

    There a message has come, with its payload as in `deliver`. Raises `EngineError` "no-start" where it cannot begin so.
    """
    found = definition.start() if at is None else next((one for one in definition.starts if one.element == at), None)
    if found is None:
        raise EngineError(at, "no-start", "the process does not begin so: {ways}", ways=Public(_ways(definition)))
    instance = Instance(definition.scopes, variables, execution)
    begin_at(instance, found.element, dict(payload or {}))
    return step_of(definition, instance, payload or {})


def _ways(definition: Definition) -> str:
    ways = [
        f"at {one.element}" + (f" with the message {one.message}" if one.message else "") for one in definition.starts
    ]
    return "it begins " + ", or ".join(ways)


def complete(
    snapshot: Snapshot,
    token: str,
    outcome: Mapping[str, object],
    execution: ExecutionContext,
) -> Step:
    """A user task is done, or a call is answered (the token of `TaskOpened` or `CallWanted`).

    Without output mappings the outcome's names become variables of the dossier, with them only what they map.
    """
    instance = states.load(snapshot, execution)
    found = _find(instance, token)
    if not isinstance(found.task_spec, UserTask | ServiceTask):
        raise TokenNotOpen(token)
    _answer(found, outcome)
    return step_of(snapshot.definition, instance)


def fail(
    snapshot: Snapshot,
    token: str,
    code: str,
    message: str,
    execution: ExecutionContext,
) -> Step:
    """A BPMN error is thrown at an open activity.

    Caught by an error boundary event with that code, or one for all, on the activity or around it; else the process fails.
    """
    instance = states.load(snapshot, execution)
    found = _find(instance, token)
    if not isinstance(found.task_spec, Activity):
        raise TokenNotOpen(token)
    found.answered = isinstance(found.task_spec, ServiceTask)
    catcher = found.task_spec.catcher(code)
    with adding_call_path(found):
        if catcher is not None:
            catcher.catch_thrown(found, code, message)
        else:
            throwing.throw(found, code, message)
    return step_of(snapshot.definition, instance)


def deliver(
    snapshot: Snapshot,
    token: str,
    payload: Mapping[str, object],
    execution: ExecutionContext,
) -> Step:
    """A message has come for a subscription (the token of `MessageSubscribed`).

    Of its payload the element takes what its output mappings read; without them nothing. The rest is in `Step.ignored`.
    """
    instance = states.load(snapshot, execution)
    found = _find(instance, token)
    spec = found.task_spec
    if not isinstance(spec, ReceiveTask | CatchEvent | BoundaryEvent | EventSubProcessStart) or not isinstance(
        spec.trigger, MessageTrigger
    ):
        raise TokenNotOpen(token)
    _answer(found, payload)
    return step_of(snapshot.definition, instance, payload)


def signal(
    snapshot: Snapshot,
    name: str,
    payload: Mapping[str, object],
    execution: ExecutionContext,
) -> Step:
    """A signal has been thrown elsewhere: it reaches every event that waits for its name, in all scopes at once.

    Its payload as in `deliver`, at each of them. A signal nobody waits for changes nothing (BPMN 2.0.2, 10.5.1).
    """
    instance = states.load(snapshot, execution)
    throwing.signal(instance, name, dict(payload))
    return step_of(snapshot.definition, instance, payload)


def fire(snapshot: Snapshot, token: str, execution: ExecutionContext) -> Step:
    """A timer is due (the token of `TimerSet`)."""
    instance = states.load(snapshot, execution)
    found = _find(instance, token)
    spec = found.task_spec
    if not isinstance(spec, CatchEvent | BoundaryEvent | EventSubProcessStart) or not isinstance(
        spec.trigger, TimerTrigger
    ):
        raise TokenNotOpen(token)
    _answer(found, {})
    return step_of(snapshot.definition, instance)


def variables_at(snapshot: Snapshot, token: str, execution: ExecutionContext) -> dict[str, object]:
    """The variables at an open token, as its form may look at them: those of its own process, and local ones over them."""
    found = _find(states.load(snapshot, execution), token)
    names = found.instance.visible(found.scope, found.local)
    return {name: value for name, value in names.items() if name not in execution.context}


def _answer(token: Token, outcome: Mapping[str, object]) -> None:
    with adding_call_path(token):
        token.task_spec.answer(token, dict(outcome))


def _find(instance: Instance, token: str) -> Token:
    number = int(token) if len(token) < 20 and token.isascii() and token.isdigit() else 0
    found = instance.find(number) if str(number) == token else None
    if found is None:
        raise TokenNotOpen(token)
    return found


def step_of(definition: Definition, instance: Instance, payload: Mapping[str, object] | None = None) -> Step:
    """Runs an instance until it rests, and says what became of it; for verbs, here and beside.

    ``payload``: what a message or signal brought.
    """
    ignored = tuple(sorted(set(payload or ()) - instance.heard))
    advance(instance)
    stuck = None if instance.outcome else stuck_token(instance)
    if stuck is not None:
        message = "it waits for a token or a condition that can no longer come, and nothing else is open"
        raise EngineError(stuck.instance.calls + stuck.element, "starved-join", message)
    state = states.dump(definition, instance)
    if len(state) > STATE_BYTES:
        message = "what is open in the dossier takes {size} bytes; at most {most} can be kept"
        raise EngineError(_last(instance), "budget", message, size=len(state), most=Public(STATE_BYTES))
    return Step(state, instance.variables, instance.changed, tuple(instance.effects), ignored)


def _last(instance: Instance) -> str | None:
    """The element the step came to last."""
    return next((name for effect in reversed(instance.effects) if (name := element_of(effect))), None)
