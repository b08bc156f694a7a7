"""What every element shares: it gets a token, does its part, and passes tokens on along its sequence flows."""

from __future__ import annotations

from collections.abc import Mapping as Names
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin

from bpmn.definition import Element
from bpmn.effects import ElementPassed, StatusChanged
from bpmn.errors import EngineError
from bpmn.jsonvalues import is_json
from bpmn.tokens import Token
from bpmn.values import Mapping, Value


@dataclass(frozen=True, slots=True, eq=False)
class OutgoingFlow:
    """A sequence flow, seen from its source."""

    id: str
    target: Any
    condition: Value | None = None


class Node(BpmnSpecMixin):  # type: ignore[misc]
    """Base of all elements. The parser sets the attributes once the diagram has been checked."""

    #: the element as others may know it
    element: Element
    flows: tuple[OutgoingFlow, ...] = ()
    #: ids of the incoming sequence flows
    arrivals: tuple[str, ...] = ()
    #: elements of the scope inside, for those that have one
    inner: Any = None
    #: whether the tokens inside keep what they write
    isolates: bool = False
    input_mappings: tuple[Mapping, ...] = ()
    output_mappings: tuple[Mapping, ...] = ()

    def test(self) -> None:
        """SpiffWorkflow checks the wiring at each visit; lint has done that once."""

    def _predict_hook(self, token: Token) -> None:
        """No futures in the tree: successors are made when a token leaves."""

    def _update_hook(self, token: Token) -> bool:
        return True

    def _on_ready_hook(self, token: Token) -> None:
        token.instance.ready.append(token)

    def _run_hook(self, token: Token) -> bool | None:
        return True

    def _on_complete_hook(self, token: Token) -> None:
        self.announce(token)
        token.instance.emit(ElementPassed(self.name))
        self.leave(token)

    def _on_cancel(self, token: Token) -> None:
        """Nothing to take back unless a subclass opened something."""

    def announce(self, token: Token) -> None:
        """Puts the dossier into the element's status."""
        if self.element.status is not None:
            token.instance.emit(StatusChanged(self.name, self.element.status))

    def leave(self, token: Token) -> None:
        """Sends tokens along the chosen flows, or all."""
        for flow in self.flows if token.chosen is None else token.chosen:
            token.go(flow)

    def value(self, token: Token, value: Value, *local: Names[str, object]) -> object:
        """A FEEL value in the element's scope."""
        instance = token.instance
        return instance.engine.evaluate(self.name, value, instance.visible(token.scope, token.local, *local))

    def refusal(self, code: str, token: Token, value: Value, wanted: str) -> EngineError:
        """The error for an expression that gave something else than what is wanted, with FEEL's own notes."""
        instance = token.instance
        notes = instance.engine.why(value, instance.visible(token.scope, token.local))
        return EngineError(self.name, code, f"{value.text} gives no {wanted}{notes}")

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

    def mapped(self, token: Token, mapping: Mapping, local: Names[str, object]) -> object:
        """The JSON value of one mapping."""
        instance = token.instance
        return instance.engine.evaluate_json(self.name, mapping.source, instance.visible(token.scope, local))
