"""Values as text: what ``string()`` gives, and how a value is written inside a list or a context."""

from __future__ import annotations

from decimal import Decimal

from bpmn.feel.values import numbers
from bpmn.feel.values.functions import Function
from bpmn.feel.values.ranges import Range

ESCAPES = str.maketrans({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"})


def quoted(text: str) -> str:
    """The text as a FEEL string literal."""
    return f'"{text.translate(ESCAPES)}"'


def _range(value: Range) -> str:
    if value.operator is not None:
        end = value.start if value.operator in (">", ">=") else value.end
        return f"({value.operator} {written(end)})"
    ends = "[" if value.start_included else "(", "]" if value.end_included else ")"
    return f"{ends[0]}{written(value.start)}..{written(value.end)}{ends[1]}"


def _context(value: dict[str, object]) -> str:
    return "{" + ", ".join(f"{_key(key)}: {written(item)}" for key, item in value.items()) + "}"


def _key(key: str) -> str:
    plain = key and all(char.isalnum() or char in " _" for char in key) and key == key.strip() and not key[0].isdigit()
    return key if plain else quoted(key)


def written(value: object) -> str:
    """The value as it stands inside another: strings in quotes."""
    return quoted(value) if isinstance(value, str) else text_of(value)


def text_of(value: object) -> str:
    """``string(value)``: strings as they are, numbers plainly, dates and durations by ISO 8601."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return numbers.text_of(value)
    if isinstance(value, list):
        return "[" + ", ".join(written(item) for item in value) + "]"
    if isinstance(value, dict):
        return _context(value)
    if isinstance(value, Range):
        return _range(value)
    return f"function {value.name}" if isinstance(value, Function) else str(value)
