"""Records of the saved state: lists in JSON without the nulls at the end; a field of a class here is a position there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, Self


def cut(record: tuple[Any, ...]) -> list[Any]:
    """A record as JSON, without the nulls at the end."""
    values = list(record)
    while values[-1] is None:
        values.pop()
    return values


def fields(record: object) -> list[Any]:
    """The fields of a record, in order; raises ValueError if it is not a list."""
    if not isinstance(record, list):
        raise ValueError(f"{record!r} is no record")
    return record


class TokenRecord(NamedTuple):
    """One token. The records inside it are not read yet."""

    number: int
    element: str
    #: flow by which it came to a join, or number of the token it is attached to
    link: str | int | None = None
    awaits: int | list[str | None] | None = None
    #: local variables as JSON text
    local: str | None = None
    #: records of the tokens inside a sub-process
    inner: list[list[Any]] | None = None
    memo: object = None
    #: log of the scope inside
    log: list[list[Any]] | None = None
    call: list[Any] | None = None


class LoopInstanceRecord(NamedTuple):
    """Progress of one instance of a repeated activity."""

    loop_index: int


class CallRecord(NamedTuple):
    """A running called process."""

    sha256: str
    #: index of the text with the variables it was given
    given: int
    #: JSON text of the variables it has written
    written: str | None = None
    records: list[list[Any]] | None = None
    log: list[list[Any]] | None = None


class CompletedActivityRecord(NamedTuple):
    """A completed activity that can be compensated."""

    element: str
    #: its local variables as JSON text
    local: str | None = None
    inner: list[list[Any]] | None = None
    #: 1: only a part of it was completed
    part: int | None = None


class StateRecord(NamedTuple):
    """A whole process."""

    counter: int
    #: index of the outcome
    outcome: int
    records: list[list[Any]]
    log: list[list[Any]] | None = None
    #: JSON texts of the variables that called processes were given
    texts: list[str] | None = None


@dataclass(frozen=True, slots=True)
class AwaitedMessage:
    """A message that a token waits for."""

    name: str
    key: str | None


@dataclass(frozen=True, slots=True)
class AwaitedSignal:
    """A signal that a token waits for."""

    name: str


#: a due time in µs, a message or a signal
Awaited = int | AwaitedMessage | AwaitedSignal


def awaited_record(awaited: Awaited) -> int | list[str | None]:
    """As JSON: a number, name and key, or a name alone."""
    if isinstance(awaited, AwaitedMessage):
        return [awaited.name, awaited.key]
    return [awaited.name] if isinstance(awaited, AwaitedSignal) else awaited


def awaited_of(record: object) -> Awaited:
    """The reverse of `awaited_record`; raises ValueError for anything else."""
    match record:
        case int():
            return record
        case [str() as name, (str() | None) as key]:
            return AwaitedMessage(name, key)
        case [str() as name]:
            return AwaitedSignal(name)
    raise ValueError(f"{record!r} is nothing that is awaited")


class Memo(Protocol):
    """The progress of an element, kept with its token."""

    def record(self) -> object:
        """As JSON; data of users inside as JSON text."""

    @classmethod
    def of(cls, record: Any) -> Self:
        """From JSON; raises ValueError, TypeError or IndexError for anything else."""
