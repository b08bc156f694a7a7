"""The options of a choice at the moment it is shown or checked."""

from __future__ import annotations

from bpmn.forms.components import FormComponent, Option
from bpmn.forms.settings import FormContext
from bpmn.limits import FORM_OPTIONS


def options_of(component: FormComponent, context: FormContext) -> list[Option]:
    """The options in order; computed ones may be a list of values or of contexts with label and value."""
    if component.options is not None:
        return list(component.options)
    if component.options_key:
        found = context.names().get(component.options_key)
    else:
        found = context.value(component.options_expression)
    if not isinstance(found, list):
        return []
    context.charge(len(found))
    return [option for item in found[:FORM_OPTIONS] if (option := _option(item))]


def _option(item: object) -> Option | None:
    if isinstance(item, dict):
        value = item.get("value")
        label = item.get("label", value)
        return None if value is None else Option(str(label), value)
    return None if item is None or isinstance(item, list) else Option(str(item), item)


def matched(value: object, offered: list[Option], context: FormContext) -> object:
    """The offered value that is meant: the same, or one written the same (an HTML form sends only texts)."""
    values = [option.value for option in offered]
    context.charge(len(values) * (len(value) if isinstance(value, list) else 1) >> 1)
    if isinstance(value, list):
        return [_matched(item, values) for item in value]
    return _matched(value, values)


def _matched(value: object, values: list[object]) -> object:
    if any(type(value) is type(option) and value == option for option in values):
        return value
    return next((option for option in values if str(option) == value), value)
