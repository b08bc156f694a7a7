"""What every element shares: it gets a token, does its part, and passes tokens on along its sequence flows."""

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

#: kinds by which something thrown inside the process is caught
Thrown = Literal["error", "escalation", "cancel"]


@dataclass(frozen=True, slots=True, eq=False)
class OutgoingFlow:
    """A sequence flow, seen from its source."""

    id: str
    target: NodeSpec
    condition: Value | None = None


class Trigger:
    """What an event waits for or catches. The base is neither awaited nor caught."""

    #: whether a token waits for it; what is thrown inside the process finds its catcher by itself
    awaited: ClassVar[bool] = False
    #: whether it is looked at whenever the dossier rests
    conditional: ClassVar[bool] = False
    #: the kind and the code of what it catches; code None catches all
    kind: ClassVar[Thrown | None] = None
    code: str | None = None
    #: what a token keeps of it while it waits
    memo_class: ClassVar[type[Memo] | None] = None

    def catches(self, kind: Thrown, code: str | None) -> bool:
        """Whether it catches what is thrown with this code."""
        return self.kind == kind and self.code in (None, code)

    def set(self, node: NodeSpec, token: Token, local: Names[str, object] | None = None) -> None:
        """Begins to wait at the token."""

    def clear(self, node: NodeSpec, token: Token) -> None:
        """Waits no longer."""

    def has_become_true(self, node: NodeSpec, token: Token) -> bool:
        """Whether it is a condition that has become true."""
        return False


class LoopActivity(Protocol):
    """An activity with a loop marker, as its instances know it."""

    def instance_done(self, token: Token) -> None:
        """An instance is over."""


class Compensation(Protocol):
    """The event on the border of an activity from which its compensation handler follows."""

    handler: NodeSpec

    def start(self, scope: Scope, done: CompletedActivity) -> None:
        """Starts the handler for what was completed."""


class Restoring(Protocol):
    """What compensates a sub-process from inside."""

    inner: ScopeSpec | None
    handler: NodeSpec | None

    def restore(self, scope: Scope, done: CompletedActivity) -> bool:
        """Takes up what was completed in it; False: there is nothing to compensate."""


class NodeSpec(Evaluating):
    """Base of all elements. The parser sets the attributes once the diagram has been checked.

    Annotations in subclasses are read: `bpmn.migrate` compares two versions of an element by the attributes that subclasses
    annotate. What is annotated here is wiring, and not compared.
    """

    #: the element as others may know it
    element: Element
    flows: tuple[OutgoingFlow, ...] = ()
    #: the flow taken when no condition holds
    default: OutgoingFlow | None = None
    #: whether its tokens wait for others from further flows
    joins: bool = False
    #: ids of the incoming sequence flows
    arrivals: tuple[str, ...] = ()
    #: elements of the scope inside, for those that have one
    inner: ScopeSpec | None = None
    #: whether the tokens inside keep what they write
    isolates: bool = False
    #: whether it is an event sub-process
    runs_as_handler: bool = False
    #: what an event waits for or catches
    trigger: Trigger | None = None
    #: what a token keeps of its progress at the element, beside what its trigger keeps
    memo_class: ClassVar[type[Memo] | None] = None
    #: events on the border of an activity, in the order of the diagram
    boundaries: tuple[NodeSpec, ...] = ()
    #: of an activity that is repeated: the activity with the loop marker
    loop: LoopActivity | None = None
    #: whether a process begins with it: nothing leads to it, and the first event behind it makes the process (10.6.6)
    instantiates = False
    #: key in its specification when another element has its name: nothing in the diagram stands for it alone
    alias: str | None = None
    #: for an event with several definitions: the specifications of the alternative triggers
    alternatives: tuple[NodeSpec, ...] = ()
    #: whether it is remembered when it is completed, and what compensates it: its event, or what is inside
    compensable: bool = False
    compensation: Compensation | None = None
    compensation_run: Restoring | None = None

    def dump_progress(self, token: Token) -> object:
        """A token's progress at the element as JSON, for the saved state."""
        return None if token.memo is None else token.memo.record()

    def load_progress(self, token: Token, record: Any) -> None:
        """Restores what `dump_progress` gave; raises ValueError or TypeError for what it cannot have given."""
        kind = self.memo_class or (None if self.trigger is None else self.trigger.memo_class)
        if kind is None:
            raise ValueError(f"{self.name} remembers nothing")
        token.memo = kind.of(record)

    def enter(self, token: Token) -> None:
        """A token has arrived: it goes on if `arrive` says so."""
        if self.arrive(token):
            token.proceed()

    def arrive(self, token: Token) -> bool:
        """Whether a token that has come goes on by itself."""
        return True

    def run(self, token: Token) -> bool | None:
        """Does the element's work; returns None if somebody has to answer."""
        return True

    def answer(self, token: Token, outcome: Names[str, object]) -> None:
        """What the element was waiting for has happened. Elements that never wait have no answer."""
        raise NotImplementedError

    def enlist(self, token: Token) -> None:
        """Begins to wait behind an event-based gateway. Only events and receive tasks can stand there."""
        raise NotImplementedError

    def completed(self, token: Token) -> None:
        """The element is over: says so, and sends tokens along its flows."""
        self.announce(token)
        token.instance.emit(ElementPassed(self.name))
        self.leave(token)

    def cancelled(self, token: Token) -> None:
        """The token is cancelled: takes back what is open at it."""

    def awaken(self, scope: Scope, waiting: list[Token]) -> bool:
        """Called when the process rests: lets a token that waits at this join go on, if it may now. Returns whether one did."""
        return False

    def catcher(self, code: str | None, kind: Thrown = "error") -> NodeSpec | None:
        """The event on its border that catches what is thrown inside."""
        return None

    def resume(self, token: Token) -> bool:
        """The scope inside is empty. Starts what is still to be done in it; returns False if nothing is."""
        return False

    def goes_on(self, host: Token, token: Token) -> bool:
        """An activity of the scope inside has completed. Returns whether its outgoing flows are followed."""
        return True

    def begin_process(self, token: Token, payload: Names[str, object]) -> None:
        """The process begins here, with a message that has come."""
        token.answered = True
        self.map_inputs(token)
        self.hear(token, payload)
        token.proceed()

    def announce(self, token: Token) -> None:
        """Puts the dossier into the element's status."""
        if self.element.status is not None:
            token.instance.emit(StatusChanged(self.name, self.element.status))

    def leave(self, token: Token) -> None:
        """Sends tokens along the chosen flows, or all."""
        for flow in self._ways(token) if token.chosen is None else token.chosen:
            token.go(flow)

    def _ways(self, token: Token) -> tuple[OutgoingFlow, ...]:
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
    """The start event of an event sub-process, as its scope knows it."""

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
        """Something thrown inside the scope has reached it."""
        raise NotImplementedError


class ScopeSpec(BpmnProcessSpec):
    """The elements of a scope by id. SpiffWorkflow's own start and end are left out, so that an id may be any name."""

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
        """The same elements and those of `outer`, for compensation: no event sub-process listens among them."""
        made = ScopeSpec(self.name, self.description)
        for scope in (*outer, self):
            made.task_specs.update(scope.task_specs)
        return made


def scopes_of(definition: Definition) -> Names[str | None, ScopeSpec]:
    """What is run of a definition: the process under None, its sub-processes by id."""
    return cast(Names[str | None, ScopeSpec], definition.scopes)
