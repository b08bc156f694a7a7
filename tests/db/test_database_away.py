"""A database that drops its connections, restarts, is held by another program or is full: nobody's fault, and soon over."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import exc, insert, literal, make_url, select

from core.db import engines, faults
from core.db.base import table_of
from core.db.models import CodeCounter
from core.db.unit_of_work import Attempt
from core.errors.database import (
    DatabaseAway,
    DatabaseBusy,
    DatabaseRefused,
    DatabaseUnknown,
    ServiceUnavailable,
    StorageFull,
)
from core.errors.requests import NotFound
from core.services.cases.cases import _PLAIN
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.units import NewUnit
from core.settings import Settings
from tests.support import offices, postgres
from tests.support.clock import TestClock
from tests.support.processes import start, stop, wait_until

on_postgresql = pytest.mark.parametrize("database_kind", ["postgresql"])


def drop_connections(url: str) -> int:
    """Ends every connection to the database, as an operator, a restart or a pooler does."""
    with psycopg.connect(postgres.libpq(url), autocommit=True) as operator:
        found = operator.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchone()
    assert found is not None
    return int(found[0])


def used(office: Office) -> None:
    """Every kind of connection the office keeps: reading, writing, writing without locks."""
    work = office.context.work
    with work.read() as one:
        one.scalar(select(literal(1)))
    with work() as one:
        one.scalar(select(literal(1)))
    work.attempt(lambda one: one.scalar(select(literal(1))))


@on_postgresql
def test_connections_that_died_at_rest_are_replaced_unseen(office: Office, database_url: str) -> None:
    for _ in range(3):
        used(office)
        assert drop_connections(database_url) >= 2
        time.sleep(0.1)  # the farewell has to arrive
    used(office)


@on_postgresql
def test_connections_that_die_as_they_are_taken_are_replaced_unseen(
    office: Office, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server's farewell is on its way: no look at the connection can know of it."""
    monkeypatch.setattr(engines, "_is_readable", lambda _socket: False)
    for _ in range(3):
        used(office)
        drop_connections(database_url)
    used(office)
    drop_connections(database_url)
    with office.context.work.read() as one:
        assert one.read_all(_PLAIN, {"dossier_id": uuid4()}) == []


