"""Idempotency keys: a command that is sent again with its key changes nothing and gets the answer stored the first time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Generic, TypeAlias, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, insert, select

from core import jsontext
from core.db.base import table_of
from core.db.conflicts import ConcurrentUpdate
from core.db.models import Idempotency
from core.db.reading import Reading
from core.db.unit_of_work import Attempt, UnitOfWork
from core.domain.json_values import to_json
from core.errors.evidence import StoredUnreadable
from core.services.requests import key_reuse
from core.services.views.actors import Actor

View = TypeVar("View")
Replay: TypeAlias = Callable[[Reading, View], View]

_INSERT = insert(table_of(Idempotency))


def return_stored(_work: Reading, first: View) -> View:
    """The stored answer, unchanged."""
    return first


@dataclass(frozen=True, slots=True)
class IdempotentRequest(Generic[View]):
    """A command with its idempotency ``key``; ``None``: the command is carried out each time it is sent.

    ``fingerprint`` is a hash of the command's arguments, so that the key cannot be used for another command; ``answer`` is
    the class of the answer.
    """

    by: Actor
    operation: str
    answer: type[View]
    key: str | None
    fingerprint: str

    @classmethod
    def of(
        cls, by: Actor, operation: str, answer: type[View], key: str | None, *arguments: Any
    ) -> IdempotentRequest[View]:
        """The request with these ``arguments``, of any type :func:`core.domain.json_values.to_json` takes."""
        return cls(by, operation, answer, key, _fingerprint(arguments) if key else "")


def _fingerprint(arguments: Sequence[Any]) -> str:
    return hashlib.sha256(jsontext.canonical([to_json(part) for part in arguments])).hexdigest()


def stored_answer(work: Reading, request: IdempotentRequest[View]) -> View | None:
    """The answer stored for the request, or ``None``. Raises :class:`KeyReused` if the key was used with other arguments."""
    if request.key is None:
        return None
    row = work.execute(
        select(Idempotency.fingerprint, Idempotency.answer).where(
            *_matching(request.by, request.operation, request.key)
        )
    ).one_or_none()
    if row is None:
        return None
    if row.fingerprint != request.fingerprint:
        raise key_reuse.refusal(request.operation, row.answer)
    return deserialize(request.answer, row.answer)


def stored_answer_for_key(work: Reading, by: Actor, operation: str, key: str, cls: type[View]) -> View | None:
    """The answer stored under this key, whatever the arguments were, or ``None``."""
    found = work.execute(select(Idempotency.answer).where(*_matching(by, operation, key))).one_or_none()
    return None if found is None else deserialize(cls, found.answer)


def store_answer(work: Attempt, request: IdempotentRequest[View], answer: View, at: datetime) -> None:
    """Stores the answer of a request with a key. The second of two writers violates the primary key: :class:`ConcurrentUpdate`."""
    if request.key is None:
        return
    work.writes.add(
        _INSERT,
        {
            "actor": key_owner(request.by),
            "operation": request.operation,
            "key": request.key,
            "fingerprint": request.fingerprint,
            "answer": to_json(answer),
            "at": at,
        },
    )


def execute_once(
    units: UnitOfWork, request: IdempotentRequest[View], act: Callable[[], View], replay: Replay[View] = return_stored
) -> View:
    """Carries the command out with ``act``. If another request with the same key was faster, returns that one's answer.

    ``replay``: completes a stored answer, for commands that store only a part of theirs.
    """
    try:
        return act()
    except ConcurrentUpdate:
        with units.read() as work:
            first = stored_answer(work, request)
            if first is None:
                raise  # another command changed the same rows: not a matter of keys
            return replay(work, first)


def _matching(by: Actor, operation: str, key: str) -> tuple[ColumnElement[bool], ...]:
    return Idempotency.actor == key_owner(by), Idempotency.operation == operation, Idempotency.key == key


def key_owner(by: Actor) -> str:
    """The namespace of an actor's keys: two actors may use the same key."""
    return f"{by.kind}:{by.id or by.username}"


def deserialize(cls: type[View], value: Any) -> View:
    """Rebuilds a stored view by the types of its fields; fields an earlier release did not store get their defaults.

    Raises :class:`StoredUnreadable` where the stored value is not such a view: it was written around this program.
    """
    try:
        return cast(View, _adapter(cls).validate_python(value))  # type: ignore[arg-type]  # every class is hashable
    except ValidationError as error:
        raise StoredUnreadable from error


@cache
def _adapter(cls: type) -> TypeAdapter[Any]:
    return TypeAdapter(cls)
