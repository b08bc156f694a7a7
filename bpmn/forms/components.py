"""The parts of a form as they were read: fields, texts, groups, lists. Holds what the schema says; evaluates nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from bpmn.values import Value

#: components that hold a value
FIELDS = frozenset(
    {"textfield", "textarea", "number", "datetime", "checkbox", "checklist", "radio", "select", "filepicker"}
)
#: components that only show something
SHOWN = frozenset({"text", "separator"})
#: components that hold others
CONTAINERS = frozenset({"group", "dynamiclist"})
TYPES = FIELDS | SHOWN | CONTAINERS
CHOICES = frozenset({"radio", "select", "checklist"})
TEXTS = frozenset({"textfield", "textarea"})
LISTS = frozenset({"checklist", "filepicker", "dynamiclist"})

#: a literal of the schema, or a FEEL value
Setting = Value | str | bool | int | float | Decimal | None


class Option(NamedTuple):
    """An option of a choice, as it is shown and as it is kept."""

    label: str
    value: object


@dataclass(frozen=True, slots=True)
class Rules:
    """What `validate` and its neighbours demand; None demands nothing. A `Value` is evaluated when checked."""

    required: bool = False
    min_length: Setting = None
    max_length: Setting = None
    minimum: Setting = None
    maximum: Setting = None
    #: RE2 program, searched anywhere in the text
    pattern: Any = None
    pattern_message: str | None = None
    #: "email", "phone", "identity" or "digits": read and kept in its one form (`bpmn.human_input.contacts`)
    content: str | None = None
    decimal_digits: int | None = None
    step: Decimal | None = None
    disallow_past: bool = False
    #: "today", "now", an ISO date, or FEEL that gives a date
    not_before: Setting = None
    not_after: Setting = None


@dataclass(frozen=True, slots=True)
class FormComponent:
    """One component of the schema."""

    type: str
    #: name of the value in the data; "" for what holds none
    key: str = ""
    label: Value | None = None
    description: Value | None = None
    hide: Value | None = None
    readonly: Value | bool = False
    disabled: bool = False
    rules: Rules = field(default_factory=Rules)
    default: object = None
    #: literal options; None when they are computed
    options: tuple[Option, ...] | None = None
    options_key: str | None = None
    options_expression: Value | None = None
    multiple: Value | bool = False
    accept: Value | None = None
    #: "date", "time" or "datetime"
    subtype: str = "date"
    #: "utc_offset", "utc_normalized" or "no_timezone"
    time_format: str = "utc_offset"
    #: the least that is known of a date: "day", "month" or "year"
    precision: str = "day"
    serialize_to_string: bool = False
    #: what people may write behind a number: "m²"
    unit: str = ""
    repetitions: int = 1
    layout: Mapping[str, Any] = field(default_factory=dict)
    validate: Mapping[str, Any] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    children: tuple[FormComponent, ...] = ()

    @property
    def is_field(self) -> bool:
        """Whether it holds a value of its own."""
        return self.type in FIELDS or self.type == "dynamiclist"


def level(components: tuple[FormComponent, ...]) -> Iterator[FormComponent]:
    """The components whose values stand on one level of the data: groups without a path are looked through."""
    for component in components:
        yield component
        if component.type == "group" and not component.key:
            yield from level(component.children)
