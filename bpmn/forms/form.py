"""A form of a procedure and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bpmn import feel
from bpmn.errors import FormError
from bpmn.forms import inputs
from bpmn.forms.answers import FormResult
from bpmn.forms.components import FormComponent, level
from bpmn.forms.schema_reader import read_form
from bpmn.forms.settings import FormContext
from bpmn.forms.validation import Check
from bpmn.forms.views import FieldView, Views
from bpmn.limits import FORM_WORK


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A form that was read and accepted. Immutable, safe between threads."""

    id: str
    #: the form-js schema as it was read
    schema: Mapping[str, Any]
    #: names of the values on the form's first level, in its order
    keys: tuple[str, ...]
    _components: tuple[FormComponent, ...] = field(repr=False, default=())

    def check(
        self, data: Mapping[str, object], scope: Mapping[str, object], environment: feel.Environment
    ) -> FormResult:
        """The typed values of the visible, enabled fields, and everything that is wrong. Raises `FormTooCostly`.

        `data` is what the client sends, `scope` the variables the form's expressions may read. Hidden and disabled
        fields are left out; a read-only field keeps the value of `scope`, whatever the client sends.
        """
        return Check().run(self._components, data, _context(scope, environment))

    def fields(
        self,
        data: Mapping[str, object],
        scope: Mapping[str, object],
        environment: feel.Environment,
        errors: Mapping[str, Iterable[Any]] | None = None,
    ) -> list[FieldView]:
        """The form for a renderer, holding `data` (raises `FormTooCostly`); `errors` by path as `check` gives them, in any shape."""
        return list(Views(errors).of(self._components, data, _context(scope, environment)))

    def from_multi(self, source: inputs.Inputs) -> dict[str, object]:
        """The data in the inputs of an HTML form."""
        return inputs.read(self._components, source)


def _context(scope: Mapping[str, object], environment: feel.Environment) -> FormContext:
    """What the form's expressions see. All of them share one budget: the caller's, or one of the form's own."""
    shared = environment if environment.meter else replace(environment, meter=feel.CostMeter(FORM_WORK))
    return FormContext(scope, shared)


def parse_form(data: bytes) -> Form:
    """The form in a `.form` file. Raises `FormError` with all problems."""
    schema, components, problems = read_form(data)
    errors = [found for found in problems if found.severity == "error"]
    if errors:
        raise FormError(errors)
    keys = tuple(part.key for part in level(components) if part.key)
    return Form(str(schema.get("id")), schema, keys, components)
