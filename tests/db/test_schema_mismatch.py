"""A database that was not migrated, or is another release's, or does not let the office in: told as what it is."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import make_url, text
from werkzeug.test import Client
from werkzeug.wrappers import Response

import motcua.wsgi
from core.db import engines, schema
from core.db.engines import connect
from core.errors.database import (
    DatabaseNone,
    DatabaseRefused,
    DatabaseUnknown,
    OperatorActionNeeded,
    SchemaNewer,
    SchemaOlder,
)
from core.services.office import Office
from core.settings import Settings
from motcua.cli import main
from tests.support import offices
from tests.support.clock import TestClock
from tests.web.test_outages import Browser
from web import messages

ANYBODY = ("/login", "/portal/", "/api/v1/tasks", "/api/v1/dossiers")
SIGNED_IN = ("/", "/queue", "/dossiers", "/portal/", "/api/v1/tasks", "/api/v1/dossiers")
STARTS = (("serve",), ("serve", "--production"), ("worker", "--burst"), ("relay",))
OLDER, NEWER = "0005", "9999"
on_postgresql = pytest.mark.parametrize("database_kind", ["postgresql"])


def at(url: str, revision: str | None) -> None:
    """Makes the database say that it is at a revision; ``None``: nobody ever migrated it."""
    engine = connect(url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
        if revision is not None:
            connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
            connection.execute(text("INSERT INTO alembic_version VALUES (:at)"), {"at": revision})
    engine.dispose()


def run(settings: Settings, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.setenv("MOTCUA_HOME", str(settings.home))
    monkeypatch.setenv("MOTCUA_DATABASE_URL", settings.database)
    monkeypatch.setenv("MOTCUA_REDIS_URL", "redis://127.0.0.1:1/0")
    monkeypatch.setenv("MOTCUA_PORT", "0")
    monkeypatch.setattr("motcua.preflight.frontend_problem", lambda: None)
    return CliRunner().invoke(main, arguments)


def ends_with(result: Result, error: type[OperatorActionNeeded]) -> None:
    assert (result.exit_code, isinstance(result.exception, SystemExit)) == (1, True), result.output
    said = result.stderr.strip().splitlines()[-2:]
    assert said == [f"Error: {messages.text(error(), 'vi')}", messages.text(error(), "en")]


def check_doors(doors: Client, error: type[OperatorActionNeeded], token: str = "", check: str = "migrations") -> None:
    """Every door says it, in a sentence and by 503; the probe names the check."""
    for door in SIGNED_IN if token else ANYBODY:
        answer = doors.get(door, headers={"Authorization": f"Bearer {token or 'x'}"} if "/api" in door else {})
        assert answer.status_code == 503, (door, answer.status_code)
        assert int(answer.headers["Retry-After"]) > 0
        told = answer.get_json()["detail"] if door.startswith("/api") else answer.text
        assert messages.text(error(), "vi") in told or messages.text(error(), "en") in told, door
    ready = doors.get("/readyz")
    assert ready.status_code == 503
    assert ready.get_json()[check] == messages.text(error(), "en")


@pytest.mark.parametrize(("revision", "error"), [(None, SchemaOlder), (OLDER, SchemaOlder), (NEWER, SchemaNewer)])
def test_every_door_says_that_the_schema_is_not_this_releases(
    demo: Office,
    settings: Settings,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    revision: str | None,
    error: type[OperatorActionNeeded],
) -> None:
    """Also when that happens while the office runs, and it is over as soon as the schema is right."""
    monkeypatch.setattr(engines, "SCHEMA_CHECK_SECONDS", 0.0)
    browser = Browser(demo, settings)
    assert browser.get("/queue").status_code == 200
    at(database_url, revision)
    check_doors(browser.client, error, browser.token["Authorization"].split()[1])
    at(database_url, schema.head())
    assert (browser.get("/queue").status_code, browser.get("/readyz").status_code) == (200, 200)


def test_an_empty_database_is_one_that_was_not_migrated(tmp_path: Path, clock: TestClock) -> None:
    settings = offices.configured(tmp_path / "home")
    with offices.opened(settings, clock) as office:
        check_doors(Client(motcua.wsgi.compose(office, settings), Response), SchemaOlder)


@pytest.mark.parametrize("command", STARTS)
@pytest.mark.parametrize(("revision", "error"), [(None, SchemaOlder), (OLDER, SchemaOlder), (NEWER, SchemaNewer)])
def test_no_process_starts_on_it(
    settings: Settings,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    revision: str | None,
    error: type[OperatorActionNeeded],
    command: tuple[str, ...],
) -> None:
    at(database_url, revision)
    ends_with(run(settings, monkeypatch, *command), error)


def test_other_commands_and_the_doctor_say_it(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    at(settings.database, OLDER)
    ends_with(run(settings, monkeypatch, "unit", "add", "H98", "Tỉnh Thử", "--kind", "province"), SchemaOlder)
    told = run(settings, monkeypatch, "doctor", "--only", "migrations")
    assert (told.exit_code, "motcua migrate" in told.stdout) == (1, True)
    at(settings.database, NEWER)
    told = run(settings, monkeypatch, "doctor", "--only", "migrations")
    assert (told.exit_code, "older than the database" in told.stdout) == (1, True)
    ends_with(run(settings, monkeypatch, "migrate"), SchemaNewer)


def pointed(url_of: str, settings: Settings, **changes: str) -> Settings:
    url = make_url(url_of).set(**changes)
    return settings.but(database_url=url.render_as_string(hide_password=False))


@on_postgresql
def test_a_database_that_is_not_there_is_no_outage(
    settings: Settings, database_url: str, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = pointed(database_url, settings, database="khong_co")
    with offices.opened(changed, clock) as office:
        check_doors(Client(motcua.wsgi.compose(office, changed), Response), DatabaseUnknown, check="database")
    for command in (*STARTS, ("migrate",)):
        ends_with(run(changed, monkeypatch, *command), DatabaseUnknown)
    assert "no database of the name" in run(changed, monkeypatch, "doctor", "--only", "database").stdout


@on_postgresql
def test_a_wrong_user_is_no_outage(
    settings: Settings, database_url: str, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = pointed(database_url, settings, username="khong_ai", password="hunter2")
    with offices.opened(changed, clock) as office:
        check_doors(Client(motcua.wsgi.compose(office, changed), Response), DatabaseRefused, check="database")
    for command in (*STARTS, ("migrate",), ("doctor", "--only", "database")):
        result = run(changed, monkeypatch, *command)
        assert result.exit_code == 1 and "hunter2" not in result.output + result.stderr
        assert "MOTCUA_DATABASE_URL" in result.output


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ('FATAL:  password authentication failed for user "motcua"', DatabaseRefused),
        ("fe_sendauth: no password supplied", DatabaseRefused),
        ('FATAL:  no pg_hba.conf entry for host "10.0.0.1", user "motcua", database "motcua"', DatabaseRefused),
        ("FATAL:  SASL authentication failed", DatabaseRefused),
        ('FATAL:  permission denied for database "motcua"', DatabaseRefused),
        ('FATAL:  database "motcua" does not exist', DatabaseUnknown),
        ("FATAL:  no such database: motcua", DatabaseUnknown),
    ],
)
def test_what_a_server_says_when_it_does_not_let_in(words: str, error: type[OperatorActionNeeded]) -> None:
    from core.db.faults import as_core_error

    said = psycopg.OperationalError(f'connection failed: connection to server at "10.0.0.9", port 5432 failed: {words}')
    assert type(as_core_error(said)) is error


def test_a_file_that_is_no_database_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "home" / "motcua.db"
    file.parent.mkdir()
    file.write_bytes(b"a letter, and no database " * 100)
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(file).execute("SELECT 1 FROM sqlite_master")
    settings = offices.configured(file.parent)
    for command in (*STARTS, ("migrate",)):
        ends_with(run(settings, monkeypatch, *command), DatabaseNone)


@pytest.mark.parametrize("command", [*STARTS, ("migrate",)])
def test_a_role_nobody_can_hold_ends_the_start(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("MOTCUA_SECOND_FACTOR_ROLES", "leader,king")
    result = run(settings, monkeypatch, *command)
    assert result.exit_code == 2
    assert re.search("MOTCUA_SECOND_FACTOR_ROLES chưa đúng: không có vai trò “king”", result.stderr)
    assert "The setting MOTCUA_SECOND_FACTOR_ROLES is wrong: there is no role “king”" in result.stderr
    told = run(settings, monkeypatch, "doctor", "--only", "second factor")
    assert (told.exit_code, "king" in told.stdout) == (1, True)


def test_a_role_of_the_offices_own_is_one(demo: Office, clock: TestClock, monkeypatch: pytest.MonkeyPatch) -> None:
    def told(roles: str) -> str:
        with offices.opened(demo.context.settings.but(second_factor_roles=roles), clock) as strict:
            return strict.health.checks()["second factor"]

    assert (told("*"), told("admin,leader")) == ("ok", "ok")
    assert "kiem_lam" in told("admin,kiem_lam")
    monkeypatch.setattr("core.services.health.custom_roles", lambda *_: frozenset({"kiem_lam"}))
    assert told("admin,kiem_lam") == "ok"
    assert "second factor" not in demo.health.checks()
