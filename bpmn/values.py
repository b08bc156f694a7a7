"""A value of the diagram: a literal or a FEEL expression, compiled once, evaluated by whoever runs the process."""

from __future__ import annotations

from dataclasses import dataclass

from bpmn import feel
from bpmn.contracts import OFFICE_FUNCTIONS
from bpmn.diagram.dialect import expression_text, is_expression


@dataclass(frozen=True, slots=True)
class Value:
    """`expression` is None for a literal, which then is `text`."""

    text: str
    expression: feel.Expression | None = None


def compile_value(text: str) -> Value:
    """The value of an attribute or element text; raises `feel.FeelSyntaxError`."""
    if is_expression(text):
        return Value(text, feel.compile(expression_text(text), OFFICE_FUNCTIONS))
    return Value(text.strip())


def compile_optional(text: str | None) -> Value | None:
    """As `compile_value`; None for a missing or empty text."""
    return compile_value(text) if text is not None and text.strip() else None


@dataclass(frozen=True, slots=True)
class Mapping:
    """An input or output mapping, compiled."""

    target: str
    source: Value
