"""The base of all units of work: reads on one connection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, TypeVarTuple

from sqlalchemy import Connection, Engine, Executable, Result, ScalarResult, Select
from sqlalchemy.orm import Session

from core.db.engines import begin
from core.db.fast.prepared import Record, read_all

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class Reading:
    """A unit of work that reads. Its engine refuses every statement that changes something.

    ``transaction``: whether everything is read in one transaction; else each statement is a transaction of its own.
    """

    def __init__(self, engine: Engine, transaction: bool = False) -> None:
        #: whether the database is SQLite, for the few functions where the two databases differ
        self.on_sqlite = engine.dialect.name == "sqlite"
        self._engine = engine
        self._transaction = transaction
        self._opened: Connection | None = None
        self._objects: Session | None = None

    def connect(self) -> None:
        """Connects now. Raises :class:`DatabaseAway`, or :class:`SchemaMismatch` where the schema is not this release's."""
        _ = self._connection

    def use_one_snapshot(self) -> None:
        """One snapshot from here on (REPEATABLE READ). Called before the first query."""
        if not self.on_sqlite:  # a transaction of SQLite always reads one snapshot
            self._connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    def execute(self, statement: Select[*Ts], parameters: Mapping[str, Any] | None = None) -> Result[*Ts]:
        """The rows of a SELECT."""
        return self._session.execute(statement, parameters)

    def scalars(self, statement: Select[T, *tuple[Any, ...]]) -> ScalarResult[T]:
        """The first column of a SELECT's rows, which may be an object of a table."""
        return self._session.scalars(statement)

    def scalar(self, statement: Select[T, *tuple[Any, ...]]) -> T | None:
        """The first column of a SELECT's first row; ``None`` where there is none."""
        found: T | None = self._session.scalar(statement)
        return found

    def get(self, entity: type[T], key: Any) -> T | None:
        """The object of a table with this primary key."""
        return self._session.get(entity, key)

    def read_all(self, statement: Executable, values: Mapping[str, Any]) -> list[Record]:
        """The rows of a prepared SELECT whose only parameters are ``values``."""
        return read_all(self._connection, statement, values)

    def read_one(self, statement: Executable, values: Mapping[str, Any]) -> Record | None:
        """The one row of a prepared SELECT; ``None`` where there is none."""
        found = self.read_all(statement, values)
        return found[0] if found else None

    def close(self) -> None:
        """Detaches the objects that were read, which stay readable, and returns the connection."""
        if self._objects is not None:
            self._objects.close()
        if self._opened is not None:
            if self._lost():
                self._opened.invalidate()
            self._opened.close()
            self._opened = None

    @property
    def _connection(self) -> Connection:
        if self._opened is None:
            self._opened = self._open()
        return self._opened

    @property
    def _session(self) -> Session:
        # Created when needed: it costs a tenth of a step, and few steps need one.
        if self._objects is None:
            self._objects = Session(self._connection, expire_on_commit=False, autoflush=False)
        return self._objects

    def _open(self) -> Connection:
        return begin(self._engine) if self._transaction else self._engine.connect()

    def _lost(self) -> bool:
        """Whether the connection is closed and SQLAlchemy does not know it, so that the pool would hand it out again."""
        opened = self._opened
        if self.on_sqlite or opened is None or opened.invalidated:
            return False
        return bool(opened.connection.driver_connection.closed)  # type: ignore[union-attr]
