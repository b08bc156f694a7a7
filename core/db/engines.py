"""Engines of the two databases, with the same settings wherever one is created."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from select import POLLIN, poll
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import InvalidatePoolError

from core.db.faults import as_core_error
from core.errors.database import DatabaseAway

READ = "motcua_read"
LOCK_TIMEOUT = 10  # seconds to wait for a lock of SQLite or for a free connection; then the error "database busy"
IDLE_SECONDS = 60.0  # idle time after which a connection is pinged: a pooler or firewall may have dropped it silently
SCHEMA_CHECK_SECONDS = 10.0  # how often the schema's revision is checked on a connection in use
# The URL may override these. A server that cannot be reached is given up in seconds, not in the kernel's quarter of an hour.
_CONNECTION_OPTIONS = {
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}


def connect(url: str, **options: Any) -> Engine:
    """An engine for ``url``. SQLite: WAL, foreign keys on, a writing transaction takes its lock at BEGIN."""
    if url.startswith("sqlite"):
        options.setdefault("connect_args", {"timeout": LOCK_TIMEOUT, "check_same_thread": False})
        engine = create_engine(url, hide_parameters=True, **options)
        event.listen(engine, "do_connect", _private_file)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    options["connect_args"] = {**_CONNECTION_OPTIONS, **options.get("connect_args", {})}
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=10,
        max_overflow=20,
        pool_timeout=LOCK_TIMEOUT,
        pool_use_lifo=True,
        **options,
    )
    event.listen(engine, "connect", _prepare_postgresql)
    event.listen(engine, "checkin", _note_idle_since)
    event.listen(engine, "checkout", _replace_dead)
    return engine


def check_revision_on(engine: Engine, check: Callable[[str | None], None]) -> None:
    """Calls ``check`` with the schema's revision for each new connection, and every few seconds for one in use.

    So nothing works on a database that was not migrated, or is migrated while this process runs. Whoever connects gets the
    error that ``check`` raises.
    """

    def look(connection: Any, record: Any, _proxy: Any) -> None:
        if monotonic() - record.info.get("checked_at", float("-inf")) >= SCHEMA_CHECK_SECONDS:
            check(_revision(connection))
            record.info["checked_at"] = monotonic()

    event.listen(engine, "checkout", look)


def _revision(connection: Any) -> str | None:
    """The revision of the database, read on a connection of the driver; ``None`` if it was never migrated."""
    query = "SELECT version_num FROM alembic_version"
    if isinstance(connection, sqlite3.Connection):
        tables = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        found = connection.execute(query).fetchone() if tables else None
        return str(found[0]) if found else None
    from psycopg import OperationalError
    from psycopg.errors import UndefinedTable

    autocommit, connection.autocommit = connection.autocommit, True
    try:
        found = connection.execute(query).fetchone()
    except UndefinedTable:
        found = None
    except OperationalError as error:
        raise InvalidatePoolError("the connection was lost when it was taken from the pool") from error
    connection.autocommit = autocommit
    return str(found[0]) if found else None


def unlocked(engine: Engine) -> Engine | None:
    """A second engine, in autocommit mode; ``None`` for SQLite, where it would save nothing.

    It has a pool of its own, because switching the mode of a connection and back costs more than the BEGIN that is saved.
    """
    if engine.dialect.name == "sqlite":
        return None
    url = engine.url.render_as_string(hide_password=False)
    return connect(url, isolation_level="AUTOCOMMIT", pool_reset_on_return=None)


def reading(engine: Engine) -> Engine:
    """The engine for units of work that only read; it refuses every other statement."""
    read = engine.execution_options(**{READ: True})
    event.listen(read, "before_execute", _refuse_writes)
    if engine.dialect.name != "sqlite":
        event.listen(engine, "do_execute", _read_again)
    return read


def revived(connection: Connection, error: Exception) -> bool:
    """Whether a read that failed may be sent once more, on a new connection: the connection was lost, and outside of
    transactions nothing was begun. No check before a statement can exclude that the server ends during the statement.
    """
    if connection.dialect.name == "sqlite" or not connection.get_execution_options().get(READ):
        return False
    if connection.invalidated or not isinstance(as_core_error(error), DatabaseAway):
        return False
    connection.invalidate()
    connection.rollback()
    return True


def _read_again(cursor: Any, statement: str, parameters: Any, context: Any) -> bool:
    try:
        context.dialect.do_execute(cursor, statement, parameters, context)
    except Exception as error:
        connection = context.root_connection
        if not revived(connection, error):
            raise
        context.cursor = connection.connection.cursor()
        context.dialect.do_execute(context.cursor, statement, parameters, context)
    return True


def _refuse_writes(_connection: Connection, statement: Any, *_: Any) -> None:
    if not getattr(statement, "is_select", False):
        raise TypeError("only a SELECT can be executed here: an attempt notes its writes, a reading has none")


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    # Times then arrive in UTC, and no row has to be converted (see ``core.db.base.UtcDateTime``).
    autocommit, connection.autocommit = connection.autocommit, True
    connection.execute("SET TIME ZONE 'UTC'")
    connection.autocommit = autocommit
    connection.prepare_threshold = 2
    connection.prepared_max = 400  # the program has a few hundred statements


def _private_file(_dialect: Any, _record: Any, arguments: list[Any], _options: Any) -> None:
    # SQLite would create a file that every account of the machine can read; its WAL files get the permissions of that file.
    path = arguments[0]
    if path and path != ":memory:" and not path.startswith("file:"):
        with suppress(OSError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _note_idle_since(_connection: Any, record: Any) -> None:
    record.info["idle_since"] = monotonic()


def _replace_dead(connection: Any, record: Any, _proxy: Any) -> None:
    """Makes the pool replace a connection that was lost while it was idle, before it is used.

    A server that closes a connection sends a message on it, and it sends nothing else on an idle one: checking whether there
    is something to read costs no round trip, unlike a ping.
    """
    since = record.info.pop("idle_since", None)
    if since is None:
        return  # a new connection
    try:
        closed = connection.closed or _is_readable(connection.fileno())
        if not closed and monotonic() - since > IDLE_SECONDS:
            _ping(connection)
    except Exception as error:
        raise InvalidatePoolError("the connection was lost while it was idle") from error
    if closed:
        raise InvalidatePoolError("the server closed the connection while it was idle")


def _is_readable(socket: int) -> bool:
    waiting = poll()
    waiting.register(socket, POLLIN)
    return bool(waiting.poll(0))


def _ping(connection: Any) -> None:
    autocommit, connection.autocommit = connection.autocommit, True
    connection.execute("SELECT 1")
    connection.autocommit = autocommit


def begin(engine: Engine) -> Connection:
    """A connection with a transaction that has begun at the server as well; if the connection was lost, a second one.

    A unit of work cannot be repeated here, only by its caller, so a lost connection must be noticed before its first
    statement. The driver alone would send the same BEGIN together with that statement.
    """
    connection = engine.connect()
    try:
        connection.begin()
        _begin_postgresql(connection)
    except Exception as error:
        if engine.dialect.name == "sqlite" or not isinstance(as_core_error(error), DatabaseAway):
            connection.close()
            raise
        connection.invalidate()
        connection.rollback()
        connection.begin()
    return connection


def _begin_postgresql(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        return
    from psycopg import OperationalError, pq

    server = connection.connection.driver_connection.pgconn  # type: ignore[union-attr]
    if server.exec_(b"BEGIN").status != pq.ExecStatus.COMMAND_OK:
        raise OperationalError(server.get_error_message())


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself: see _begin_sqlite
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"busy_timeout={LOCK_TIMEOUT}000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # After a deferred BEGIN, a transaction that reads first and writes later fails if another one has written in between.
    mode = "" if connection.get_execution_options().get(READ) else " IMMEDIATE"
    connection.exec_driver_sql(f"BEGIN{mode}")
