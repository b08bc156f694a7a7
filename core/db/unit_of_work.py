"""The unit of work: one command, one transaction. The only place in the project that commits.

Leaving the block normally commits; leaving it by an exception rolls back. What must happen after the
commit (a nudge to the relay) is noted inside and done outside, and losing it is harmless.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

from core.db.writes import Writes, pipeline

READ = "motcua_read"


class Work(Session):
    """A session inside a unit of work: ``writes`` waits for its end, ``wake`` says that somebody must be woken then."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, expire_on_commit=False, autoflush=False)
        self.writes = Writes()
        self.wake = False
        self._core: Connection | None = None

    @property
    def core(self) -> Connection:
        """The transaction's connection, for statements on tables: a step is too frequent for the way through objects."""
        if self._core is None:
            self._core = self.connection()
        return self._core

    def send(self) -> None:
        """Sends the writes that wait, for those who read what they wrote before the unit of work ends."""
        if self.writes:
            with pipeline(self.core):
                self.writes.send(self.core)

    def conclude(self) -> None:
        """Sends the writes that wait and commits."""
        if not self.writes:
            self.commit()
            return
        self.flush()
        with pipeline(self.core):
            self.writes.send(self.core)
            # Committed on the driver's own connection: the session's commit would give the connection back to the
            # pool, and another thread could take it, before the pipeline has ended.
            self.core.connection.commit()
        self.commit()

    @property
    def on_sqlite(self) -> bool:
        """Whether the database is SQLite: asked only by the few functions where the two differ."""
        return self.core.dialect.name == "sqlite"


class UnitOfWork:
    """Opens units of work on one database. Callable: ``with unit_of_work() as work: …``"""

    def __init__(self, engine: Engine, after_commit: Callable[[], None] = lambda: None) -> None:
        self.engine = engine
        self._read_engine = engine.execution_options(**{READ: True})
        self._after_commit = after_commit

    @contextmanager
    def __call__(self) -> Iterator[Work]:
        """A unit of work that may write."""
        work = Work(self.engine)
        try:
            yield work
            work.conclude()
        except BaseException:
            work.rollback()
            raise
        finally:
            work.close()
        if work.wake:
            self._after_commit()

    @contextmanager
    def read(self) -> Iterator[Work]:
        """A unit of work that only reads: it never waits for a writer, and nothing it does is kept."""
        work = Work(self._read_engine)
        try:
            yield work
        finally:
            work.close()  # lets go of the rows first, so that what was read stays readable, then rolls back


def connect(url: str, **options: Any) -> Engine:
    """An engine for ``url``. SQLite: WAL, foreign keys on, writers take their lock at BEGIN and wait for it."""
    if url.startswith("sqlite"):
        options.setdefault("connect_args", {"timeout": 30, "check_same_thread": False})
        engine = create_engine(url, **options)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    options.setdefault("pool_size", 10)
    options.setdefault("max_overflow", 20)
    options.setdefault("pool_pre_ping", False)
    return create_engine(url, **options)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin on its own: see _begin_sqlite
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A deferred BEGIN that reads first and writes later fails at once when another writer came between.
    mode = "" if connection.get_execution_options().get(READ) else " IMMEDIATE"
    connection.exec_driver_sql(f"BEGIN{mode}")
