"""The table of days off and make-up days, which people edit by hand: what is wrong in it stops nobody, and is named."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from werkzeug.test import Client
from werkzeug.wrappers import Response

import motcua.wsgi
from core.db import schema
from core.db.engines import connect
from core.services.health import ready, well
from core.services.office import Office
from core.settings import Settings
from tests.db.test_dossier_way import open_dossier
from tests.support.clock import TestClock

INSERT = text("INSERT INTO working_day (id, day, kind, note) VALUES (:id, :day, :kind, '')")


def entered(engine: Engine, day: str, kind: str) -> None:
    identifier = uuid4().hex if engine.dialect.name == "sqlite" else uuid4()
    with engine.begin() as connection:
        connection.execute(INSERT, {"id": identifier, "day": day, "kind": kind})


def before_the_rule(url: str, *rows: tuple[str, str]) -> None:
    """Rows that an earlier release took, and the way up to this one."""
    engine = connect(url)
    try:
        schema.downgrade(engine, "0012")
        for day, kind in rows:
            entered(engine, day, kind)
        schema.upgrade(engine)
    finally:
        engine.dispose()


def test_another_kind_is_refused_by_the_table(database_url: str) -> None:
    engine = connect(database_url)
    try:
        for day, kind in (("2027-01-02", "off"), ("2027-01-03", "work"), ("2027-01-04", "half")):
            entered(engine, day, kind)
        for kind in ("OFF", "nghỉ", "", "off "):
            with pytest.raises(IntegrityError):
                entered(engine, "2027-01-05", kind)
    finally:
        engine.dispose()


def test_wrong_rows_of_before_survive_the_migration_and_new_ones_do_not(database_url: str) -> None:
    before_the_rule(database_url, ("2027-01-02", "nghỉ"), ("2027-01-03", "off"))
    engine = connect(database_url)
    try:
        with engine.connect() as connection:
            kinds = connection.execute(text("SELECT kind FROM working_day ORDER BY day")).scalars().all()
        assert list(kinds) == ["nghỉ", "off"]
        with pytest.raises(IntegrityError):
            entered(engine, "2027-01-05", "nghỉ")
        with engine.begin() as connection:
            connection.execute(text("UPDATE working_day SET kind = 'off' WHERE kind = 'nghỉ'"))
    finally:
        engine.dispose()


def test_a_row_nobody_understands_is_passed_over_and_named(
    demo: Office, settings: Settings, database_url: str, clock: TestClock
) -> None:
    clock.set(datetime(2026, 11, 23, 2, tzinfo=UTC))
    assert demo.health.checks()["working days"] == "ok"
    before_the_rule(database_url, ("2026-11-25", "nghỉ"), ("2026-11-26", "off"))
    demo.context.calendars._read_at = float("-inf")

    assert open_dossier(demo, "1.004873").due == datetime(2026, 11, 30, 10, tzinfo=UTC)  # 24/11 and 26/11 are off
    checks = demo.health.checks()
    assert "2026-11-25" in checks["working days"] and "1 rows" in checks["working days"]
    assert ready(checks) and well({**checks, "relay": "ok"})
    answer = Client(motcua.wsgi.compose(demo, settings), Response).get("/readyz")
    assert answer.status_code == 200 and "2026-11-25" in answer.get_json()["working days"]


def test_days_that_are_none_are_passed_over_too(demo: Office) -> None:
    """SQLite takes any text for a day."""
    for day in ("02/01/2027", "2027-02-30", "x" * 5000):
        entered(demo.context.work.engine, day, "off")
    demo.context.calendars._read_at = float("-inf")
    assert demo.context.calendars.of(None) is not None
    told = demo.health.checks()["working days"]
    assert "02/01/2027, 2027-02-30" in told and "3 rows" in told and len(told) < 1000


def test_a_calendar_is_kept_while_the_table_is_the_same(demo: Office) -> None:
    calendars = demo.context.calendars
    before = calendars.of(None)
    calendars._read_at = float("-inf")
    assert calendars.of(None) is before  # with the sums it has made
    entered(demo.context.work.engine, "2026-11-26", "off")
    calendars._read_at = float("-inf")
    assert before.works_on(date(2026, 11, 26))
    assert not calendars.of(None).works_on(date(2026, 11, 26))
