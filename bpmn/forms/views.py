"""A form resolved for a renderer: every text, option and state decided; nothing left to evaluate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bpmn.forms.components import FormComponent, Option, level
from bpmn.forms.options import options_of
from bpmn.forms.settings import Data, FormContext, Level, is_number, settle
from bpmn.forms.typing import AsTyped, Untyped, typed
from bpmn.human_input import numbers
from bpmn.limits import FORM_ROWS

_LIMITS = {"minLength": "min_length", "maxLength": "max_length", "min": "minimum", "max": "maximum"}


@dataclass(frozen=True, slots=True)
class FieldView:
    """One component as it is to be shown."""

    #: name of the value on its level
    key: str
    #: name of the HTML input: the path from the root, "residences.0.commune"
    name: str
    type: str
    label: str
    description: str = ""
    required: bool = False
    readonly: bool = False
    hidden: bool = False
    #: what the field holds; a number as people write it, what could not be read as it was typed
    value: object = None
    #: of a choice
    options: tuple[Option, ...] = ()
    #: {"row": str, "columns": int | None}
    layout: Mapping[str, Any] = field(default_factory=dict)
    #: the schema's `validate` with limits evaluated
    validate: Mapping[str, Any] = field(default_factory=dict)
    #: the schema's `properties`, and accept, multiple, subtype where the type has them
    properties: Mapping[str, Any] = field(default_factory=dict)
    #: parts of a group; of a list one view a row, whose children are its fields
    children: tuple[FieldView, ...] = ()
    #: errors of this field, as they were given
    errors: tuple[Any, ...] = ()
    #: "date", "time" or "datetime" of a datetime
    subtype: str | None = None


class Views:
    """One pass over one form."""

    def __init__(self, errors: Mapping[str, Iterable[Any]] | None) -> None:
        self._errors = errors or {}

    def of(
        self, components: tuple[FormComponent, ...], data: Data, context: FormContext, path: str = ""
    ) -> tuple[FieldView, ...]:
        """The views of one level."""
        context.charge(len(components))
        held = _initial(components, data, context)
        settled = settle(components, held, context)
        return tuple(self._view(part, settled, path) for part in components)

    def _view(self, part: FormComponent, settled: Level, path: str) -> FieldView:
        context = settled.context
        name = f"{path}{part.key}"
        value = settled.data.get(part.key) if part.key else None
        return FieldView(
            key=part.key,
            name=name,
            type=part.type,
            label=context.text(part.label),
            description=context.text(part.description),
            required=part.rules.required,
            readonly=settled.is_fixed(part),
            hidden=settled.is_hidden(part),
            value=_shown(part, value),
            options=tuple(options_of(part, context)) if part.type in ("radio", "select", "checklist") else (),
            layout=dict(part.layout),
            validate=_validate(part, context),
            properties=_properties(part, context),
            children=self._children(part, value, settled, path),
            errors=tuple(self._errors.get(name, ())) if part.key else (),
            subtype=part.subtype if part.type == "datetime" else None,
        )

    def _children(self, part: FormComponent, value: object, settled: Level, path: str) -> tuple[FieldView, ...]:
        if part.type == "group":
            if not part.key:
                return tuple(self._view(child, settled, path) for child in part.children)
            return self.of(
                part.children, value if isinstance(value, Mapping) else {}, settled.context, f"{path}{part.key}."
            )
        if part.type != "dynamiclist":
            return ()
        rows = value[: FORM_ROWS + 1] if isinstance(value, list) else [{} for _ in range(part.repetitions)]
        return tuple(self._row(part, number, row, settled, path) for number, row in enumerate(rows))

    def _row(self, part: FormComponent, number: int, row: object, settled: Level, path: str) -> FieldView:
        name = f"{path}{part.key}.{number}"
        children = self.of(part.children, row if isinstance(row, Mapping) else {}, settled.context, f"{name}.")
        return FieldView(key=str(number), name=name, type="row", label="", value=row, children=children)


def _initial(components: tuple[FormComponent, ...], data: Data, context: FormContext) -> dict[str, object]:
    """What the fields hold: the given data, else the default; typed where that is possible, so that conditions fit."""
    held: dict[str, object] = {}
    for part in level(components):
        if not part.key:
            continue
        value = data.get(part.key, part.default)
        try:
            held[part.key] = typed(part, value) if part.is_field and part.type != "dynamiclist" else value
        except Untyped:
            held[part.key] = value
    return held


def _shown(part: FormComponent, value: object) -> object:
    if part.type == "number" and is_number(value):
        return format(Decimal(str(value)), "f").replace(".", ",")
    if part.type == "number" and part.serialize_to_string and isinstance(value, str) and not isinstance(value, AsTyped):
        return value.replace(".", ",") if numbers.parse_stored(value) is not None else value
    return value


def _validate(part: FormComponent, context: FormContext) -> dict[str, Any]:
    shown = dict(part.validate)
    for name, attribute in _LIMITS.items():
        if name in shown:
            shown[name] = context.number(getattr(part.rules, attribute))
    return {name: value for name, value in shown.items() if value is not None}


def _properties(part: FormComponent, context: FormContext) -> dict[str, Any]:
    shown: dict[str, Any] = dict(part.properties)
    if part.type == "filepicker":
        shown["multiple"] = context.value(part.multiple) is True
        if part.accept is not None:
            shown["accept"] = context.text(part.accept)
    if part.type == "datetime":
        shown["subtype"], shown["precision"] = part.subtype, part.precision
    return shown
