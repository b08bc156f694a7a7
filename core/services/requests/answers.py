"""The first answer to a request with a key, kept so that the same request gets it again and changes nothing."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import insert, select

from core.db.base import table_of
from core.db.models import Idempotency
from core.db.reading import Reading
from core.db.unit_of_work import Attempt
from core.domain import json
from core.domain.frozen import freeze
from core.errors.evidence import StoredUnreadable
from core.services.requests import reused
from core.services.views.actors import Actor

View = TypeVar("View")


_INSERT = insert(table_of(Idempotency))


def fingerprint(*parts: Any) -> str:
    """A hash of what was asked, so that a key cannot be used for something else."""
    return hashlib.sha256(json.canonical([freeze(part) for part in parts])).hexdigest()


def earlier(work: Reading, by: Actor, operation: str, key: str | None, asked: str, cls: type[View]) -> View | None:
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
    return thaw(cls, row.answer)


def known(work: Reading, by: Actor, operation: str, key: str, cls: type[View]) -> View | None:
    """The answer kept under this key, whatever was asked, or ``None``."""
    where = (Idempotency.actor == owner(by), Idempotency.operation == operation, Idempotency.key == key)
    found = work.execute(select(Idempotency.answer).where(*where)).one_or_none()
    return None if found is None else thaw(cls, found.answer)


def keep(work: Attempt, by: Actor, operation: str, key: str | None, asked: str, answer: Any, at: datetime) -> None:
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


def thaw(cls: type[View], value: Any) -> View:
    """The view that was frozen, rebuilt by the types of its fields; what an earlier release did not keep is as usual.

    Raises :class:`StoredUnreadable` for what is no such view: somebody wrote it past the office.
    """
    try:
        return cast(View, _adapter(cls).validate_python(value))  # type: ignore[arg-type]  # every class is hashable
    except ValidationError as error:
        raise StoredUnreadable from error


@cache
def _adapter(cls: type) -> TypeAdapter[Any]:
    return TypeAdapter(cls)
