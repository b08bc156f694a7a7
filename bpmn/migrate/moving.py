"""Moves a running process to another version, following a mapping.

Every token keeps its number, so that what is open at it stays open: a task with its claim, draft and due time, a timer with
its due time, a message with its key, a call in progress. The effects of the step say only what differs: tokens at another
element (`TokenMoved`), tasks whose description changed (`TaskRevised`), and timers, messages and signals that are no longer
awaited, are new, or are awaited under other conditions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Literal, TypeVar

from bpmn.definition import Definition, Snapshot
from bpmn.effects import TaskRevised, TokenMoved
from bpmn.engine import ExecutionContext, Step, step_of
from bpmn.errors import BpmnError
from bpmn.migrate.attributes import declared_attributes
from bpmn.migrate.blockers import (
    MigrationChecker,
    attached_events,
    check,
    inner_scope,
    is_event_token,
    taken_over,
    trigger_changed,
)
from bpmn.migrate.mapping import same_kind
from bpmn.problem import Problem
from bpmn.running import state as states
from bpmn.running.specs.events import BoundaryEvent
from bpmn.running.specs.gateways import ParallelGateway, oldest_of_each
from bpmn.running.specs.node import NodeSpec, ScopeSpec, scopes_of
from bpmn.running.specs.races import EventBasedGateway
from bpmn.running.specs.tasks import UserTask
from bpmn.running.tokens import Instance, Scope, Token

Event = TypeVar("Event", bound=NodeSpec)


@dataclass(frozen=True, slots=True)
class Anchor:
    """What waiting events are attached to: a token, or a scope with its event sub-processes."""

    kind: Literal["token", "scope"]
    #: number of the token, or of the token that the scope runs in; None: the process itself
    number: int | None


class MigrationRefused(BpmnError):
    """The state cannot follow the mapping; `problems` says why, all of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.text("en") for problem in problems[:5]))


def migrate(
    snapshot: Snapshot,
    target: Definition,
    mapping: Mapping[str, str],
    execution: ExecutionContext,
) -> Step:
    """Moves the process to the definition `target`, to which the state of the step belongs.

    `mapping` gives for ids of the old version those of the new one. Raises `MigrationRefused` if a token cannot be moved.
    """
    found = check(snapshot, target, mapping, execution.library)
    problems = tuple(one for one in found if one.severity == "error")
    if problems:
        raise MigrationRefused(problems)
    instance = states.load(snapshot, execution)
    return _Move(snapshot.definition, target, mapping).run(instance, snapshot.variables, execution)


#: field of `TaskOpened` -> the attributes of the element it comes from
_ATTRIBUTES_OF_FIELD = {
    "name": ("name",),
    "kind": ("kind",),
    "form": ("form",),
    "roles": ("roles", "groups"),
    "assignee": ("assignee",),
    "due": ("due", "time_limit"),
    "follow_up": ("follow_up",),
    "time_limit": ("time_limit",),
    "clock": ("clock",),
    "priority": ("priority",),
    "properties": ("properties",),
    "local": ("input_mappings",),
}


