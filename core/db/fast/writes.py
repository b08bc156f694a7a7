"""The writes of one unit of work, collected in order and sent together.

PostgreSQL gets them as one statement where it can, a row of commands in WITH: one round trip, parsed and planned once.
What cannot be said so goes out, with the COMMIT behind it, as a pipeline. SQLite has no trips to save.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple

from psycopg import errors
from sqlalchemy import Connection, Delete, Dialect, Executable, Insert

from core.db.fast.prepared import KEPT, Prepared, numbered, prepared, raw_cursor

Row = Mapping[str, Any]
Values = Row | Sequence[Row]
#: Commands in one statement at most: each set of commands is a text that both sides keep.
WIDEST = 12


class ConcurrentUpdate(Exception):
    """A row is no longer as it was read, or what was to be added is there: somebody was faster. Nothing was written."""


@contextmanager
def translate_conflicts() -> Iterator[None]:
    """Raises :class:`ConcurrentUpdate` for what the databases say when somebody else was faster; faults stay what they are."""
    try:
        yield
    except (errors.DivisionByZero, errors.UniqueViolation, errors.DeadlockDetected) as error:
        raise ConcurrentUpdate from error
    except sqlite3.IntegrityError as error:
        if error.sqlite_errorname not in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"):
            raise
        raise ConcurrentUpdate from error


class Write(NamedTuple):
    """A statement with its rows of values. ``must``: it has to find its row, or nothing is written at all."""

    statement: Executable
    rows: Sequence[Row]
    must: bool = False


class Writes:
    """Statements with their values; none of them returns anything anybody looks at."""

    def __init__(self) -> None:
        self._collected: list[Write] = []

    def __bool__(self) -> bool:
        return bool(self._collected)

    def add(self, statement: Executable, values: Values, must: bool = False) -> None:
        """Notes a statement; an empty list of values is nothing to do."""
        if values:
            rows = [values] if isinstance(values, Mapping) else values
            self._collected.append(Write(statement, rows, must))

    def send(self, connection: Connection) -> None:
        """Executes everything, in the order it was noted. Raises :class:`ConcurrentUpdate`."""
        collected, self._collected = self._collected, []
        cursor = raw_cursor(connection)
        try:
            for write in collected:
                _execute(connection, cursor, write)
        finally:
            cursor.close()

    def send_combined(self, connection: Connection) -> bool:
        """Executes everything as one statement where :func:`combinable` allows it; else says that it did nothing."""
        collected = self._collected
        found = _statement(connection.dialect, collected)
        if found is None:
            return False
        self._collected = []
        text, parts = found
        rows = [row for write in collected for row in write.rows]
        values = [value for part, row in zip(parts, rows, strict=True) for value in part.bound(row)]
        cursor = raw_cursor(connection)
        try:
            cursor.execute(text, values)
        finally:
            cursor.close()
        return True


def combinable(collected: Sequence[Write]) -> bool:
    """Whether PostgreSQL can do all of it in one statement.

    The commands of a WITH see the same snapshot and run in no order. So none may look at what another wrote, no row may
    be changed twice (the second change would be lost without a word), and none may come back that is deleted.
    """
    changed: set[Any] = set()
    grown: set[Any] = set()
    shrunk: set[Any] = set()
    for statement, rows, _ in collected:
        table = statement.table  # type: ignore[attr-defined]
        if isinstance(statement, Insert):
            if table in shrunk:
                return False
            grown.add(table)
            continue
        if len(rows) > 1 or table in changed or table in grown:
            return False
        changed.add(table)
        if isinstance(statement, Delete):
            shrunk.add(table)
    return sum(len(write.rows) for write in collected) <= WIDEST


@contextmanager
def pipeline(connection: Connection) -> Iterator[None]:
    """What is sent inside is answered when the block ends; an error of any of it is raised there."""
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
        cursor.execute(_join(((known, True),)), known.bound(write.rows[0]))
    else:
        cursor.execute(known.text, known.bound(write.rows[0]))
        if write.must and cursor.rowcount != 1:
            raise ConcurrentUpdate


Parts = tuple[tuple[Prepared, bool], ...]
#: of each write its statement, the columns of its rows, and whether it must find its row
Shape = tuple[tuple[Executable, tuple[tuple[str, ...], ...], bool], ...]


def _statement(dialect: Dialect, collected: Sequence[Write]) -> tuple[str, tuple[Prepared, ...]] | None:
    """The one statement for these writes, and what binds the values of its rows; ``None`` where there is none."""
    return _combined(dialect, tuple([(each.statement, tuple(map(tuple, each.rows)), each.must) for each in collected]))


@lru_cache(maxsize=KEPT)
def _combined(dialect: Dialect, shape: Shape) -> tuple[str, tuple[Prepared, ...]] | None:
    if not combinable(
        [Write(statement, [dict.fromkeys(row) for row in rows], must) for statement, rows, must in shape]
    ):
        return None
    parts = tuple((prepared(dialect, statement, row), must) for statement, rows, must in shape for row in rows)
    return _join(parts), tuple(part for part, _ in parts)


@lru_cache(maxsize=KEPT)
def _join(parts: Parts) -> str:
    """The text of commands that run as one statement, their parameters numbered on."""
    named, musts, used = [], [], 0
    for place, (part, must) in enumerate(parts):
        text, order = numbered(part.source, used + 1)
        used += len(order)
        if must:
            musts.append(f"count((SELECT 1 FROM w{place}))")
        named.append(f"w{place} AS ({text}{' RETURNING 1' if must else ''})")
    # PostgreSQL runs what the main query reads before everything else. Where a row was not found, the division fails
    # and with it the whole statement.
    return f"WITH {', '.join(named)} SELECT 1 / ({' * '.join(musts) or '1'})"
