"""Converts any value to JSON that can be stored, if need be with loss: for the access log, where one value must not prevent an entry.

Never for data: the result cannot be read back as the value it was. Lossless is :mod:`core.domain.json_values`.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Collection, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, Final
from uuid import UUID

from core.storable_text import storable

MAX_DEPTH: Final = 20
#: types and their JSON form; the first that fits is taken, and the order matters (a member of an enumeration may be a text)
_FORMS: Final[tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...]] = (
    (Enum, lambda value: value.value),
    ((date, time), lambda value: value.isoformat()),
    (timedelta, lambda value: value.total_seconds()),
    (UUID, str),
)


def to_lossy_json(value: Any, depth: int = 0) -> Any:
    """``value`` as JSON: dates and ids become text, sets sorted lists, dataclasses objects.

    A value of any other type becomes the name of its type; one that is nested too deeply becomes "…".
    """
    for kinds, form in _FORMS:
        if isinstance(value, kinds):
            return to_lossy_json(form(value), depth + 1)
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return storable(str(value))
    if isinstance(value, (float, Decimal)):
        return value if math.isfinite(value) else str(value)
    if depth > MAX_DEPTH:
        return "…"
    return _nested(value, depth + 1)


def _nested(value: Any, depth: int) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {item.name: to_lossy_json(getattr(value, item.name), depth) for item in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(to_lossy_json(name, depth)): to_lossy_json(item, depth) for name, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((to_lossy_json(item, depth) for item in value), key=repr)
    if isinstance(value, Collection) and not isinstance(value, (bytes, bytearray, memoryview)):
        return [to_lossy_json(item, depth) for item in value]
    return f"<{type(value).__name__}>"
