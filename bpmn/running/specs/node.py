"""The base of all elements: a token enters, the element does its work, and tokens leave along its sequence flows."""

from __future__ import annotations

from collections.abc import Mapping as Names
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Protocol, cast

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

from bpmn.definition import Definition, Element
from bpmn.effects import ElementPassed, StatusChanged
from bpmn.errors import EngineError
from bpmn.running.specs.evaluating import Evaluating
from bpmn.running.tokens import CompletedActivity, Memo, Scope, Token
from bpmn.values import Value

#: kinds of what is thrown and caught inside a process
Thrown = Literal["error", "escalation", "cancel"]


@dataclass(frozen=True, slots=True, eq=False)
class OutgoingFlow:
    """A sequence flow, seen from its source."""

    id: str
    target: NodeSpec
    condition: Value | None = None


class Trigger:
    """What an event waits for or catches; that of the base class never occurs."""

    #: whether a token waits for it; events thrown inside the process are caught without a waiting token
    awaited: ClassVar[bool] = False
    #: whether it is evaluated again at the end of each step
    conditional: ClassVar[bool] = False
    #: kind of what it catches
    kind: ClassVar[Thrown | None] = None
    #: code of what it catches; None catches every code
    code: str | None = None
    #: class of the progress that a waiting token keeps for it
    memo_class: ClassVar[type[Memo] | None] = None

    def catches(self, kind: Thrown, code: str | None) -> bool:
        """Whether it catches what is thrown with this code."""
        return self.kind == kind and self.code in (None, code)

    def set(self, node: NodeSpec, token: Token, local: Names[str, object] | None = None) -> None:
        """Begins to wait, with this token."""

    def clear(self, node: NodeSpec, token: Token) -> None:
        """Stops waiting."""

    def has_become_true(self, node: NodeSpec, token: Token) -> bool:
        """Whether it is a condition that has become true."""
        return False


class LoopActivity(Protocol):
    """The part of an activity with a loop marker that its instances use."""

    def instance_done(self, token: Token) -> None:
        """Called when an instance has ended."""


class Compensation(Protocol):
    """The compensation boundary event of an activity, with its compensation handler."""

    handler: NodeSpec

    def start(self, scope: Scope, done: CompletedActivity) -> None:
        """Starts the handler for a completed activity."""


class Restoring(Protocol):
    """The element that compensates what was completed inside a sub-process."""

    inner: ScopeSpec | None
    handler: NodeSpec | None

    def restore(self, scope: Scope, done: CompletedActivity) -> bool:
        """Begins to compensate what was completed inside; False: there is nothing to compensate."""


