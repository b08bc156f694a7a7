"""The unit of work: one command, one transaction. The only place in the project that commits.

Leaving the block normally commits; leaving it by an exception rolls back. What must happen after the
commit (a nudge to the relay) is noted inside and done outside, and losing it is harmless.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

from core.db.writes import Overtaken, Writes, pipeline, told_apart

READ = "motcua_read"
T = TypeVar("T")


class Work(Session):
    """A session inside a unit of work: ``writes`` waits for its end, ``wake`` says that somebody must be woken then.

    The connection is the unit's own and the session's objects, where there are any, go over it too: a step is too
    frequent for the way through objects, and pays nothing for a session it does not use.
    """

    def __init__(self, engine: Engine, locking: bool = True) -> None:
        super().__init__(engine, expire_on_commit=False, autoflush=False)
        #: whether what is read to be changed is locked; else each statement is a transaction of its own
        self.locking = locking
        self.writes = Writes()
        self.wake = False
        self._engine = engine
        self._core: Connection | None = None

    @property
    def core(self) -> Connection:
        """The transaction's connection, for statements on tables."""
        if self._core is None:
            self._core = self._engine.connect()
            self._core.begin()
        return self._core

    def get_bind(self, *_: Any, **__: Any) -> Connection:
        """Where the session's statements go."""
        return self.core

    def send(self) -> None:
        """Sends the writes that wait, for those who read what they wrote before the unit of work ends."""
        if self.writes:
            with told_apart(), pipeline(self.core):
                self.writes.send(self.core)

    def conclude(self) -> None:
        """Sends the writes that wait and commits. Raises :class:`Overtaken`."""
        if self.in_transaction():
            self.flush()
        with told_apart():
            self._send_all()
        if self._core is not None:
            self._core.commit()

    def _send_all(self) -> None:
        if self.writes and not self.on_sqlite and self.writes.combined:
            self.writes.send_combined(self.core)
        elif self.writes:
            with pipeline(self.core), self._driver_transaction():
                self.writes.send(self.core)

    @contextmanager
    def _driver_transaction(self) -> Iterator[None]:
        # On the driver's own connection: inside a pipeline SQLAlchemy would look at a transaction whose answers have
        # not come.
        if self.locking:
            yield
            self.core.connection.commit()
        else:
            driver: Any = self.core.connection.driver_connection
            with driver.transaction():
                yield

    def undo(self) -> None:
        """Rolls everything back."""
        self.writes = Writes()
        if self._core is not None:
            self._core.rollback()

    def close(self) -> None:
        """Lets go of what was read, so that it stays readable, and of the connection."""
        super().close()
        if self._core is not None:
            self._core.close()
            self._core = None

    @property
    def on_sqlite(self) -> bool:
        """Whether the database is SQLite: asked only by the few functions where the two differ."""
        return self.core.dialect.name == "sqlite"


class UnitOfWork:
    """Opens units of work on one database. Callable: ``with unit_of_work() as work: …``"""

    def __init__(self, engine: Engine, after_commit: Callable[[], None] = lambda: None) -> None:
        self.engine = engine
        self._read_engine = engine.execution_options(**{READ: True})
        on_sqlite = engine.dialect.name == "sqlite"
        self._free_engine = None if on_sqlite else engine.execution_options(isolation_level="AUTOCOMMIT")
        self._after_commit = after_commit

    def __call__(self) -> AbstractContextManager[Work]:
        """A unit of work that may write."""
        return self._open(self.engine)

    def attempt(self, command: Callable[[Work], T]) -> T:
        """Does a command of one dossier as if nobody else were there, and where somebody was, once more under locks.

        Reads without locks and writes in one statement save half of the round trips. What is read comes from one
        snapshot and what is written is checked against it, so nothing can be lost: the first of two wins.
        """
        if self._free_engine is not None:
            try:
                with self._open(self._free_engine, locking=False) as work:
                    return command(work)
            except Overtaken:
                pass
        with self() as work:
            return command(work)

    @contextmanager
    def _open(self, engine: Engine, locking: bool = True) -> Iterator[Work]:
        work = Work(engine, locking)
        try:
            yield work
            work.conclude()
        except BaseException:
            work.undo()
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
            work.close()


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
