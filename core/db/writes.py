"""The writes of one unit of work, collected in order and sent together.

PostgreSQL gets them, and the COMMIT behind them, as a pipeline: one round trip for all instead of one each. SQLite has
no trips to save. A statement is compiled once for each set of columns it writes, and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Dialect, Executable

Values = Mapping[str, Any] | Sequence[Mapping[str, Any]]
KEPT = 1000


class Writes:
    """Statements with their values; none of them returns anything anybody looks at."""

    def __init__(self) -> None:
        self._collected: list[tuple[Executable, Values]] = []

    def __bool__(self) -> bool:
        return bool(self._collected)

    def add(self, statement: Executable, values: Values) -> None:
        """Notes a statement; an empty list of values is nothing to do."""
        if values:
            self._collected.append((statement, values))

    def send(self, connection: Connection) -> None:
        """Executes everything, in the order it was noted."""
        collected, self._collected = self._collected, []
        cursor = connection.connection.cursor()
        try:
            for statement, values in collected:
                _execute(connection.dialect, cursor, statement, values)
        finally:
            cursor.close()


@contextmanager
def pipeline(connection: Connection) -> Iterator[None]:
    """What is sent inside is answered when the block ends; an error of any of it is raised there."""
    if connection.dialect.name != "postgresql":
        yield
        return
    driver: Any = connection.connection.driver_connection
    with driver.pipeline():
        yield


def _execute(dialect: Dialect, cursor: Any, statement: Executable, values: Values) -> None:
    rows = [values] if isinstance(values, Mapping) else values
    prepared = _prepared(dialect, statement, tuple(rows[0]))
    if len(rows) == 1:
        cursor.execute(prepared.text, prepared.bound(rows[0]))
    else:
        cursor.executemany(prepared.text, [prepared.bound(row) for row in rows])


class _Prepared:
    """A statement's text for one set of columns, and how each value is handed to the driver."""

    def __init__(self, dialect: Dialect, statement: Executable, columns: tuple[str, ...]) -> None:
        self._statement = statement  # kept alive: the statement's identity is its place among the prepared ones
        compiled: Any = statement.compile(dialect=dialect, column_keys=list(columns))  # type: ignore[attr-defined]
        self.text: str = str(compiled)
        self._fixed: dict[str, Any] = compiled.construct_params(dict.fromkeys(columns))
        self._order: Sequence[str] | None = compiled.positiontup
        self._convert: dict[str, Callable[[Any], Any]] = {}
        for name, parameter in compiled.binds.items():
            convert = parameter.type.dialect_impl(dialect).bind_processor(dialect)
            if convert is not None:
                self._convert[name] = convert

    def bound(self, values: Mapping[str, Any]) -> Any:
        """The values of one row as the driver takes them."""
        row = {**self._fixed, **values}
        for name, convert in self._convert.items():
            row[name] = convert(row[name])
        return row if self._order is None else [row[name] for name in self._order]


_kept: dict[tuple[int, str, tuple[str, ...]], _Prepared] = {}


def _prepared(dialect: Dialect, statement: Executable, columns: tuple[str, ...]) -> _Prepared:
    key = (id(statement), dialect.name, columns)
    if key not in _kept:
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[key] = _Prepared(dialect, statement, columns)
    return _kept[key]
