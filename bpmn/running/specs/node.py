"""What every element shares: it gets a token, does its part, and passes tokens on along its sequence flows."""

from __future__ import annotations

from collections.abc import Mapping as Names
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin

from bpmn.definition import Element
from bpmn.effects import ElementPassed, StatusChanged
from bpmn.errors import EngineError
from bpmn.jsonvalues import is_json
from bpmn.running.tokens import Memo, Scope, Token
from bpmn.said import Own
from bpmn.values import Mapping, Value

#: kinds by which something thrown inside the process is caught
Thrown = Literal["error", "escalation", "cancel"]


@dataclass(frozen=True, slots=True, eq=False)
class OutgoingFlow:
    """A sequence flow, seen from its source."""

    id: str
    target: Any
    condition: Value | None = None


class Trigger:
    """What an event waits for or catches; without more it is caught, never awaited."""

    #: whether a token waits for it; what is thrown inside the process finds its catcher by itself
    awaited: ClassVar[bool] = False
    #: whether it is looked at whenever the dossier rests
    conditional: ClassVar[bool] = False
    #: the kind and the code of what it catches; code None catches all
    kind: ClassVar[Thrown | None] = None
    code: str | None = None
    #: what a token remembers of it while it waits
    remembers: ClassVar[type[Memo] | None] = None

    def catches(self, kind: Thrown, code: str | None) -> bool:
        """Whether it catches what is thrown with this code."""
        return self.kind == kind and self.code in (None, code)

    def set(self, node: Node, token: Token, local: Names[str, object] | None = None) -> None:
        """Begins to wait at the token."""

    def clear(self, node: Node, token: Token) -> None:
        """Waits no longer."""

    def rises(self, node: Node, token: Token) -> bool:
        """Whether it is a condition that has become true."""
        return False


