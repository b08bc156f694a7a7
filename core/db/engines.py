"""Engines of the two databases, set up alike wherever one is made."""

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
PATIENCE = 10  # seconds somebody waits for a lock of SQLite or for a free connection, then is asked to come again
# Seconds in the pool after which a connection is pinged: a pooler or firewall may have dropped it without a sign.
RESTED = 60.0
LOOK_SECONDS = 10.0  # how often a connection in use is asked for the schema's revision
# What the URL says wins. A server that is cut off is given up in seconds, not in the kernel's quarter of an hour.
_LINK = {
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}


def connect(url: str, **options: Any) -> Engine:
    """An engine for ``url``. SQLite: WAL, foreign keys on, writers take their lock at BEGIN and wait for it."""
    if url.startswith("sqlite"):
        options.setdefault("connect_args", {"timeout": PATIENCE, "check_same_thread": False})
        engine = create_engine(url, hide_parameters=True, **options)
        event.listen(engine, "do_connect", _private_file)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    options["connect_args"] = {**_LINK, **options.get("connect_args", {})}
    engine = create_engine(
        url, hide_parameters=True, pool_size=10, max_overflow=20, pool_timeout=PATIENCE, pool_use_lifo=True, **options
    )
    event.listen(engine, "connect", _prepare_postgresql)
    event.listen(engine, "checkin", _rest)
    event.listen(engine, "checkout", _refuse_dead)
    return engine


def expect(engine: Engine, judge: Callable[[str | None], None]) -> None:
    """Has ``judge`` look at the schema's revision when a connection is made, and again while it is in use, every few seconds.

    So nobody works on a database that was never migrated, or was migrated while this process ran. What ``judge`` raises
    reaches whoever takes the connection.
    """

    def look(connection: Any, record: Any, _proxy: Any) -> None:
        if monotonic() - record.info.get("looked_at", float("-inf")) >= LOOK_SECONDS:
            judge(_revision(connection))
            record.info["looked_at"] = monotonic()

    event.listen(engine, "checkout", look)


def _revision(connection: Any) -> str | None:
    """The revision the driver's own connection finds; ``None`` where nothing was ever migrated."""
    question = "SELECT version_num FROM alembic_version"
    if isinstance(connection, sqlite3.Connection):
        tables = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        found = connection.execute(question).fetchone() if tables else None
        return str(found[0]) if found else None
    from psycopg import OperationalError
    from psycopg.errors import UndefinedTable

    committing, connection.autocommit = connection.autocommit, True
    try:
        found = connection.execute(question).fetchone()
    except UndefinedTable:
        found = None
    except OperationalError as error:
        raise InvalidatePoolError("the connection died as it was taken") from error
    connection.autocommit = committing
    return str(found[0]) if found else None


def unlocked(engine: Engine) -> Engine | None:
    """A second engine whose statements are transactions of their own; ``None`` for SQLite, where it would save nothing.

    A pool of its own, because switching a connection there and back costs more than the statement's BEGIN.
    """
    if engine.dialect.name == "sqlite":
        return None
    url = engine.url.render_as_string(hide_password=False)
    return connect(url, isolation_level="AUTOCOMMIT", pool_reset_on_return=None)


def reading(engine: Engine) -> Engine:
    """The engine for those who only read."""
    read = engine.execution_options(**{READ: True})
    event.listen(read, "before_execute", _refuse_writes)
    if engine.dialect.name != "sqlite":
        event.listen(engine, "do_execute", _read_again)
    return read


def revived(connection: Connection, error: Exception) -> bool:
    """Whether a read that failed may be sent once more, on another connection: because its connection has died.

    Those who only read have no transaction, so nothing was begun that would have to be repeated. No check before the
    statement helps: the server may end after it.
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
    # Times then come as the office keeps them, and no row has to be converted (see ``core.db.base.UtcDateTime``).
    committing, connection.autocommit = connection.autocommit, True
    connection.execute("SET TIME ZONE 'UTC'")
    connection.autocommit = committing
    connection.prepare_threshold = 2
    connection.prepared_max = 400  # a few hundred statements make up the office, most of them of steps


def _private_file(_dialect: Any, _record: Any, arguments: list[Any], _options: Any) -> None:
    # SQLite makes a database that anybody of the machine may read, and gives its side files the rights of the database.
    path = arguments[0]
    if path and path != ":memory:" and not path.startswith("file:"):
        with suppress(OSError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _rest(_connection: Any, record: Any) -> None:
    record.info["rests_since"] = monotonic()


def _refuse_dead(connection: Any, record: Any, _proxy: Any) -> None:
    """Has a connection that died in the pool replaced before anybody uses it.

    A server that ends a connection says so on it, and nothing else is ever heard on one that rests: looking whether
    there is something to read costs no round trip, unlike a ping.
    """
    since = record.info.pop("rests_since", None)
    if since is None:
        return  # it was made this moment
    try:
        heard = connection.closed or _heard(connection.fileno())
        if not heard and monotonic() - since > RESTED:
            _ping(connection)
    except Exception as error:
        raise InvalidatePoolError("the connection died while it rested") from error
    if heard:
        raise InvalidatePoolError("the server closed the connection while it rested")


def _heard(socket: int) -> bool:
    waiting = poll()
    waiting.register(socket, POLLIN)
    return bool(waiting.poll(0))


def _ping(connection: Any) -> None:
    committing, connection.autocommit = connection.autocommit, True
    connection.execute("SELECT 1")
    connection.autocommit = committing


def begin(engine: Engine) -> Connection:
    """A connection in a transaction that has begun at the server as well, on a second connection where the first died.

    What a unit of work does cannot be repeated by anybody but its caller, so its first statement must not be what
    finds the connection dead. Left to itself the driver would send the same BEGIN before that statement.
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
    connection.isolation_level = None  # the driver must not begin on its own: see _begin_sqlite
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"busy_timeout={PATIENCE}000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A deferred BEGIN that reads first and writes later fails at once when another writer came between.
    mode = "" if connection.get_execution_options().get(READ) else " IMMEDIATE"
    connection.exec_driver_sql(f"BEGIN{mode}")
