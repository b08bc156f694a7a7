"""A value as the JSON that evidence and remembered answers keep.

Unlike :mod:`core.domain.plain`, which tells of anything at all, this is data: nothing is cut or renamed, what has no form here stays
as it is, and storing it is refused. History hashes what this writes, so its forms never change; pydantic's own would: it writes
times with ``Z``, and decimal numbers as text, which come back as text.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID


def freeze(value: Any) -> Any:
    """A view as JSON: dataclasses become objects, times and days ISO text, ids text, sets lists in a fixed order."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {item.name: freeze(getattr(value, item.name)) for item in dataclasses.fields(value)}
    if isinstance(value, date):  # and times
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Enum):
        return freeze(value.value)
    if isinstance(value, Mapping):
        return {name: freeze(item) for name, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((freeze(item) for item in value), key=repr)
    if isinstance(value, (list, tuple)):
        return [freeze(item) for item in value]
    return value