class NodeSpec(Evaluating):
    """Base of all elements. The parser sets the attributes once the diagram has been checked.

    `bpmn.migrate` compares two versions of an element by the attributes that subclasses declare with an annotation; those
    declared here are not compared.
    """

    #: the element in the public definition
    element: Element
    flows: tuple[OutgoingFlow, ...] = ()
    #: the flow taken when no condition holds
    default: OutgoingFlow | None = None
    #: whether its tokens wait for tokens from other flows
    joins: bool = False
    #: ids of the incoming sequence flows
    arrivals: tuple[str, ...] = ()
    #: the elements inside, if it is a scope
    inner: ScopeSpec | None = None
    #: whether variables written inside stay local to the token that writes them
    isolates: bool = False
    #: whether it is an event sub-process
    runs_as_handler: bool = False
    #: what an event waits for or catches
    trigger: Trigger | None = None
    #: class of the progress that a token keeps for the element; if None, that of its trigger
    memo_class: ClassVar[type[Memo] | None] = None
    #: boundary events, in the order of the diagram
    boundaries: tuple[NodeSpec, ...] = ()
    #: of an activity that is repeated: the activity with the loop marker
    loop: LoopActivity | None = None
    #: whether a process begins with it: it has no incoming flows, and the first event after it starts the process (10.6.6)
    instantiates = False
    #: key in `ScopeSpec.task_specs` of a further specification for the same element of the diagram, whose id is its name
    alias: str | None = None
    #: for an event with several definitions: the specifications of the alternative triggers
    alternatives: tuple[NodeSpec, ...] = ()
    #: whether its completion is logged, because it can be compensated
    compensable: bool = False
    #: its compensation boundary event
    compensation: Compensation | None = None
    #: what compensates the activities completed inside it
    compensation_run: Restoring | None = None

    def dump_progress(self, token: Token) -> object:
        """A token's progress at the element as JSON, for the saved state."""
        return None if token.memo is None else token.memo.record()

    def load_progress(self, token: Token, record: Any) -> None:
        """The reverse of `dump_progress`; raises ValueError or TypeError for anything else."""
        kind = self.memo_class or (None if self.trigger is None else self.trigger.memo_class)
        if kind is None:
            raise ValueError(f"{self.name} remembers nothing")
        token.memo = kind.of(record)

    def enter(self, token: Token) -> None:
        """Called when a token has arrived; the token goes on if `arrive` says so."""
        if self.arrive(token):
            token.proceed()

    def arrive(self, token: Token) -> bool:
        """Whether a token that has arrived goes on at once."""
        return True

    def run(self, token: Token) -> bool | None:
        """Does the element's work; returns None if the token has to wait for an answer."""
        return True

    def answer(self, token: Token, outcome: Names[str, object]) -> None:
        """Called when the awaited answer or event has come. Elements that never wait do not implement it."""
        raise NotImplementedError

    def enlist(self, token: Token) -> None:
        """Begins to wait after an event-based gateway. Only catch events and receive tasks implement it."""
        raise NotImplementedError

    def completed(self, token: Token) -> None:
        """Completes the element: emits the effects and sends tokens along its flows."""
        self.announce(token)
        token.instance.emit(ElementPassed(self.name))
        self.leave(token)

    def cancelled(self, token: Token) -> None:
        """Called when a token is cancelled; closes what is open at it."""

    def awaken(self, scope: Scope, waiting: list[Token]) -> bool:
        """Called at the end of a step: fires this join if it can fire now. Returns whether it did."""
        return False

    def catcher(self, code: str | None, kind: Thrown = "error") -> NodeSpec | None:
        """The boundary event that catches what is thrown inside."""
        return None

    def resume(self, token: Token) -> bool:
        """Called when the scope inside has no more tokens. Starts what remains to be done in it; False if nothing remains."""
        return False

    def goes_on(self, host: Token, token: Token) -> bool:
        """Called when an activity inside has completed. Returns whether its outgoing flows are followed."""
        return True

    def begin_process(self, token: Token, payload: Names[str, object]) -> None:
        """Called when the process is started here by a message."""
        token.answered = True
        self.map_inputs(token)
        self.hear(token, payload)
        token.proceed()

    def announce(self, token: Token) -> None:
        """Emits the status of the element, if it has one."""
        if self.element.status is not None:
            token.instance.emit(StatusChanged(self.name, self.element.status))

    def leave(self, token: Token) -> None:
        """Sends tokens along the chosen flows, or all."""
        for flow in self._flows_taken(token) if token.chosen is None else token.chosen:
            token.go(flow)

    def _flows_taken(self, token: Token) -> tuple[OutgoingFlow, ...]:
        if self.default is None and all(flow.condition is None for flow in self.flows):
            return self.flows
        return self.true_flows(token)

    def true_flows(self, token: Token) -> tuple[OutgoingFlow, ...]:
        """The flows whose condition is true or that have none; if there are none, the default flow."""
        instance = token.instance
        names = instance.visible(token.scope)
        found = tuple(
            flow
            for flow in self.flows
            if flow is not self.default
            and (flow.condition is None or instance.engine.evaluate(self.name, flow.condition, names) is True)
        )
        if found or not self.flows:
            return found
        if self.default is not None:
            return (self.default,)
        raise EngineError(self.name, "no-flow", "no condition is true and there is no default flow")


class EventHandler(NodeSpec):
    """The start event of an event sub-process, as a handler of the scope around it."""

    trigger: Trigger
    interrupting: bool
    body: NodeSpec

    def arm(self, scope: Scope) -> None:
        """Waits from the beginning of the scope."""
        raise NotImplementedError

    def catches(self, kind: Thrown, code: str | None) -> bool:
        """Whether what is thrown with this code is handled here."""
        return self.trigger.catches(kind, code)

    def catch_thrown(self, scope: Scope, code: str | None, message: str) -> None:
        """Called when it catches something thrown inside the scope."""
        raise NotImplementedError


class ScopeSpec(BpmnProcessSpec):
    """The elements of a scope by id. The start and end that SpiffWorkflow adds are removed, so that no id is reserved."""

    #: of a process: whether any event in it or below waits for a condition
    conditional: bool = False
    #: whether it holds the instances of one repeated activity
    repeats: bool = False
    #: start events of its event sub-processes
    handlers: tuple[EventHandler, ...] = ()
    task_specs: dict[str, NodeSpec]

    def __init__(self, name: str, description: str, filename: str | None = None) -> None:
        super().__init__(name=name, description=description, filename=filename)
        self.task_specs.clear()

    def without_events(self, *outer: ScopeSpec) -> ScopeSpec:
        """A scope for compensation: the same elements and those of `outer`, but no handlers."""
        made = ScopeSpec(self.name, self.description)
        for scope in (*outer, self):
            made.task_specs.update(scope.task_specs)
        return made


def scopes_of(definition: Definition) -> Names[str | None, ScopeSpec]:
    """The specifications of a definition: the process under None, its sub-processes by id."""
    return cast(Names[str | None, ScopeSpec], definition.scopes)
