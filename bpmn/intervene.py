"""What an operator may do to one running process: move a token, cancel a branch, start a task again, correct variables.

Pure functions, as the engine's own verbs are. Each cancels tokens, puts a new token on an element, or both. Only independent
tokens can be named: events attached to a token are cancelled with it, and armed with the element that the new token enters.

- A new token enters its element as if a flow had led there: status, input mappings and events on the border are as always.
- Into a sub-process: into its one open activation, or into a new one, which begins at that element instead of its start.
- Out of a sub-process: it is cancelled when nothing is left in it.
- An instance of a repeated activity cannot be left or entered; the whole activity can.
- In a called process nothing is touched alone; the call activity can be. Only a call of a worker is described anew there, too.
- A step is refused when it would deadlock a parallel join.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from SpiffWorkflow.util.task import TaskState

from bpmn.definition import Snapshot
from bpmn.effects import CallWanted, ProcessEnded
from bpmn.engine import ExecutionContext, Step, step_of
from bpmn.errors import EngineError, TokenNotOpen
from bpmn.jsonvalues import is_json
from bpmn.redaction import Public
from bpmn.running import state as states
from bpmn.running.specs.activities import SubProcess
from bpmn.running.specs.compensation import CompensationBoundary, CompensationRun
from bpmn.running.specs.deadlocks import deadlocked_joins
from bpmn.running.specs.events import BoundaryEvent, StartEvent
from bpmn.running.specs.handlers import EventSubProcess, EventSubProcessStart
from bpmn.running.specs.loops import Repeated
from bpmn.running.specs.node import NodeSpec, ScopeSpec
from bpmn.running.specs.tasks import ServiceTask
from bpmn.running.tokens import Instance, Scope, Token, adding_call_path


@dataclass(frozen=True, slots=True)
class MovableToken:
    """A token that an operator may touch, and where it stands."""

    token: str
    element: str
    #: token of the sub-process or repeated activity around it; None on the level of the process
    inside: str | None


def movable_tokens(snapshot: Snapshot, execution: ExecutionContext) -> tuple[MovableToken, ...]:
    """The independent tokens, outer before inner, oldest first."""
    instance = states.load(snapshot, execution)
    return tuple(
        MovableToken(str(token.id), token.element, str(scope.host.id) if scope.host else None)
        for scope in instance.scopes()
        for token in scope.tokens()
        if _is_independent(token)
    )


def move(snapshot: Snapshot, token: str, element: str, execution: ExecutionContext) -> Step:
    """Cancels a token and puts a new one on another element: of its scope, of one around it, or of one inside those."""

    def act(instance: Instance) -> None:
        found = _find(instance, token)
        start = _landing(instance, element, found.scope, [found])
        found.drop_out()
        start()
        _close_empty(found.scope)

    return _change(snapshot, execution, act)


def cancel(snapshot: Snapshot, token: str, execution: ExecutionContext) -> Step:
    """Cancels a token with everything inside it; when nothing is left the process ends as terminated."""

    def act(instance: Instance) -> None:
        found = _find(instance, token)
        found.drop_out()
        _close_empty(found.scope)

    return _change(snapshot, execution, act)


def restart(
    snapshot: Snapshot,
    element: str,
    instead_of: Sequence[str],
    execution: ExecutionContext,
) -> Step:
    """Puts a token on a user task (again), instead of the tokens named; without any, beside all that is open."""

    def act(instance: Instance) -> None:
        gone = [_find(instance, token) for token in dict.fromkeys(instead_of)]
        task = snapshot.definition.elements.get(element)
        if task is None or task.type != "userTask":
            raise EngineError(element, "no-task", "only a user task can be started again")
        start = _landing(instance, element, instance, gone)
        for token in gone:
            if token.id in token.scope.tasks:  # it may have gone with a sub-process around it
                token.drop_out()
        start()
        for token in gone:
            _close_empty(token.scope)

    return _change(snapshot, execution, act)


def correct(snapshot: Snapshot, changes: Mapping[str, object], execution: ExecutionContext) -> Step:
    """Sets variables of the dossier. Nothing moves but events that wait for a condition which becomes true."""

    def act(instance: Instance) -> None:
        if not is_json(dict(changes)):
            raise EngineError(None, "not-json", "the values hold something that is not a JSON value")
        for name, value in changes.items():
            instance.write(name, value, "")

    return _change(snapshot, execution, act)


def call_anew(snapshot: Snapshot, token: str, execution: ExecutionContext) -> tuple[Step, CallWanted]:
    """Maps the inputs of an open call again, as the diagram says now: the step without its call, and the call.

    The token stays where it is, whatever is armed on its border stays armed. Raises `TokenNotOpen` for what is no open call.
    """
    instance = states.load(snapshot, execution)
    found = instance.find(int(token)) if token.isascii() and token.isdigit() and len(token) < 20 else None
    if found is None or not isinstance(found.task_spec, ServiceTask) or found.answered:
        raise TokenNotOpen(token)
    with adding_call_path(found):
        if found.loop_index is None:
            found.set_local({})  # an input that the diagram no longer maps is sent no longer; loops keep their element
        found.task_spec.map_inputs(found)
        found.task_spec.open(found)
    step = step_of(snapshot.definition, instance)
    call = next(effect for effect in step.effects if isinstance(effect, CallWanted) and effect.token == token)
    return replace(step, effects=tuple(effect for effect in step.effects if effect is not call)), call


def _change(
    snapshot: Snapshot,
    execution: ExecutionContext,
    act: Callable[[Instance], None],
) -> Step:
    instance = states.load(snapshot, execution)
    if instance.outcome is not None:
        raise EngineError(None, "process-over", "the process is over; nothing in it can be changed")
    before = deadlocked_joins(instance)
    act(instance)
    for starved in sorted(deadlocked_joins(instance) - before):
        message = "the join would never fire: no token could come by the flow {flow} any more"
        raise EngineError(starved.join, "starved-join", message, flow=Public(starved.flow))
    return step_of(snapshot.definition, instance)


def _is_independent(token: Token) -> bool:
    """Whether it is attached to no other token, and nothing around it is repeated or being compensated."""
    host = token.scope.host
    while host is not None:
        if isinstance(host.task_spec, Repeated | CompensationRun):
            return False
        host = host.scope.host
    return token.host is None and token.id not in token.scope.handler_tokens and token.task_spec.alias is None


def _find(instance: Instance, token: str) -> Token:
    number = int(token) if len(token) < 20 and token.isascii() and token.isdigit() else 0
    found = instance.find(number) if str(number) == token else None
    if found is None:
        raise TokenNotOpen(token)
    if found.instance is not instance:
        raise EngineError(
            found.instance.calls + found.element, "in-call", "it belongs to a called process; choose the call activity"
        )
    if not _is_independent(found):
        raise EngineError(found.element, "not-alone", "it belongs to another element; choose the whole activity")
    return found


def _close_empty(scope: Scope) -> None:
    """Cancels a sub-process in which nothing is left, outwards; of the process itself, ends it."""
    while scope.empty:
        host = scope.host
        if host is None:
            _terminate(scope)
            return
        if host.id not in host.scope.tasks:
            return
        scope = host.scope
        host.drop_out()


def _terminate(process: Scope) -> None:
    instance = process.instance
    if instance.outcome is None:
        process.cancel_tokens()
        instance.outcome = "terminated"
        instance.emit(ProcessEnded(instance.spec.name, "terminated"))


def _landing(instance: Instance, element: str, near: Scope, gone: Sequence[Token]) -> Callable[[], None]:
    """How a new token gets to an element, from a scope, when some tokens are gone; raises `EngineError` if it cannot."""
    way = _way_to(instance, element)
    spec = way[-1].task_specs.get(element)
    if spec is None or isinstance(
        spec, StartEvent | BoundaryEvent | CompensationBoundary | EventSubProcessStart | EventSubProcess
    ):
        raise EngineError(
            element, "no-entry", "no token can be put here; choose a task, a gateway or an event on the way"
        )
    if spec.joins and len(spec.arrivals) > 1:
        raise EngineError(element, "no-entry", "it joins several flows; choose the element behind it")
    scope = _nearest(near, way, gone)
    missing = way[_depth(scope) + 1 :]

    def start() -> None:
        inner = scope
        for one in missing:
            inner = _inside(inner, inner.spec.task_specs[one.name])
        spec.enter(inner.spawn(spec))

    return start


def _way_to(instance: Instance, element: str) -> list[ScopeSpec]:
    """The scopes around an element, from the process inwards."""

    def search(spec: ScopeSpec) -> list[ScopeSpec] | None:
        if element in spec.task_specs and not isinstance(spec.task_specs[element], EventSubProcessStart):
            return [spec]
        for one in spec.task_specs.values():
            if isinstance(one, SubProcess):
                found = search(one.inner)
                if found is not None:
                    return [spec, *found]
        return None

    found = search(instance.spec)
    if found is None:
        raise EngineError(element, "no-entry", "there is no such element, or it belongs to a repeated activity")
    return found


def _depth(scope: Scope) -> int:
    """How many scopes there are around a scope."""
    host = scope.host
    return 0 if host is None else 1 + _depth(host.scope)


def _nearest(scope: Scope, way: list[ScopeSpec], gone: Sequence[Token]) -> Scope:
    """The innermost open scope on the way to an element: first outwards, then into what is open there."""
    while scope.host is not None and (_depth(scope) >= len(way) or way[_depth(scope)] is not scope.spec):
        scope = scope.host.scope
    while len(way) > _depth(scope) + 1:
        inside = way[_depth(scope) + 1].name
        hosts = [token for token in scope.tokens() if token.element == inside and token not in gone]
        if len(hosts) > 1:
            raise EngineError(inside, "several-open", "several tokens are open there; cancel the surplus ones first")
        if not hosts:
            break
        scope = scope.instance.scope_of(hosts[0])
    return scope


def _inside(scope: Scope, spec: NodeSpec) -> Scope:
    """A sub-process that is opened without its start events."""
    if type(spec) is not SubProcess:
        raise EngineError(spec.name, "no-entry", "it can only be entered by its own start; choose the whole activity")
    host = scope.spawn(spec, state=TaskState.STARTED)
    spec.announce(host)
    spec.map_inputs(host)
    for boundary in spec.boundaries:
        boundary.arm(host)
    inner = scope.instance.open_scope(host)
    for handler in inner.spec.handlers:
        handler.arm(inner)
    return inner
