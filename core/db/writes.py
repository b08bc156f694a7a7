"""The writes of one unit of work, noted in order and sent together.

PostgreSQL gets them as one statement where possible (:mod:`core.db.fast.combined`), else together with the COMMIT as a
pipeline. SQLite has no round trips to save.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Connection, Executable

from core.db.conflicts import ConcurrentUpdate
from core.db.fast.combined import Command, Shape, combined, joined
from core.db.fast.prepared import prepared, raw_cursor

Row = Mapping[str, Any]
Values = Row | Sequence[Row]


class Write(NamedTuple):
    """A statement with its rows of values."""

    statement: Executable
    rows: Sequence[Row]
    #: whether it has to find its row; if it does not, nothing is written at all
    must: bool = False

    @property
    def shape(self) -> Shape:
        return Shape(self.statement, tuple([tuple(row) for row in self.rows]), self.must)


class Writes:
    """Statements with their values; what they return is not read."""

    def __init__(self) -> None:
        self._noted: list[Write] = []

    def __bool__(self) -> bool:
        return bool(self._noted)

    def add(self, statement: Executable, values: Values, must: bool = False) -> None:
        """Notes a statement; an empty list of values is nothing to do."""
        if values:
            rows = [values] if isinstance(values, Mapping) else values
            self._noted.append(Write(statement, rows, must))

    def send(self, connection: Connection) -> None:
        """Executes everything, in the order it was noted. Raises :class:`ConcurrentUpdate`."""
        noted, self._noted = self._noted, []
        cursor = raw_cursor(connection)
        try:
            for write in noted:
                _execute(connection, cursor, write)
        finally:
            cursor.close()

    def send_combined(self, connection: Connection) -> bool:
        """Executes everything as one statement where that is possible, and says whether it did; if not, it did nothing."""
        found = combined(connection.dialect, tuple([write.shape for write in self._noted]))
        if found is None:
            return False
        rows = [row for write in self._noted for row in write.rows]
        self._noted = []
        values = [value for part, row in zip(found.parts, rows, strict=True) for value in part.bound(row)]
        cursor = raw_cursor(connection)
        try:
            cursor.execute(found.text, values)
        finally:
            cursor.close()
        return True


@contextmanager
def pipeline(connection: Connection) -> Iterator[None]:
    """A pipeline of PostgreSQL: results are received, and errors raised, when the block ends."""
    if connection.dialect.name != "postgresql":
        yield
        return
    driver: Any = connection.connection.driver_connection
    with driver.pipeline():
        yield


def _execute(connection: Connection, cursor: Any, write: Write) -> None:
    known = prepared(connection.dialect, write.statement, tuple(write.rows[0]))
    if len(write.rows) > 1:
        cursor.executemany(known.text, [known.bound(row) for row in write.rows])
    elif write.must and connection.dialect.name == "postgresql":
        # inside a pipeline the driver reports no row counts: the statement itself has to fail
        cursor.execute(joined((Command(known, must=True),)), known.bound(write.rows[0]))
    else:
        cursor.execute(known.text, known.bound(write.rows[0]))
        if write.must and cursor.rowcount != 1:
            raise ConcurrentUpdate
