"""What prevents moving a running dossier to another version (errors), and what changes for it (warnings), token by token."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from bpmn.definition import Definition, Snapshot
from bpmn.library import Library
from bpmn.migrate.attributes import declared_attributes, trigger
from bpmn.migrate.mapping import flows_of, same_kind
from bpmn.migrate.texts import finding
from bpmn.problem import Problem
from bpmn.running import state as states
from bpmn.running.scripting import ExecutionContext
from bpmn.running.specs.activities import SubProcess
from bpmn.running.specs.adhoc import AdHocProgress, AdHocSubProcess
from bpmn.running.specs.call_activity import CallActivity
from bpmn.running.specs.complex import ComplexGateway, FirstPhase
from bpmn.running.specs.deadlocks import DeadlockedJoin, deadlocked_joins
from bpmn.running.specs.events import BoundaryEvent, CatchEvent
from bpmn.running.specs.gateways import ParallelGateway
from bpmn.running.specs.handlers import EventSubProcess, EventSubProcessStart
from bpmn.running.specs.inclusive import InclusiveGateway
from bpmn.running.specs.loops import MultiInstance, Repeated, StandardLoop
from bpmn.running.specs.node import NodeSpec, ScopeSpec, scopes_of
from bpmn.running.specs.races import EventBasedGateway
from bpmn.running.specs.tasks import CallEvent, ReceiveTask, ServiceTask, UserTask
from bpmn.running.specs.transactions import Transaction
from bpmn.running.specs.triggers import MessageTrigger, SignalTrigger, TimerTrigger
from bpmn.running.tokens import CompletedActivity, Instance, Scope, Token

#: Elements where a token can rest and be moved; a token at any other kind of element is refused.
MOVABLE = frozenset(
    {
        *(UserTask, ServiceTask, CallEvent, ReceiveTask, CatchEvent, BoundaryEvent, EventSubProcessStart),
        *(ParallelGateway, InclusiveGateway, ComplexGateway, EventBasedGateway),
        *(SubProcess, Transaction, AdHocSubProcess, EventSubProcess, CallActivity, MultiInstance, StandardLoop),
    }
)
#: Checking evaluates nothing, so the time does not matter.
_IRRELEVANT_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def check(
    snapshot: Snapshot, target: Definition, mapping: Mapping[str, str], library: Library | None = None
) -> tuple[Problem, ...]:
    """Everything that prevents moving this state (errors), and what changes for it (warnings).

    Their elements are ids of the old version, the definition of the snapshot. `library` holds the called processes that run
    inside. Raises `StateError` if the state cannot be read or belongs to another definition.
    """
    source = snapshot.definition
    instance = states.load(snapshot, ExecutionContext(_IRRELEVANT_TIME, "", library=library))
    found = list(dict.fromkeys(MigrationChecker(source, target, mapping).findings(instance)))
    if not any(one.severity == "error" for one in found):
        found += _deadlocked_joins(source, target, mapping, instance)
    return tuple(found)


def is_event_token(token: Token) -> bool:
    """Whether it is the token of an event that waits beside something: an activity, a gateway or a scope."""
    return token.host is not None or token.id in token.scope.handler_tokens


class MigrationChecker:
    """Checks each token of a state against the element of the new version where it would rest."""

    def __init__(self, source: Definition, target: Definition, mapping: Mapping[str, str]) -> None:
        self.source, self.target, self.mapping = source, target, mapping
        self.flows = flows_of(source, target, mapping)

    def findings(self, instance: Instance) -> Iterator[Problem]:
        """The problems of all tokens."""
        if instance.outcome is not None:
            yield finding("process-over", None)
            return
        yield from self._scope(instance, instance, scopes_of(self.target)[None])

    def _scope(self, instance: Instance, scope: Scope, spec: ScopeSpec) -> Iterator[Problem]:
        yield from self._log(scope.compensation_log, spec)
        for token in scope.tokens():
            if is_event_token(token):
                continue
            found = list(self._token(token, spec))
            yield from found
            inner = instance.subprocesses.get(token.id)
            if inner is not None and not any(one.severity == "error" for one in found):
                yield from self._scope(instance, inner, inner_scope(spec.task_specs[self.mapping[token.element]]))
        attached_tokens = [token for token in scope.tokens() if token.id in scope.handler_tokens]
        yield from self._events(scope.spec.handlers, attached_tokens, spec.handlers, taken_over(scope))

    def _log(self, log: list[CompletedActivity], scope: ScopeSpec) -> Iterator[Problem]:
        """What was completed and could still be compensated needs its handler in the new version."""
        for done in log:
            other = scope.task_specs.get(self.mapping.get(done.element, ""))
            if other is None or not other.compensable:
                yield finding("compensation-gone", done.element)
            elif done.inner:
                yield from self._log(done.inner, inner_scope(other.body if isinstance(other, Repeated) else other))

    def _token(self, token: Token, scope: ScopeSpec) -> Iterator[Problem]:
        old, name = token.task_spec, token.element
        other = self.mapping.get(name)
        if type(old) not in MOVABLE:
            yield finding("kind-unsupported", name)
        elif other is None or other not in self.target.elements:
            yield finding("element-gone", name)
        elif other not in scope.task_specs:
            yield finding("scope-differs", name, target=other)
        elif not same_kind(old, scope.task_specs[other]):
            old_type, new_type = self.source.elements[name].type, self.target.elements[other].type
            yield finding("type-differs", name, target=other, old=old_type, new=new_type)
        else:
            yield from self._fits(token, scope.task_specs[other])

    def _fits(self, token: Token, new: NodeSpec) -> Iterator[Problem]:
        old, name = token.task_spec, token.element
        if not self._continues(token, new):
            yield finding("loop-differs", name, target=new.name)
        if old.joins:
            yield from self._arrived(token, new)
        if isinstance(old, ServiceTask | CallActivity) and declared_attributes(old) != declared_attributes(new):
            yield finding("call-kept", name)
        if trigger_changed(old, new):
            yield from _trigger_warning(name, new)
        yield from self._events(attached_events(old), token.attached_tokens, attached_events(new))

    def _continues(self, token: Token, new: NodeSpec) -> bool:
        """Whether the progress that is kept with the token has the same meaning in the new version."""
        old = token.task_spec
        if isinstance(old, MultiInstance) and isinstance(new, MultiInstance):
            return (old.sequential, old.output_collection is None) == (new.sequential, new.output_collection is None)
        if isinstance(old, AdHocSubProcess) and isinstance(new, AdHocSubProcess):
            pending = token.memo.pending if isinstance(token.memo, AdHocProgress) else ()
            kept = all(self.mapping.get(name) == name and name in new.startable for name in pending)
            return bool(old.sequential == new.sequential and kept)
        return True

    def _arrived(self, token: Token, new: NodeSpec) -> Iterator[Problem]:
        """A token at a join needs the flow it came by; one that waits for the reset of a complex gateway, all of its activation."""
        if isinstance(token.memo, FirstPhase):
            gone: list[str | None] = [
                flow for flow in token.memo.flows if self.flows.get(flow) != flow or flow not in new.arrivals
            ]
        else:
            gone = [] if self.flows.get(token.via or "", "") in new.arrivals else [token.via]
        for flow in gone:
            yield finding("join-flow-gone", token.element, flow=flow, target=new.name)

    def _events(
        self, old: Iterable[NodeSpec], attached_tokens: list[Token], new: Iterable[NodeSpec], closed: bool = False
    ) -> Iterator[Problem]:
        """Attached events: which go on, which are dropped, which are new. `closed`: new ones are not awaited."""
        kept = {spec.name: spec for spec in new}
        for attached in attached_tokens:
            if attached.task_spec.alias is not None:  # one of several definitions of an event
                yield finding("kind-unsupported", attached.element)
                continue
            other = kept.get(self.mapping.get(attached.element, ""))
            if other is None or not same_kind(attached.task_spec, other):
                yield finding("event-dropped", attached.element)
            elif trigger_changed(attached.task_spec, other):
                yield from _trigger_warning(attached.element, other)
        for spec in () if closed else self.added_events(old, new):
            yield finding("event-added", None, target=spec.name)

    def added_events(self, old: Iterable[NodeSpec], new: Iterable[NodeSpec]) -> list[NodeSpec]:
        """The new events that replace no old one and are awaited."""
        replaced = {self.mapping.get(spec.name) for spec in old if self._same(spec, new)}
        return [spec for spec in new if spec.name not in replaced and awaits_event(spec)]

    def _same(self, spec: NodeSpec, new: Iterable[NodeSpec]) -> bool:
        return any(other.name == self.mapping.get(spec.name) and same_kind(spec, other) for other in new)


def inner_scope(spec: NodeSpec) -> ScopeSpec:
    """The elements of the scope inside an element that has one."""
    assert spec.inner is not None
    return spec.inner


def attached_events(spec: NodeSpec) -> tuple[NodeSpec, ...]:
    """The events that wait beside a token at this element: on its border, or behind an event-based gateway."""
    if isinstance(spec, EventBasedGateway):
        return tuple(flow.target for flow in spec.flows)
    return tuple(spec.boundaries)


def awaits_event(spec: NodeSpec) -> bool:
    """Whether an event is awaited; what is thrown inside a process is not."""
    return spec.trigger is not None and bool(spec.trigger.awaited)


def trigger_changed(old: NodeSpec, new: NodeSpec) -> bool:
    """Whether what an element waits for is written differently."""
    return awaits_event(old) and trigger(old) != trigger(new)


def taken_over(scope: Scope) -> bool:
    """Whether an interrupting event sub-process has taken the scope over, so that no event sub-process waits in it any more."""
    taken = {token.element for token in scope.tokens()}
    return any(handler.interrupting and handler.body.name in taken for handler in scope.spec.handlers)


def _trigger_warning(name: str, new: NodeSpec) -> Iterator[Problem]:
    if isinstance(new.trigger, TimerTrigger):
        yield finding("timer-renewed", name, target=new.name)
    elif isinstance(new.trigger, MessageTrigger | SignalTrigger):
        yield finding("message-renewed", name, target=new.name)


def _deadlocked_joins(
    source: Definition, target: Definition, mapping: Mapping[str, str], instance: Instance
) -> Iterator[Problem]:
    """Joins that would be deadlocked after the move and are not yet."""
    flows = flows_of(source, target, mapping)
    for token in [token for scope in instance.scopes() for token in scope.tokens() if is_event_token(token)]:
        if token.host is not None:  # deadlocked_joins follows its flows from the token it is attached to
            token.host.attached_tokens.remove(token)
        token.drop_out()
    before = {
        DeadlockedJoin(mapping.get(one.join, one.join), flows.get(one.flow, one.flow))
        for one in deadlocked_joins(instance)
    }
    state = states.renamed(source, instance, target, mapping, flows)
    moved = states.load(Snapshot(target, state, {}), instance.engine.execution)
    old_ids = {other: name for name, other in mapping.items()}
    for new in sorted(deadlocked_joins(moved) - before):
        yield finding("join-starves", old_ids.get(new.join), flow=new.flow, target=new.join)
