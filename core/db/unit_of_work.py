"""The unit of work: one command, one transaction. The only place in the project that commits.

Leaving the block normally commits; leaving it by an exception rolls back. What must happen after the commit (waking the
relay because something is due) is noted inside and done outside, and losing it is harmless. A database that is unreachable,
busy or full raises errors of the office (:mod:`core.db.faults`), which doors and workers handle alike.

Three types, each a subclass of the one before: :class:`Reading` can only read; :class:`Attempt` may note writes that are
sent together at its end; :class:`Work` is a transaction in which anything may be written at once. So a function's signature
says what it can do to the database, and a command that runs without locks is never written in part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, CursorResult, Engine, Update
from sqlalchemy.orm import Session

from core.db import schema
from core.db.conflicts import ConcurrentUpdate, translate_conflicts
from core.db.engines import check_revision_on, reading, unlocked
from core.db.faults import translate_db_errors
from core.db.reading import Reading
from core.db.writes import Writes, pipeline
from core.errors.database import DatabaseAway

T = TypeVar("T")
A = TypeVar("A", bound="Attempt")


class Attempt(Reading):
    """A command without locks: rows it reads may change meanwhile, so it only notes writes, which are checked when sent.

    They are sent as one statement or one transaction when the command ends (:class:`core.db.writes.Writes`).
    """

    #: whether rows that are read to be changed are locked
    locking = False

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, transaction=self.locking)
        self.writes = Writes()
        #: whether to wake the relay after the commit, because calls or timers are due
        self.notify_relay = False
        #: whether a write was sent: it may then have taken effect, whatever error follows
        self.sent = False
        #: whether something was taken from memory instead of the database
        self.recalled = False
        #: called after the commit, for what this process keeps in memory
        self.after_commit: list[Callable[[], None]] = []
        #: called last before the end, so that what they lock is locked as briefly as possible
        self.closing: list[Callable[[], None]] = []

    def conclude(self) -> None:
        """Sends the noted writes. Raises :class:`ConcurrentUpdate`."""
        for last in self.closing:
            last()
        self._send_all()

    def undo(self) -> None:
        """Drops the noted writes, and rolls back those that were sent."""
        self.writes = Writes()
        if self._opened is not None:
            if self._lost():
                self._opened.invalidate()
            self._opened.rollback()

    def _send_all(self) -> None:
        if not self.writes:
            return
        self.sent = True
        with translate_conflicts():
            if self.on_sqlite or not self.writes.send_combined(self._connection):
                with pipeline(self._connection), self._committing():
                    self.writes.send(self._connection)

    @contextmanager
    def _committing(self) -> Iterator[None]:
        """The writes inside are one transaction, begun by the driver itself."""
        driver: Any = self._connection.connection.driver_connection
        with driver.transaction():
            yield


class Work(Attempt):
    """A transaction: rows that are read to be changed are locked, and anything may be written at once."""

    locking = True

    @property
    def connection(self) -> Connection:
        """The transaction's connection, for statements on tables."""
        return self._connection

    @property
    def session(self) -> Session:
        """The transaction's session, for objects of tables."""
        return self._session

    def update(self, statement: Update) -> int:
        """Executes an UPDATE now, and says how many rows it changed."""
        return cast("CursorResult[Any]", self._session.execute(statement)).rowcount

    def send(self) -> None:
        """Sends the noted writes now, for commands that read again what they wrote."""
        if self.writes:
            self.sent = True
            with translate_conflicts(), pipeline(self._connection):
                self.writes.send(self._connection)

    def conclude(self) -> None:
        """Sends the noted writes and commits. Raises :class:`ConcurrentUpdate`."""
        if self._objects is not None:
            self._objects.flush()
        if self.closing:
            self.send()  # earlier, so that nothing has to be waited for while the last lock is held
        super().conclude()
        if self._opened is not None:
            self._opened.commit()

    @contextmanager
    def _committing(self) -> Iterator[None]:
        # On the connection of the driver: inside a pipeline SQLAlchemy would check the state of a transaction whose
        # results have not arrived.
        yield
        self._connection.connection.commit()


class UnitOfWork:
    """Opens units of work on one database. Callable: ``with unit_of_work() as work: …``"""

    def __init__(self, engine: Engine, notify_relay: Callable[[], None] = lambda: None) -> None:
        self.engine = engine
        self._unlocked = unlocked(engine)
        for one in (engine, self._unlocked):
            if one is not None:
                check_revision_on(one, schema.require_current)
        # PostgreSQL reads without a transaction: it would see no more than single statements do, cost two round trips,
        # and its ROLLBACK would make the driver forget every prepared statement.
        self.reading = reading(self._unlocked or engine)
        self._snapshots = reading(engine)
        self._notify_relay = notify_relay

    def dispose(self) -> None:
        """Closes every connection."""
        self.engine.dispose()
        if self._unlocked is not None:
            self._unlocked.dispose()

    def __call__(self) -> AbstractContextManager[Work]:
        """A unit of work that may write."""
        return self._open(Work(self.engine))

    def attempt(self, command: Callable[[Attempt], T]) -> T:
        """Runs a command of one dossier without locks, and again with locks if somebody else changed the dossier meanwhile.

        Reads without locks and writes in one statement save half of the round trips. What is read comes from one
        snapshot, or from memory, and the writes check that it is still so: no update is lost, the first of two wins. A
        command that is refused after it read from memory runs again, too.
        """
        if self._unlocked is not None:
            work = Attempt(self.reading)
            try:
                with self._open(work):
                    return command(work)
            except ConcurrentUpdate:
                pass
            except DatabaseAway:
                if work.sent:
                    raise  # the writes may have taken effect; a command that has only read runs again
            except Exception:
                if not work.recalled:
                    raise
        with self() as work:
            return command(work)

    @contextmanager
    def _open(self, work: A) -> Iterator[A]:
        with translate_db_errors():
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
    def snapshot(self) -> Iterator[Reading]:
        """A unit of work that reads everything from one snapshot."""
        with self._closing(Reading(self._snapshots, transaction=True)) as work:
            work.use_one_snapshot()
            yield work

    @contextmanager
    def read(self) -> Iterator[Reading]:
        """A unit of work that reads; it never waits for a writer."""
        with self._closing(Reading(self.reading, transaction=self._unlocked is None)) as work:
            yield work

    @staticmethod
    @contextmanager
    def _closing(work: Reading) -> Iterator[Reading]:
        with translate_db_errors():
            try:
                yield work
            finally:
                work.close()
