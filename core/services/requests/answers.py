"""The first answer to a request with a key, kept so that the same request gets it again and changes nothing."""

from __future__ import annotations

import dataclasses
import hashlib
import types
import typing
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import insert, select

from core.db.base import table_of
from core.db.models import Idempotency
from core.db.unit_of_work import Work
from core.domain import json
from core.services.requests import reused
from core.services.views.actors import Actor

View = TypeVar("View")


_INSERT = insert(table_of(Idempotency))


def fingerprint(*parts: Any) -> str:
    """A hash of what was asked, so that a key cannot be used for something else."""
    return hashlib.sha256(json.canonical([freeze(part) for part in parts])).hexdigest()


def earlier(work: Work, by: Actor, operation: str, key: str | None, asked: str, cls: type[View]) -> View | None:
    """The first answer under this key, or ``None``. Raises :class:`KeyReused` if something else was asked then."""
    if key is None:
        return None
    row = work.execute(
        select(Idempotency.fingerprint, Idempotency.answer).where(
            Idempotency.actor == owner(by), Idempotency.operation == operation, Idempotency.key == key
        )
    ).one_or_none()
    if row is None:
        return None
    if row.fingerprint != asked:
        raise reused.refusal(operation, row.answer)
    return typing.cast(View, thaw(cls, row.answer))


def known(work: Work, by: Actor, operation: str, key: str, cls: type[View]) -> View | None:
    """The answer kept under this key, whatever was asked, or ``None``."""
    where = (Idempotency.actor == owner(by), Idempotency.operation == operation, Idempotency.key == key)
    found = work.execute(select(Idempotency.answer).where(*where)).one_or_none()
    return None if found is None else typing.cast(View, thaw(cls, found.answer))


def keep(work: Work, by: Actor, operation: str, key: str | None, asked: str, answer: Any, at: datetime) -> None:
    """Keeps the answer. A second writer of the same key meets the primary key and is :class:`ConcurrentUpdate`."""
    if key is None:
        return
    work.writes.add(
        _INSERT,
        {
            "actor": owner(by),
            "operation": operation,
            "key": key,
            "fingerprint": asked,
            "answer": freeze(answer),
            "at": at,
        },
    )


def owner(by: Actor) -> str:
    """Whose key it is: keys of different actors are different keys."""
    return f"{by.kind}:{by.id or by.username}"


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


def thaw(cls: Any, value: Any) -> Any:
    """The view that was frozen, rebuilt by the types of its fields."""
    if value is None:
        return None
    if dataclasses.is_dataclass(cls) and isinstance(cls, type):
        hints = typing.get_type_hints(cls)
        return cls(**{item.name: thaw(hints[item.name], value[item.name]) for item in dataclasses.fields(cls)})
    origin, arguments = typing.get_origin(cls), typing.get_args(cls)
    if origin in (types.UnionType, typing.Union):
        return thaw(next(part for part in arguments if part is not type(None)), value)
    if origin in (tuple, list, Sequence):
        return tuple(thaw(arguments[0] if arguments else Any, item) for item in value)
    if cls is datetime or cls is date:
        return cls.fromisoformat(value)
    if cls is UUID:
        return UUID(value)
    return value
