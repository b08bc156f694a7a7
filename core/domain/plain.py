"""Any value as JSON that can be kept: for what is told about a request, where refusing one value would lose the rest.

Never for data: what this makes of a value cannot be read back as it was.
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

DEEPEST: Final = 20
#: the first that fits says how; the order matters (a time stamp is a date, an enumeration's member may be a text)
_FORMS: Final[tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...]] = (
    (Enum, lambda value: value.value),
    ((date, time), lambda value: value.isoformat()),
    (timedelta, lambda value: value.total_seconds()),
    (UUID, str),
)


def plain(value: Any, depth: int = 0) -> Any:
    """``value`` as JSON, whatever it is: days and ids as text, sets in a fixed order, objects of classes by their fields.

    What has no form of its own is named by its kind, and so is what is nested without end.
    """
    for kinds, form in _FORMS:
        if isinstance(value, kinds):
            return plain(form(value), depth + 1)
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return storable(str(value))
    if isinstance(value, (float, Decimal)):
        return value if math.isfinite(value) else str(value)
    if depth > DEEPEST:
        return "…"
    return _nested(value, depth + 1)


def _nested(value: Any, depth: int) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {item.name: plain(getattr(value, item.name), depth) for item in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(name, depth)): plain(item, depth) for name, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((plain(item, depth) for item in value), key=repr)
    if isinstance(value, Collection) and not isinstance(value, (bytes, bytearray, memoryview)):
        return [plain(item, depth) for item in value]
    return f"<{type(value).__name__}>"
