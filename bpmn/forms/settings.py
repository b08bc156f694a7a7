"""The settings of components when a form is shown or checked: FEEL evaluated, templates filled, visibility decided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeGuard

from bpmn import feel
from bpmn.errors import FormTooCostly
from bpmn.forms.components import FormComponent, Setting, level
from bpmn.values import Value

Data = Mapping[str, object]
#: one cost unit per 2**4 names merged into a scope
_NAMES = 4
#: characters of an expression quoted in a message
_SHOWN = 100
TEMPLATE = re.compile(r"\{\{\s*([A-Za-z_][\w.]*)\s*\}\}")


@dataclass(frozen=True, slots=True)
class FormContext:
    """The names that expressions of a form see: the variables of the process, shadowed by the data typed into the form."""

    scope: Data
    environment: feel.Environment
    #: typed data by level: outermost first
    typed: tuple[Data, ...] = ()

    def names(self) -> dict[str, object]:
        """All names, inner levels shadowing outer ones."""
        names = dict(self.scope)
        for data in self.typed:
            names.update(data)
        if len(self.typed) > 1:
            names["this"], names["parent"] = dict(self.typed[-1]), dict(self.typed[-2])
        return names

    def within(self, data: Data) -> FormContext:
        """The context of a row or nested group."""
        return FormContext(self.scope, self.environment, (*self.typed, data))

    def value(self, setting: Setting) -> object:
        """The value of a setting: a literal as it is, an expression evaluated; null if the evaluation exceeds its own budget.

        Raises `FormTooCostly` if the expressions of the form exceed their common budget.
        """
        if not isinstance(setting, Value):
            return setting
        if setting.expression is None:
            return setting.text
        try:
            self.charge(sum(map(len, (self.scope, *self.typed))) >> _NAMES)
            return feel.to_json(setting.expression.evaluate(self.names(), self.environment), self.environment.meter)
        except feel.BudgetExceeded as error:
            if error.limit == "shared":
                raise FormTooCostly(setting.text[:_SHOWN], str(error)) from error
            return None
        except feel.FeelError:
            return None

    def charge(self, units: int) -> None:
        """Counts work of the form itself; raises `FormTooCostly` if the budget is exceeded."""
        try:
            if self.environment.meter is not None:
                self.environment.meter.charge(units)
        except feel.BudgetExceeded as error:
            raise FormTooCostly("", str(error)) from error

    def text(self, setting: Value | None) -> str:
        """A label or description with its `{{names}}` filled in."""
        if setting is None:
            return ""
        found = self.value(setting)
        if setting.expression is not None or not isinstance(found, str):
            return "" if found is None else str(found)
        names = self.names() if "{{" in found else {}
        return TEMPLATE.sub(lambda match: _shown(_walk(names, match[1])), found)

    def hidden(self, component: FormComponent) -> bool:
        """Whether the component's own condition hides it."""
        return component.hide is not None and self.value(component.hide) is True

    def number(self, setting: Setting) -> int | float | Decimal | None:
        """A limit as a number; None if there is none."""
        if setting is None:
            return None
        found = self.value(setting)
        return found if is_number(found) else None


def is_number(value: object) -> TypeGuard[int | float | Decimal]:
    """Whether the value is a number (a boolean is not)."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _walk(names: Mapping[str, object], path: str) -> object:
    found: object = names
    for part in path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    return str(value)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a form: its data, and which of its components are hidden or cannot be changed."""

    data: Data
    #: the names that expressions of this level see
    context: FormContext
    #: `id()` of the components
    hidden: frozenset[int]
    #: `id()` of the components
    fixed: frozenset[int]

    def is_hidden(self, component: FormComponent) -> bool:
        """Whether the component, or a group around it, is hidden."""
        return id(component) in self.hidden

    def is_fixed(self, component: FormComponent) -> bool:
        """Whether it is read-only or disabled: what the client sends for it is ignored."""
        return id(component) in self.fixed


def settle(components: tuple[FormComponent, ...], data: Data, context: FormContext) -> Level:
    """Decides which components are hidden and which are fixed.

    A hidden field counts as empty for the conditions of the others, and a fixed one has the process's value, not the
    client's. Repeated until nothing changes, at most once per component, so that conditions that depend on each other end.
    """
    flat = list(level(components))
    if not any(part.disabled or part.readonly or part.hide is not None for part in flat):
        return Level(data, context.within(_seen(flat, data, frozenset())), frozenset(), frozenset())
    settled = Level(data, context.within(_seen(flat, data, frozenset())), frozenset(), frozenset())
    for _ in range(len(flat) + 1):
        inner = settled.context
        fixed = frozenset(id(part) for part in flat if part.disabled or inner.value(part.readonly) is True)
        known = {**data, **_fixed_values(flat, fixed, context)}
        hidden = frozenset(_hidden_ones(components, inner, False))
        seen = context.within(_seen(flat, known, hidden))
        if (hidden, fixed) == (settled.hidden, settled.fixed):
            return Level(known, seen, hidden, fixed)
        settled = Level(known, seen, hidden, fixed)
    return settled


def _fixed_values(flat: list[FormComponent], fixed: frozenset[int], context: FormContext) -> dict[str, object]:
    names = context.names() if fixed else {}
    return {part.key: names.get(part.key, part.default) for part in flat if part.key and id(part) in fixed}


def _seen(flat: list[FormComponent], data: Data, hidden: frozenset[int]) -> dict[str, object]:
    """The level's values as conditions see them: every field of the form, empty where hidden or not typed."""
    return {part.key: None if id(part) in hidden else data.get(part.key) for part in flat if part.key}


def _hidden_ones(components: tuple[FormComponent, ...], context: FormContext, around: bool) -> Iterator[int]:
    """The `id()` of the hidden components; a hidden group hides everything in it."""
    for component in components:
        hidden = around or context.hidden(component)
        if hidden:
            yield id(component)
        if component.type == "group" and not component.key:
            yield from _hidden_ones(component.children, context, hidden)
