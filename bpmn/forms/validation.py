"""Checks data against a form: types, limits, visibility, and that every key is a field of the form."""

from __future__ import annotations

from collections.abc import Mapping

from bpmn.forms.answers import FieldError, FormResult
from bpmn.forms.components import CHOICES, FormComponent, level
from bpmn.forms.limits import faults
from bpmn.forms.options import matched, options_of
from bpmn.forms.settings import Data, FormContext, Level, settle
from bpmn.forms.typing import Untyped, typed
from bpmn.limits import FORM_ROWS


class Check:
    """One check of data against a form; collects values and errors."""

    def __init__(self) -> None:
        self.errors: dict[str, tuple[FieldError, ...]] = {}
        self.unknown: list[str] = []

    def run(self, components: tuple[FormComponent, ...], data: Data, context: FormContext) -> FormResult:
        """Checks the whole form."""
        values = self._level(components, data, context, "")
        return FormResult(values, self.errors, tuple(self.unknown))

    def _level(
        self, components: tuple[FormComponent, ...], data: Data, context: FormContext, path: str
    ) -> dict[str, object]:
        flat = [part for part in level(components) if part.key]
        known = {part.key for part in flat}
        context.charge(len(flat) + (len(data) >> 1))
        self.unknown.extend(f"{path}{name}" for name in data if name not in known)
        converted, wrong = self._convert(flat, data)
        settled = settle(components, converted, context)
        values: dict[str, object] = {}
        for part in flat:
            if settled.is_hidden(part) or part.disabled:
                continue
            if settled.is_fixed(part):
                values[part.key] = settled.data.get(part.key)
            elif part.key in wrong:
                self.errors[path + part.key] = (wrong[part.key],)
            else:
                value = self._value(part, settled, path)
                if path + part.key not in self.errors:
                    values[part.key] = value
        return values

    def _convert(self, flat: list[FormComponent], data: Data) -> tuple[dict[str, object], dict[str, FieldError]]:
        """The typed values, and the errors of values that have none, by key; a field that was not sent has its default."""
        values: dict[str, object] = {}
        wrong: dict[str, FieldError] = {}
        for part in flat:
            sent = data.get(part.key, part.default)
            try:
                values[part.key] = (
                    _container(part, sent) if part.type in ("group", "dynamiclist") else typed(part, sent)
                )
            except Untyped as error:
                wrong[part.key] = error.error
        return values, wrong

    def _value(self, part: FormComponent, settled: Level, path: str) -> object:
        value = settled.data.get(part.key)
        if part.type == "group":
            return self._level(part.children, _mapping(value), settled.context, f"{path}{part.key}.")
        if part.type == "dynamiclist":
            return self._rows(part, value if isinstance(value, list) else [], settled.context, f"{path}{part.key}")
        if part.type in CHOICES:
            value = matched(value, options_of(part, settled.context), settled.context)
        found = tuple(faults(part, value, settled.context))
        if found:
            self.errors[path + part.key] = found
        return value

    def _rows(self, part: FormComponent, rows: list[object], context: FormContext, path: str) -> list[object]:
        if len(rows) > FORM_ROWS:
            self.errors[path] = (FieldError("too-many", {"limit": FORM_ROWS}),)
            return []
        kept = []
        for number, row in enumerate(rows):
            if _is_blank(row):
                continue  # the page offers empty rows, which may stay unused
            kept.append(self._level(part.children, _mapping(row), context, f"{path}.{number}."))
        return list(kept)


def _container(part: FormComponent, sent: object) -> object:
    if part.type == "group":
        if sent is None or isinstance(sent, Mapping):
            return sent or {}
    elif sent is None or (isinstance(sent, list) and all(isinstance(row, Mapping) for row in sent)):
        return sent or []
    raise Untyped("wrong-type")


def _mapping(value: object) -> Data:
    return value if isinstance(value, Mapping) else {}


def _is_blank(row: object) -> bool:
    return not any(value not in (None, "", [], False) for value in _mapping(row).values())
