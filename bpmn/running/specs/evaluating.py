"""What an element evaluates: expressions in its scope, and its input and output mappings."""

from __future__ import annotations

from collections.abc import Mapping as Names
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin

from bpmn.errors import EngineError
from bpmn.jsonvalues import is_json
from bpmn.redaction import Public
from bpmn.running.tokens import Token
from bpmn.values import Mapping, Value


class Evaluating(BpmnSpecMixin):
    """The base of all elements: evaluates expressions with the names of the element's scope."""

    input_mappings: tuple[Mapping, ...] = ()
    output_mappings: tuple[Mapping, ...] = ()

    def value(self, token: Token, value: Value, *local: Names[str, object]) -> object:
        """A FEEL value in the element's scope."""
        instance = token.instance
        return instance.engine.evaluate(self.name, value, instance.visible(token.scope, token.local, *local))

    def json(self, token: Token, value: Value, *local: Names[str, object]) -> Any:
        """The same as a JSON value."""
        return token.instance.engine.json_of(self.name, value.text, self.value(token, value, *local))

    def text(self, token: Token, value: Value, local: Names[str, object] | None = None) -> str:
        """A name or key: a text that is not empty, or a number as text. Raises `EngineError` for any other value."""
        found = self.json(token, value, local or {})
        if isinstance(found, bool) or found is None or isinstance(found, list | dict) or str(found) == "":
            raise self.refusal("no-key", token, value, "text or number")
        return str(found)

    def refusal(self, code: str, token: Token, value: Value, wanted: str) -> EngineError:
        """The error for an expression whose value is not of the wanted kind, with the diagnostics of FEEL."""
        instance = token.instance
        notes = instance.engine.diagnostics(value, instance.visible(token.scope, token.local))
        message = "{text} gives no {wanted}{notes}"
        return EngineError(self.name, code, message, text=Public(value.text), wanted=Public(wanted), notes=notes)

    def take(self, token: Token, outcome: Names[str, object]) -> None:
        """Writes an outcome into the surrounding scope: what the output mappings say, or all of it if there are none."""
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
        """Writes the variables of a message or signal into the surrounding scope, as the output mappings say; without
        mappings nothing: it comes from outside the dossier, which decides itself what to take over."""
        if not is_json(payload):
            raise EngineError(self.name, "not-json", "the outcome holds something that is not a JSON value")
        if self.output_mappings:
            sources = [mapping.source.expression for mapping in self.output_mappings]
            wanted = frozenset().union(*(source.free_names for source in sources if source is not None))
            heard = {name: value for name, value in payload.items() if name in wanted}
            token.instance.root.heard.update(heard)
            self.take(token, heard)

    def map_inputs(self, token: Token) -> None:
        """Sets the local variables of the input mappings, beside those that the token has already."""
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
