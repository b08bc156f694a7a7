"""The unit of work: one command, one transaction. The only place in the project that commits.

Leaving the block normally commits; leaving it by an exception rolls back. What must happen after the
commit (a nudge to the relay) is noted inside and done outside, and losing it is harmless. A database that is away,
busy or full is told as what it is (:mod:`core.db.faults`), to the doors and to the workers alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from core.db import schema
from core.db.engines import begin, expect, reading, unlocked
from core.db.faults import judged
from core.db.writes import ConcurrentUpdate, Writes, pipeline, translate_conflicts
from core.errors.database import DatabaseAway

T = TypeVar("T")


# To its users a unit of work is a session; making one costs a tenth of a step, and few steps need one.
if TYPE_CHECKING:
    _Objects = Session
else:
    _Objects = object


class Work(_Objects):
    """A session inside a unit of work: ``writes`` waits for its end, ``notify_relay`` says that somebody must be woken then, and
    ``after_commit`` what this process may remember once it is true.

    The connection is the unit's own; the session over it is made when somebody asks for one.
    """

    def __init__(self, engine: Engine, locking: bool = True) -> None:
        #: whether what is read to be changed is locked; else each statement is a transaction of its own
        self.locking = locking
        self.writes = Writes()
        self.notify_relay = False
        #: whether a write has left, so that it may have been done whatever happens next
        self.sent = False
        #: whether something was taken from memory instead of the database
        self.recalled = False
        self.after_commit: list[Callable[[], None]] = []
        #: what is done last of all before the end, so that what it locks is held for no time
        self.closing: list[Callable[[], None]] = []
        #: whether the database is SQLite: asked only by the few functions where the two differ
        self.on_sqlite = engine.dialect.name == "sqlite"
        self._engine = engine
        self._core: Connection | None = None
        self._session: Session | None = None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if self._session is None:
            self._session = Session(self.core, expire_on_commit=False, autoflush=False)
        return getattr(self._session, name)

    @property
    def core(self) -> Connection:
        """The transaction's connection, for statements on tables."""
        if self._core is None:
            self._core = begin(self._engine) if self.locking else self._engine.connect()
        return self._core

    def send(self) -> None:
        """Sends the writes that wait, for those who read what they wrote before the unit of work ends."""
        if self.writes:
            self.sent = True
            with translate_conflicts(), pipeline(self.core):
                self.writes.send(self.core)

    def conclude(self) -> None:
        """Sends the writes that wait and commits. Raises :class:`ConcurrentUpdate`."""
        if self._session is not None:
            self._session.flush()
        if self.closing:
            if self.locking:
                self.send()  # so that nothing is waited for once the last lock is held
            for last in self.closing:
                last()
        if self.writes:
            self.sent = True
            with translate_conflicts():
                self._send_all()
        if self.locking and self._core is not None:
            self._core.commit()

    def _send_all(self) -> None:
        if self.on_sqlite or not self.writes.send_combined(self.core):
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
            if self._lost():
                self._core.invalidate()
            self._core.rollback()

    def close(self) -> None:
        """Lets go of what was read, so that it stays readable, and of the connection."""
        if self._session is not None:
            self._session.close()
        if self._core is not None:
            if self._lost():
                self._core.invalidate()
            self._core.close()
            self._core = None

    def _lost(self) -> bool:
        """Whether the server went away without SQLAlchemy's knowledge, so that the pool would hand it out again."""
        core = self._core
        if self.on_sqlite or core is None or core.invalidated:
            return False
        return bool(core.connection.driver_connection.closed)  # type: ignore[union-attr]


class UnitOfWork:
    """Opens units of work on one database. Callable: ``with unit_of_work() as work: …``"""

    def __init__(self, engine: Engine, notify_relay: Callable[[], None] = lambda: None) -> None:
        self.engine = engine
        self._unlocked = unlocked(engine)
        for one in (engine, self._unlocked):
            if one is not None:
                expect(one, schema.judge)
        # PostgreSQL reads without a transaction: it would see no more than single statements do, cost two round trips,
        # and its ROLLBACK would make the driver forget every prepared statement.
        self.reading = reading(self._unlocked or engine)
        self._transacting = reading(engine)
        self._notify_relay = notify_relay

    def dispose(self) -> None:
        """Closes every connection."""
        self.engine.dispose()
        if self._unlocked is not None:
            self._unlocked.dispose()

    def __call__(self) -> AbstractContextManager[Work]:
        """A unit of work that may write."""
        return self._open(Work(self.engine))

    def attempt(self, command: Callable[[Work], T]) -> T:
        """Does a command of one dossier as if nobody else were there, and where somebody was, once more under locks.

        Reads without locks and writes in one statement save half of the round trips. What is read comes from one
        snapshot, or from memory, and what is written is checked against it, so nothing can be lost: the first of two
        wins. A refusal that rests on memory is not believed either.
        """
        if self._unlocked is not None:
            work = Work(self._unlocked, locking=False)
            try:
                with self._open(work):
                    return command(work)
            except ConcurrentUpdate:
                pass
            except DatabaseAway:
                if work.sent:
                    raise  # it may have been done; what was only read is read again
            except Exception:
                if not work.recalled:
                    raise
        with self() as work:
            return command(work)

    @contextmanager
    def _open(self, work: Work) -> Iterator[Work]:
        with judged():
            try:
                yield work
                work.conclude()
            except BaseException:
                work.undo()
                raise
            finally:
                work.close()
        for remember in work.after_commit:
            remember()
        if work.notify_relay:
            self._notify_relay()

    @contextmanager
    def snapshot(self) -> Iterator[Work]:
        """A unit of work that only reads, and sees everything as it was at one moment."""
        work = Work(self._transacting)
        with judged():
            try:
                if not work.on_sqlite:  # which sees one moment in every transaction
                    work.core.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                yield work
            finally:
                work.close()

    @contextmanager
    def read(self) -> Iterator[Work]:
        """A unit of work that only reads: it never waits for a writer, and nothing it does is kept."""
        work = Work(self.reading, locking=self._unlocked is None)
        with judged():
            try:
                yield work
            finally:
                work.close()