@on_postgresql
def test_a_connection_nothing_was_heard_of_is_asked_before_it_is_used(
    office: Office, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A firewall drops connections without a word: only asking tells."""
    used(office)
    drop_connections(database_url)
    time.sleep(0.1)
    monkeypatch.setattr(engines, "_is_readable", lambda _socket: False)
    monkeypatch.setattr(engines, "IDLE_SECONDS", 0.0)
    used(office)


@on_postgresql
def test_a_command_whose_connection_dies_is_told_and_the_next_one_goes_on(office: Office, database_url: str) -> None:
    with pytest.raises(DatabaseAway), office.context.work() as work:
        work.scalar(select(literal(1)))
        drop_connections(database_url)
        work.scalar(select(literal(1)))
    with office.context.work.read() as work:  # a read has begun nothing
        work.scalar(select(literal(1)))
        drop_connections(database_url)
        assert work.scalar(select(literal(2))) == 2
    used(office)


@on_postgresql
def test_what_was_only_read_is_read_again_and_what_was_sent_is_not_sent_twice(
    office: Office, database_url: str
) -> None:
    tries: list[bool] = []
    counter = insert(table_of(CodeCounter))

    def reads(work: Attempt) -> Any:
        work.scalar(select(literal(1)))
        tries.append(work.locking)
        drop_connections(database_url)
        return work.scalar(select(literal(42)))

    assert office.context.work.attempt(reads) == 42
    assert tries == [False], "the second reading found its connection dead, and another one"
    tries.clear()

    def writes(work: Attempt) -> None:
        work.scalar(select(literal(1)))
        tries.append(work.locking)
        work.writes.add(counter, {"unit_code": "H99", "day": date(2026, 1, 5), "last": 1})
        work.closing.append(lambda: drop_connections(database_url))

    with pytest.raises(DatabaseAway):
        office.context.work.attempt(writes)
    assert tries == [False], "it may have been done"


@on_postgresql
def test_looking_at_a_connection_asks_the_kernel_and_not_the_server(
    office: Office, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(engines, "_ping", asked.append)
    for _ in range(3):
        used(office)
    assert not asked
    monkeypatch.setattr(engines, "IDLE_SECONDS", 0.0)
    used(office)
    assert asked


def test_a_server_that_stops_and_comes_back(cluster: postgres.Cluster, tmp_path: Path, clock: TestClock) -> None:
    url = cluster.server.create()
    offices.migrate(url)
    with offices.opened(offices.configured(tmp_path / "home", url), clock) as office:
        office.units.create(NewUnit(code="H99", name="Đơn vị thử", kind="commune"), SYSTEM)
        cluster.stop()
        before = time.monotonic()
        for _ in range(2):
            with pytest.raises(DatabaseAway):
                office.units.create(NewUnit(code="H99.01", name="Đơn vị khác", kind="commune", parent="H99"), SYSTEM)
        checks = office.health.checks()
        assert time.monotonic() - before < 5
        assert checks["database"].startswith("The database does not answer") and checks["blobs"] == "ok"
        cluster.start()
        office.units.create(NewUnit(code="H99.01", name="Đơn vị khác", kind="commune", parent="H99"), SYSTEM)
        assert office.health.checks()["database"] == "ok"


@contextmanager
def held(file: Path, seconds: float, folder: Path) -> Iterator[None]:
    """Another process holds the write lock of an SQLite database for so long."""
    code = (
        "import sqlite3, sys, time; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('BEGIN IMMEDIATE'); print('held', flush=True); time.sleep(float(sys.argv[2])); c.execute('ROLLBACK')"
    )
    log = folder / "holder.log"
    process: subprocess.Popen[bytes] = start([sys.executable, "-c", code, str(file), str(seconds)], log)
    try:
        wait_until(lambda: "held" in log.read_text(), "the lock", log=log)
        yield
    finally:
        stop(process)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "LOCK_TIMEOUT", 1)


def test_a_locked_sqlite_is_waited_for_and_then_told(
    impatient: None, settings: Settings, clock: TestClock, tmp_path: Path
) -> None:
    file = Path(str(make_url(settings.database).database))
    with offices.opened(settings, clock) as office:
        with held(file, 60, tmp_path):
            before = time.monotonic()
            with pytest.raises(DatabaseBusy):
                office.units.create(NewUnit(code="H98", name="Đơn vị thử", kind="commune"), SYSTEM)
            assert 0.9 < time.monotonic() - before < 5
            assert office.units.tree() == []  # reading waits for nobody
        (tmp_path / "holder.log").unlink()
        with held(file, 0.5, tmp_path):
            office.units.create(NewUnit(code="H98", name="Đơn vị thử", kind="commune"), SYSTEM)
        assert [unit.code for unit in office.units.tree()] == ["H98"]


def test_the_wait_for_a_lock_is_bounded() -> None:
    assert 5 <= engines.LOCK_TIMEOUT <= 15


@pytest.mark.parametrize(
    "error,meaning",
    [
        (exc.TimeoutError(), DatabaseBusy),
        (OSError(28, "No space left on device"), StorageFull),
        (OSError(122, "Disk quota exceeded"), StorageFull),
        (psycopg.errors.AdminShutdown(), DatabaseAway),
        (psycopg.errors.CannotConnectNow(), DatabaseAway),
        (psycopg.errors.TooManyConnections(), DatabaseAway),
        (psycopg.errors.ReadOnlySqlTransaction(), DatabaseAway),
        (psycopg.OperationalError("server closed the connection unexpectedly"), DatabaseAway),
        (psycopg.errors.DeadlockDetected(), DatabaseBusy),
        (psycopg.errors.LockNotAvailable(), DatabaseBusy),
        (psycopg.errors.DiskFull(), StorageFull),
        (exc.OperationalError("", None, psycopg.errors.DiskFull()), StorageFull),
        (psycopg.errors.UniqueViolation(), None),
        (psycopg.errors.InvalidPassword(), DatabaseRefused),
        (psycopg.errors.InvalidCatalogName(), DatabaseUnknown),
        (psycopg.errors.InsufficientPrivilege(), None),
        (exc.ProgrammingError("", None, psycopg.errors.UndefinedTable()), None),
        (FileNotFoundError(2, "no such file"), None),
        (ValueError("28"), None),
        (NotFound(what="", name=""), None),
    ],
)
def test_what_an_error_means(error: BaseException, meaning: type[ServiceUnavailable] | None) -> None:
    found = faults.as_core_error(error)
    assert type(found) is (meaning or type(None))


def test_what_an_error_of_sqlite_means(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "one.db", isolation_level=None)
    connection.execute("CREATE TABLE a (b)")
    connection.execute("PRAGMA max_page_count = 3")
    with pytest.raises(sqlite3.OperationalError) as full:
        connection.execute("INSERT INTO a VALUES (randomblob(100000))")
    assert isinstance(faults.as_core_error(full.value), StorageFull)
    with pytest.raises(sqlite3.OperationalError) as wrong:
        connection.execute("SELECT * FROM nothing")
    assert faults.as_core_error(wrong.value) is None
    with pytest.raises(sqlite3.OperationalError) as away:
        sqlite3.connect(tmp_path / "nowhere" / "one.db")
    assert isinstance(faults.as_core_error(away.value), DatabaseAway)
    connection.close()
