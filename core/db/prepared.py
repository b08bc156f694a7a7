"""Statements compiled once and handed straight to the driver: for the few that run at every click.

The text, the types and their conversions are SQLAlchemy's own; what is left out is what it does anew at each execution.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Executable

Convert = Callable[[Any], Any]
KEPT = 1000


class Record:
    """A row that was read: its columns are attributes, all of them together ``_mapping``, as with SQLAlchemy's rows."""

    __slots__ = ("_mapping",)

    def __init__(self, mapping: dict[str, Any]) -> None:
        self._mapping = mapping

    def __getattr__(self, name: str) -> Any:
        try:
            return self._mapping[name]
        except KeyError:
            raise AttributeError(name) from None


class Prepared:
    """A statement's text for one set of columns, and how values go out and come in."""

    def __init__(self, dialect: Dialect, statement: Executable, columns: Sequence[str] = ()) -> None:
        self._statement = statement  # kept alive: its identity is its place among the prepared ones
        compiled: Any = statement.compile(dialect=dialect, column_keys=list(columns) or None)  # type: ignore[attr-defined]
        self.text = str(compiled)
        self._fixed: dict[str, Any] = compiled.construct_params(dict.fromkeys(columns), _check=False)
        self._order: Sequence[str] | None = compiled.positiontup
        binds = ((name, parameter.type) for name, parameter in compiled.binds.items())
        self._out = {name: convert for name, kind in binds if (convert := _outward(kind, dialect))}
        selected = list(getattr(statement, "selected_columns", ()))
        self._names = [column.key for column in selected]
        self._in = [
            (place, convert)
            for place, column in enumerate(selected)
            if (convert := column.type.dialect_impl(dialect).result_processor(dialect, None))
        ]

    def bound(self, values: Mapping[str, Any]) -> Any:
        """The values of one row as the driver takes them."""
        row = {**self._fixed, **values}
        for name, convert in self._out.items():
            row[name] = convert(row[name])
        return row if self._order is None else [row[name] for name in self._order]

    def record(self, row: Sequence[Any]) -> Record:
        """A row of the driver as the office reads it."""
        values = list(row)
        for place, convert in self._in:
            values[place] = convert(values[place])
        return Record(dict(zip(self._names, values, strict=True)))


def _outward(kind: Any, dialect: Dialect) -> Convert | None:
    convert: Convert | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return convert


_kept: dict[tuple[int, str, tuple[str, ...]], Prepared] = {}


def prepared(dialect: Dialect, statement: Executable, columns: tuple[str, ...] = ()) -> Prepared:
    """The prepared form of a statement that lives as long as the module it stands in."""
    key = (id(statement), dialect.name, columns)
    if key not in _kept:
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[key] = Prepared(dialect, statement, columns)
    return _kept[key]


def read_one(connection: Connection, statement: Executable, values: Mapping[str, Any]) -> Record | None:
    """The one row of a SELECT whose only parameters are ``values``; ``None`` where there is none."""
    found = prepared(connection.dialect, statement, tuple(values))
    cursor = connection.connection.cursor()
    try:
        cursor.execute(found.text, found.bound(values))
        row = cursor.fetchone()
    finally:
        cursor.close()
    return found.record(row) if row is not None else None
