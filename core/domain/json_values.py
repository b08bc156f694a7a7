"""Views and values as JSON values, as history and idempotency records store them.

Lossless, unlike :mod:`core.domain.lossy_json`: nothing is cut or renamed. A value without a JSON form is left as it is, so storing it
is refused. History hashes the result, so the forms must never change. pydantic is not used: it writes times with ``Z``, and
decimal numbers as text, which come back as text.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID


def to_json(value: Any) -> Any:
    """A view or value as a JSON value: dataclasses become objects, dates and times ISO text, ids text, sets sorted lists."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {item.name: to_json(getattr(value, item.name)) for item in dataclasses.fields(value)}
    if isinstance(value, date):  # and times
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Enum):
        return to_json(value.value)
    if isinstance(value, Mapping):
        return {name: to_json(item) for name, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((to_json(item) for item in value), key=repr)
    if isinstance(value, (list, tuple)):
        return [to_json(item) for item in value]
    return value
