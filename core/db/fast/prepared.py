"""Statements compiled once and handed straight to the driver: for the few that run at every click.

The text, the types and their conversions are SQLAlchemy's own; what is left out is what it does anew at each execution.
Parameters are passed by position: PostgreSQL's own ``$1``, which the driver need not rewrite, and SQLite's ``?``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from psycopg import RawCursor
from sqlalchemy import Connection, Dialect, Executable

from core.db.engines import revived

Convert = Callable[[Any], Any]
KEPT = 1000
_NAMED = re.compile(r"%\((\w+)\)s")


class Record(tuple[Any, ...]):
    """A row that was read: its columns are attributes, all of them together ``_mapping``, as with SQLAlchemy's rows.

    Each statement has a class of its own (see :func:`record_type`).
    """

    _fields: tuple[str, ...] = ()

    @property
    def _mapping(self) -> Mapping[str, Any]:
        return {name: getattr(self, name) for name in self._fields}

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


class Recalled(Record):
    """A row put together from columns that are known already."""

    @classmethod
    def of(cls, columns: Mapping[str, Any]) -> Recalled:
        """The row with these columns."""
        made = cls()
        made.__dict__.update(columns)
        return made

    @property
    def _mapping(self) -> Mapping[str, Any]:
        return self.__dict__


def record_type(converted: Mapping[str, Convert | None]) -> type[Record]:
    """The class of rows with these columns in this order.

    Columns that need no conversion are read by index; the others are converted when they are first read, because a step
    reads a third of its columns.
    """
    columns = {
        name: property(itemgetter(place)) if convert is None else cached_property(partial(_converted, place, convert))
        for place, (name, convert) in enumerate(converted.items())
    }
    return type("Record", (Record,), {"_fields": tuple(converted), **columns})


def _converted(place: int, convert: Convert, record: Record) -> Any:
    return convert(record[place])


class Prepared:
    """A statement's text for one set of columns, and how values go out and come in."""

    def __init__(self, dialect: Dialect, statement: Executable, columns: Sequence[str] = ()) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=list(columns) or None)  # type: ignore[attr-defined]
        #: with named parameters where the driver knows them, else as it is sent
        self.source = str(compiled)
        self.text, order = (
            numbered(self.source) if compiled.positiontup is None else (self.source, compiled.positiontup)
        )
        self._fixed: dict[str, Any] = compiled.construct_params(dict.fromkeys(columns), _check=False)
        kinds = {name: parameter.type for name, parameter in compiled.binds.items()}
        self._out = [(name, _outward(kinds[name], dialect)) for name in order]
        selected = getattr(statement, "selected_columns", ())
        #: makes a row of the driver's
        self.record = record_type({column.key: _inward(column.type, dialect) for column in selected})

    def bound(self, values: Mapping[str, Any]) -> list[Any]:
        """The values of one row as the driver takes them."""
        row = {**self._fixed, **values}
        return [row[name] if convert is None else convert(row[name]) for name, convert in self._out]


def numbered(source: str, first: int = 1) -> tuple[str, list[str]]:
    """A text with ``$1`` and so on for its named parameters, and their names in that order."""
    order: list[str] = []

    def number(found: re.Match[str]) -> str:
        name = found[1]
        if name not in order:
            order.append(name)
        return f"${first + order.index(name)}"

    return _NAMED.sub(number, source).replace("%%", "%"), order


def _outward(kind: Any, dialect: Dialect) -> Convert | None:
    convert: Convert | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return convert


def _inward(kind: Any, dialect: Dialect) -> Convert | None:
    convert: Convert | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return convert


@lru_cache(maxsize=KEPT)
def prepared(dialect: Dialect, statement: Executable, columns: tuple[str, ...] = ()) -> Prepared:
    """The prepared form of a statement, kept by its identity: for statements of a module, not for those made anew each time."""
    return Prepared(dialect, statement, columns)


def raw_cursor(connection: Connection) -> Any:
    """A cursor of the driver that takes a prepared text and its values as they are."""
    if connection.dialect.name == "postgresql":
        return RawCursor(connection.connection.driver_connection)  # type: ignore[arg-type]
    return connection.connection.cursor()


def read_one(connection: Connection, statement: Executable, values: Mapping[str, Any]) -> Record | None:
    """The one row of a SELECT whose only parameters are ``values``; ``None`` where there is none."""
    found = read_all(connection, statement, values)
    return found[0] if found else None


def read_all(connection: Connection, statement: Executable, values: Mapping[str, Any]) -> list[Record]:
    """The rows of a SELECT whose only parameters are ``values``."""
    found = prepared(connection.dialect, statement, tuple(values))
    bound = found.bound(values)
    try:
        return _fetched(connection, found, bound)
    except Exception as error:
        if not revived(connection, error):
            raise
    return _fetched(connection, found, bound)


def _fetched(connection: Connection, found: Prepared, bound: list[Any]) -> list[Record]:
    cursor = raw_cursor(connection)
    try:
        cursor.execute(found.text, bound)
        return [found.record(row) for row in cursor.fetchall()]
    finally:
        cursor.close()
