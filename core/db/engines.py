"""Engines of the two databases, set up alike wherever one is made."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, Engine, UpdateBase, create_engine, event

READ = "motcua_read"


def connect(url: str, **options: Any) -> Engine:
    """An engine for ``url``. SQLite: WAL, foreign keys on, writers take their lock at BEGIN and wait for it."""
    if url.startswith("sqlite"):
        options.setdefault("connect_args", {"timeout": 30, "check_same_thread": False})
        engine = create_engine(url, **options)
        event.listen(engine, "do_connect", _private_file)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(url, pool_size=10, max_overflow=20, pool_use_lifo=True, **options)
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


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
    return read


def _refuse_writes(_connection: Connection, statement: Any, *_: Any) -> None:
    if isinstance(statement, UpdateBase):
        raise TypeError("a unit of work that only reads cannot write")


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


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin on its own: see _begin_sqlite
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A deferred BEGIN that reads first and writes later fails at once when another writer came between.
    mode = "" if connection.get_execution_options().get(READ) else " IMMEDIATE"
    connection.exec_driver_sql(f"BEGIN{mode}")