class Node(BpmnSpecMixin):
    """Base of all elements. The parser sets the attributes once the diagram has been checked."""

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
    inner: Any = None
    #: whether the tokens inside keep what they write
    isolates: bool = False
    #: whether it is an event sub-process
    handles: bool = False
    #: what an event waits for or catches
    trigger: Trigger | None = None
    #: what it remembers of its progress, beside what its trigger does
    remembers: ClassVar[type[Memo] | None] = None
    #: events on the border of an activity, in the order of the diagram
    boundaries: tuple[Any, ...] = ()
    #: of an activity that is repeated: the activity with the loop marker
    loop: Any = None
    #: whether a process begins with it: nothing leads to it, and the first event behind it makes the process (10.6.6)
    instantiates = False
    #: key in its specification when another element has its name: nothing in the diagram stands for it alone
    alias: str | None = None
    #: for an event with several definitions: the specifications of the others
    twins: tuple[Any, ...] = ()
    #: whether it is remembered when it is completed, and what compensates it: its event, or what is inside
    compensable: bool = False
    compensation: Any = None
    undo: Any = None
    input_mappings: tuple[Mapping, ...] = ()
    output_mappings: tuple[Mapping, ...] = ()

    def remembered(self, token: Token) -> object:
        """What the saved state keeps of its progress, as JSON."""
        return None if token.memo is None else token.memo.record()

    def recall(self, token: Token, record: Any) -> None:
        """Takes up its progress from the saved state; raises ValueError or TypeError for what it cannot have written."""
        kind = self.remembers or (None if self.trigger is None else self.trigger.remembers)
        if kind is None:
            raise ValueError(f"{self.name} remembers nothing")
        token.memo = kind.of(record)

    def enter(self, token: Token) -> None:
        """A token has come."""
        if self.arrive(token):
            token.proceed()

    def arrive(self, token: Token) -> bool:
        """Whether a token that has come goes on by itself."""
        return True

    def run(self, token: Token) -> bool | None:
        """The element's part; None: somebody has to answer."""
        return True

    def answer(self, token: Token, outcome: Names[str, object]) -> None:
        """What the element was waiting for has happened; only what waits is answered."""
        raise NotImplementedError

    def completed(self, token: Token) -> None:
        """The element is over: says so, and sends tokens along its flows."""
        self.announce(token)
        token.instance.emit(ElementPassed(self.name))
        self.leave(token)

    def cancelled(self, token: Token) -> None:
        """Takes back what is open."""

    def awaken(self, scope: Scope, waiting: list[Token]) -> bool:
        """At rest: lets a token go on that waits at it as a join, if it may now."""
        return False

    def catcher(self, code: str | None, kind: Thrown = "error") -> Any:
        """The event on its border that catches what is thrown inside."""

    def resume(self, token: Token) -> bool:
        """Its scope is empty: starts what is still to be done in it; False: nothing."""
        return False

    def goes_on(self, host: Token, token: Token) -> bool:
        """An activity inside it is completed: whether its flows are followed."""
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
        """Every flow whose condition is true or that has none; without any the default flow."""
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

    def value(self, token: Token, value: Value, *local: Names[str, object]) -> object:
        """A FEEL value in the element's scope."""
        instance = token.instance
        return instance.engine.evaluate(self.name, value, instance.visible(token.scope, token.local, *local))

    def json(self, token: Token, value: Value, *local: Names[str, object]) -> Any:
        """The same as a JSON value."""
        return token.instance.engine.json_of(self.name, value.text, self.value(token, value, *local))

    def text(self, token: Token, value: Value, local: Names[str, object] | None = None) -> str:
        """A name or key: a text that is not empty, or a number as text."""
        found = self.json(token, value, local or {})
        if isinstance(found, bool) or found is None or isinstance(found, list | dict) or str(found) == "":
            raise self.refusal("no-key", token, value, "text or number")
        return str(found)

    def refusal(self, code: str, token: Token, value: Value, wanted: str) -> EngineError:
        """The error for an expression that gave something else than what is wanted, with FEEL's own notes."""
        instance = token.instance
        notes = instance.engine.why(value, instance.visible(token.scope, token.local))
        message = "{text} gives no {wanted}{notes}"
        return EngineError(self.name, code, message, text=Own(value.text), wanted=Own(wanted), notes=notes)

    def take(self, token: Token, outcome: Names[str, object]) -> None:
        """Brings an outcome into the surrounding scope: all of it, or what the output mappings say."""
        if not is_json(outcome):
            raise EngineError(self.name, "not-json", "the outcome holds something that is not a JSON value")
        if not self.output_mappings:
            for name, value in outcome.items():
                token.write(name, value)
            return
        local = {**token.local, **outcome}
        for mapping in self.output_mappings:
            value = self.mapped(token, mapping, local)
            token.write(mapping.target, value)

    def hear(self, token: Token, payload: Names[str, object]) -> None:
        """Takes of a message or signal what the output mappings read, and without them nothing.

        Who sends one is somebody else: it changes only what the element declares.
        """
        if not is_json(payload):
            raise EngineError(self.name, "not-json", "the outcome holds something that is not a JSON value")
        if self.output_mappings:
            sources = [mapping.source.expression for mapping in self.output_mappings]
            wanted = frozenset().union(*(source.free_names for source in sources if source is not None))
            heard = {name: value for name, value in payload.items() if name in wanted}
            token.instance.root.heard.update(heard)
            self.take(token, heard)

    def map_inputs(self, token: Token) -> None:
        """Sets the local variables of the input mappings, beside those an instance has already."""
        if not self.input_mappings:
            return
        local = dict(token.local)
        for mapping in self.input_mappings:
            local[mapping.target] = self.mapped(token, mapping, local)
        try:
            token.set_local(local)
        except RecursionError:
            raise EngineError(self.name, "not-json", "an input mapping gives something nested too deeply") from None

    def mapped(self, token: Token, mapping: Mapping, local: Names[str, object]) -> object:
        """The JSON value of one mapping."""
        instance = token.instance
        return instance.engine.evaluate_json(self.name, mapping.source, instance.visible(token.scope, local))