class _Move:
    """One move: ends what has no place in the new version, renames the rest, and opens what is new."""

    def __init__(self, source: Definition, target: Definition, mapping: Mapping[str, str]) -> None:
        self.source, self.target, self.mapping = source, target, mapping
        self.checker = MigrationChecker(source, target, mapping)
        #: number of a token -> specification of its old element
        self.old: dict[int, NodeSpec] = {}
        #: the events of the old version by their anchor, without scopes whose event sub-processes no longer wait
        self.attached: dict[Anchor, tuple[NodeSpec, ...]] = {}
        #: by anchor, ids in the new version of events that already wait, but for something else: they are armed again
        self.again: set[tuple[Anchor, str]] = set()

    def run(self, instance: Instance, variables: Mapping[str, object], execution: ExecutionContext) -> Step:
        """Moves the instance; gives the step."""
        self._take_back(instance, instance, scopes_of(self.target)[None])
        state = states.renamed(self.source, instance, self.target, self.mapping, self.checker.flows)
        moved = states.load(Snapshot(self.target, state, variables), execution)
        moved.effects = list(instance.effects)
        for scope in list(moved.scopes()):
            self._open(scope)
        return step_of(self.target, moved)

    def _take_back(self, instance: Instance, scope: Scope, new: ScopeSpec) -> None:
        """Ends the events that are no longer awaited, and those that are to wait for something else."""
        here = _anchor_of(scope)
        if not taken_over(scope):
            self.attached[here] = tuple(scope.spec.handlers)
        for token in scope.tokens():
            if token.id in scope.handler_tokens:
                self._keep(here, token, new.handlers)
            elif not is_event_token(token):
                other = new.task_specs[self.mapping[token.element]]
                self.old[token.id] = token.task_spec
                anchor = Anchor("token", token.id)
                self.attached[anchor] = attached_events(token.task_spec)
                token.attached_tokens = [
                    attached
                    for attached in token.attached_tokens
                    if self._keep(anchor, attached, attached_events(other))
                ]
                if trigger_changed(token.task_spec, other):
                    token.task_spec.trigger.clear(token.task_spec, token)
                inner = instance.subprocesses.get(token.id)
                if inner is not None:
                    self._take_back(instance, inner, inner_scope(other))

    def _keep(self, anchor: Anchor, attached: Token, events: Iterable[NodeSpec]) -> bool:
        """Whether the event goes on waiting unchanged; ends it if not."""
        name = self.mapping.get(attached.element)
        other = next((spec for spec in events if spec.name == name and same_kind(spec, attached.task_spec)), None)
        if other is not None and not trigger_changed(attached.task_spec, other):
            self.old[attached.id] = attached.task_spec
            return True
        if other is not None:
            self.again.add((anchor, other.name))
        attached.drop_out()
        return False

    def _open(self, scope: Scope) -> None:
        """Opens what is new in a scope, and emits the effects for what has changed in it."""
        for token in scope.tokens():
            old = self.old.get(token.id)
            if old is None:
                continue
            if old.name != token.element:
                token.instance.emit(TokenMoved(str(token.id), old.name, token.element))
                _emit_moves_in_called(token, old.name)
            if not is_event_token(token):
                self._revise(token, old)
        for handler in self._new(_anchor_of(scope), scope.spec.handlers):
            handler.arm(scope)
        _fire_complete_joins(scope)

    def _revise(self, token: Token, old: NodeSpec) -> None:
        spec = token.task_spec
        if trigger_changed(old, spec):
            token.memo = None
            spec.trigger.set(spec, token)
        for event in self._new(Anchor("token", token.id), attached_events(spec)):
            if isinstance(spec, EventBasedGateway):
                spec.enter_race(token, event)
            elif isinstance(event, BoundaryEvent):
                event.arm(token)
        if isinstance(spec, UserTask):
            changed = _differences(old, spec)
            if "local" in changed:
                spec.map_inputs(token)
            if changed:
                token.instance.emit(TaskRevised(spec.described(token), changed))
        if spec.element.status != old.element.status and spec.loop is None:
            spec.announce(token)

    def _new(self, anchor: Anchor, events: Iterable[Event]) -> list[Event]:
        """The events of the new version to be armed at an anchor."""
        if anchor not in self.attached:
            return []
        added_events = self.checker.added_events(self.attached[anchor], events)
        return [event for event in events if event in added_events or (anchor, event.name) in self.again]


def _emit_moves_in_called(token: Token, old: str) -> None:
    """Emits `TokenMoved` for the tokens in a called process: the id of the call activity is part of their elements."""
    call = token.instance.called.get(token.id)
    for instance in () if call is None else call.instances():
        for inner in (inner for scope in instance.scopes() for inner in scope.tokens()):
            name = instance.calls + inner.element
            token.instance.emit(TokenMoved(str(inner.id), old + name.removeprefix(token.element), name))


def _anchor_of(scope: Scope) -> Anchor:
    return Anchor("scope", scope.host.id if scope.host else None)


def _differences(old: NodeSpec, new: NodeSpec) -> frozenset[str]:
    """The fields of `TaskOpened` that differ between the two versions."""
    before, after = ({**asdict(spec.element), **declared_attributes(spec)} for spec in (old, new))
    return frozenset(
        name
        for name, attributes in _ATTRIBUTES_OF_FIELD.items()
        if any(before[attribute] != after[attribute] for attribute in attributes)
    )


def _fire_complete_joins(scope: Scope) -> None:
    """Fires the parallel joins that have fewer flows now, and a token on each of them."""
    for name, waiting in scope.joins.items():
        join = scope.spec.task_specs[name]
        while isinstance(join, ParallelGateway) and waiting and {token.via for token in waiting} >= set(join.arrivals):
            *others, last = oldest_of_each(waiting)
            for token in (*others, last):
                waiting.remove(token)
            for token in others:
                scope.remove(token)
            last.proceed()
