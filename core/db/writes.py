"""The writes of one unit of work, collected in order and sent together.

PostgreSQL gets them, and the COMMIT behind them, as a pipeline: one round trip for all instead of one each. SQLite has
no trips to save. A statement is compiled once for each set of columns it writes, and kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Dialect, Executable

from core.db.prepared import prepared

Values = Mapping[str, Any] | Sequence[Mapping[str, Any]]


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
    known = prepared(dialect, statement, tuple(rows[0]))
    if len(rows) == 1:
        cursor.execute(known.text, known.bound(rows[0]))
    else:
        cursor.executemany(known.text, [known.bound(row) for row in rows])
