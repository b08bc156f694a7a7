"""The first answer to a request with a key, kept so that the same request gets it again and changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Generic, TypeAlias, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, insert, select

from core.db.base import table_of
from core.db.fast.writes import ConcurrentUpdate
from core.db.models import Idempotency
from core.db.reading import Reading
from core.db.unit_of_work import Attempt, UnitOfWork
from core.domain import json
from core.domain.frozen import freeze
from core.errors.evidence import StoredUnreadable
from core.services.requests import reused
from core.services.views.actors import Actor

View = TypeVar("View")
Again: TypeAlias = Callable[[Reading, View], View]

_INSERT = insert(table_of(Idempotency))


def first_again(_work: Reading, first: View) -> View:
    """The first answer as it was kept."""
    return first


@dataclass(frozen=True, slots=True)
class Request(Generic[View]):
    """A command as somebody asked for it: by its ``key`` a repeated request is known, and gets the first answer again.

    ``fingerprint`` is a hash of what was asked, so that a key cannot be used for something else; ``answer`` is the class
    of the answer.
    """

    by: Actor
    operation: str
    answer: type[View]
    key: str | None
    fingerprint: str

    @classmethod
    def of(cls, by: Actor, operation: str, answer: type[View], key: str | None, *asked: Any) -> Request[View]:
        """The request for ``asked``, anything :func:`core.domain.frozen.freeze` knows."""
        return cls(by, operation, answer, key, _fingerprint(asked) if key else "")


def _fingerprint(asked: Sequence[Any]) -> str:
    return hashlib.sha256(json.canonical([freeze(part) for part in asked])).hexdigest()


def earlier(work: Reading, request: Request[View]) -> View | None:
    """The first answer to the request, or ``None``. Raises :class:`KeyReused` if something else was asked then."""
    if request.key is None:
        return None
    row = work.execute(
        select(Idempotency.fingerprint, Idempotency.answer).where(*_kept(request.by, request.operation, request.key))
    ).one_or_none()
    if row is None:
        return None
    if row.fingerprint != request.fingerprint:
        raise reused.refusal(request.operation, row.answer)
    return thaw(request.answer, row.answer)


def known(work: Reading, by: Actor, operation: str, key: str, cls: type[View]) -> View | None:
    """The answer kept under this key, whatever was asked, or ``None``."""
    found = work.execute(select(Idempotency.answer).where(*_kept(by, operation, key))).one_or_none()
    return None if found is None else thaw(cls, found.answer)


def keep(work: Attempt, request: Request[View], answer: View, at: datetime) -> None:
    """Keeps the answer. A second writer of the same key meets the primary key and is :class:`ConcurrentUpdate`."""
    if request.key is None:
        return
    work.writes.add(
        _INSERT,
        {
            "actor": owner(request.by),
            "operation": request.operation,
            "key": request.key,
            "fingerprint": request.fingerprint,
            "answer": freeze(answer),
            "at": at,
        },
    )


def once(units: UnitOfWork, request: Request[View], act: Callable[[], View], again: Again[View] = first_again) -> View:
    """Does the command. Where another request with the same key was faster, its answer is this one's as well.

    ``again``: makes the answer of what was kept, where that is not all of it.
    """
    try:
        return act()
    except ConcurrentUpdate:
        with units.read() as work:
            first = earlier(work, request)
            if first is None:
                raise  # somebody changed the same rows by another request, which no command expects
            return again(work, first)


def _kept(by: Actor, operation: str, key: str) -> tuple[ColumnElement[bool], ...]:
    return Idempotency.actor == owner(by), Idempotency.operation == operation, Idempotency.key == key


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
