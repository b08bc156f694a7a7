"""Reads rows in which single values may be unreadable because somebody changed the database directly; the audit needs it.

Everywhere else a value that cannot be read raises an error. Here it is replaced by an :class:`Unreadable`, and all other
values of the row and of the other rows are read.
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

#: columns whose JSON is an object; in all others it is a list
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
#: a time is readable if it can be converted to every time zone
_EXTREME_ZONES: Final = (timezone(timedelta(hours=14)), timezone(timedelta(hours=-12)))


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Takes the place of a value that cannot be read; ``raw`` is the value as the driver gave it, for further statements."""

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
        """Never called: no table is created with this type."""
        raise NotImplementedError

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        inner = None if _as_text(self.inner) else self.inner.dialect_impl(dialect).result_processor(dialect, coltype)

        def read(value: Any) -> Any:
            if value is None:
                return None
            try:
                return self._checked(value if inner is None else inner(value))
            except Exception:  # noqa: BLE001 -- whatever the conversion raises, only this value is unreadable
                return Unreadable(self.table, self.column, value)

        return read

    def _checked(self, value: Any) -> Any:
        if isinstance(self.inner, JsonText):
            return _require_type(value, dict if self.column in OBJECTS else list)
        if isinstance(self.inner, UtcDateTime):
            return _moment(value)
        if isinstance(self.inner, Date):
            return date.fromisoformat(value)
        if isinstance(self.inner, LargeBinary):
            return bytes(value)
        kind = next((kind for known, kind in _KINDS if isinstance(self.inner, known)), object)
        return _require_type(value, kind)


def columns(table: Table, only: Iterable[str] = ()) -> list[Label[Any]]:
    """The columns of a table (``only``: these) to be selected under their own names."""
    wanted = tuple(only)
    return [column(one) for one in table.c if not wanted or one.name in wanted]


def column(one: Any, label: str = "") -> Label[Any]:
    """One column to be selected, under its own name or another."""
    source = cast(one, Text) if _as_text(one.type) else one
    return type_coerce(source, Lenient(one.table.name, one.name, one.type)).label(label or one.name)


def of(row: Any) -> list[Unreadable]:
    """The unreadable values of a row."""
    return [value for value in row._mapping.values() if isinstance(value, Unreadable)]


def known(value: Any, instead: Any = None) -> Any:
    """The value, or ``instead`` if it cannot be read."""
    return instead if isinstance(value, Unreadable) else value


def mapping(row: Any) -> Mapping[str, Any]:
    """The values of a row by name; None for one that cannot be read."""
    return {name: known(value) for name, value in row._mapping.items()}


def _as_text(kind: TypeEngine[Any]) -> bool:
    # The drivers convert times themselves, and raise for the whole row if one is unreadable.
    return isinstance(kind, (UtcDateTime, Date))


def _require_type(value: Any, kind: type[Any]) -> Any:
    if not isinstance(value, kind):
        raise TypeError(kind.__name__)
    return value


def _moment(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    read = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    if read.year < 9999:  # the last year stands for "no time"
        for zone in _EXTREME_ZONES:
            read.astimezone(zone)
    return read
