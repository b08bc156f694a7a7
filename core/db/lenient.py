"""Rows in which single values may be unreadable: for those who check what somebody wrote past the office.

Everywhere else a value that cannot be read stops the reading. Here it becomes an :class:`Unreadable` in its place, and all
others of its row and of the rows beside it are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Date, Dialect, Label, Table, Text, cast, type_coerce
from sqlalchemy.types import Boolean, Integer, LargeBinary, String, TypeEngine, UserDefinedType, Uuid

from core.db.base import JsonText, UtcDateTime

#: what the JSON of a column is, where it is not a list
OBJECTS: Final = frozenset({"applicant", "local", "details", "subject", "content"})
_KINDS: Final[tuple[tuple[type[TypeEngine[Any]], type[Any]], ...]] = (
    (Boolean, bool),
    (Integer, int),
    (LargeBinary, bytes),
    (Uuid, UUID),
    (UtcDateTime, datetime),
    (Date, date),
    (String, str),
)
#: a moment is readable if every office on earth could show it
_EDGES: Final = (timezone(timedelta(hours=14)), timezone(timedelta(hours=-12)))


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Stands where a value cannot be read; ``raw`` is what the driver gave, for statements that go on from there."""

    table: str
    column: str
    raw: Any = None

    def __str__(self) -> str:
        return "?"


class Lenient(UserDefinedType[Any]):
    """The type of a column whose values may be unreadable."""

    cache_ok = True

    def __init__(self, table: str, column: str, inner: TypeEngine[Any]) -> None:
        self.table, self.column, self.inner = table, column, inner

    def get_col_spec(self, **_: Any) -> str:
        """Never asked: no table is made with it."""
        raise NotImplementedError

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        inner = None if _as_text(self.inner) else self.inner.dialect_impl(dialect).result_processor(dialect, coltype)

        def read(value: Any) -> Any:
            if value is None:
                return None
            try:
                return self._checked(value if inner is None else inner(value))
            except Exception:  # noqa: BLE001 -- whatever a reader raises, the value is the one thing that is wrong
                return Unreadable(self.table, self.column, value)

        return read

    def _checked(self, value: Any) -> Any:
        if isinstance(self.inner, JsonText):
            return _must(value, dict if self.column in OBJECTS else list)
        if isinstance(self.inner, UtcDateTime):
            return _moment(value)
        if isinstance(self.inner, Date):
            return date.fromisoformat(value)
        if isinstance(self.inner, LargeBinary):
            return bytes(value)
        kind = next((kind for known, kind in _KINDS if isinstance(self.inner, known)), object)
        return _must(value, kind)


def columns(table: Table, only: Iterable[str] = ()) -> list[Label[Any]]:
    """The columns of a table (``only``: these) to be selected under their own names."""
    wanted = tuple(only)
    return [column(one) for one in table.c if not wanted or one.name in wanted]


def column(one: Any, label: str = "") -> Label[Any]:
    """One column to be selected, under its own name or another."""
    source = cast(one, Text) if _as_text(one.type) else one
    return type_coerce(source, Lenient(one.table.name, one.name, one.type)).label(label or one.name)


def of(row: Any) -> list[Unreadable]:
    """What cannot be read in a row."""
    return [value for value in row._mapping.values() if isinstance(value, Unreadable)]


def known(value: Any, instead: Any = None) -> Any:
    """The value, or something instead where it cannot be read."""
    return instead if isinstance(value, Unreadable) else value


def mapping(row: Any) -> Mapping[str, Any]:
    """The row's values by name, nothing where one cannot be read."""
    return {name: known(value) for name, value in row._mapping.items()}


def _as_text(kind: TypeEngine[Any]) -> bool:
    # The drivers read times themselves, and refuse a whole row for one of them.
    return isinstance(kind, (UtcDateTime, Date))


def _must(value: Any, kind: type[Any]) -> Any:
    if not isinstance(value, kind):
        raise TypeError(kind.__name__)
    return value


def _moment(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    read = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    if read.year < 9999:  # the end of all days stands for "none"
        for zone in _EDGES:
            read.astimezone(zone)
    return read
