"""The office in other years: before the first one whose days off were decided, and long after the last."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from core.db.models import WorkingDay
from core.services.health import ready, well
from core.services.office import Office
from tests.db.test_dossier_way import open_dossier
from tests.support.clock import TestClock


@pytest.mark.parametrize(
    "received,due",
    [
        # three working days of the certificate of marital status
        ("2026-11-23T02:00Z", "2026-11-27T10:00Z"),  # 24/11 is off
        ("2027-02-03T02:00Z", "2027-02-15T10:00Z"),  # Tết 4–10/2
        ("2027-04-29T02:00Z", "2027-05-06T10:00Z"),  # 30/4, 1/5 and its substitute
        ("2029-02-09T02:00Z", "2029-02-21T10:00Z"),  # Tết 12–16/2
        ("2029-08-31T02:00Z", "2029-09-07T10:00Z"),
        ("2035-02-05T02:00Z", "2035-02-15T10:00Z"),  # Tết 6–12/2
        ("2048-12-31T02:00Z", "2049-01-06T10:00Z"),
    ],
)
def test_a_reception_of_any_year_has_its_due(demo: Office, clock: TestClock, received: str, due: str) -> None:
    clock.set(datetime.fromisoformat(received))
    assert open_dossier(demo, "1.004873").due == datetime.fromisoformat(due)


def test_a_year_nobody_decided_about_is_told_and_keeps_nobody_from_work(
    demo: Office, clock: TestClock, database_url: str
) -> None:
    clock.set(datetime(2026, 11, 23, 2, tzinfo=UTC))
    assert demo.health.checks()["calendar"] == "ok"
    clock.set(datetime(2026, 12, 15, 2, tzinfo=UTC))  # dues reach into the next year
    assert "2027" in demo.health.checks()["calendar"]
    for year in (2027, 2029, 2035):
        clock.set(datetime(year, 3, 1, 2, tzinfo=UTC))
        checks = demo.health.checks()
        assert f"for {year} are not entered" in checks["calendar"]
        assert ready(checks) and well({**checks, "relay": "ok"})


def test_the_decision_of_a_year_can_be_entered(demo: Office, clock: TestClock) -> None:
    clock.set(datetime(2029, 3, 1, 2, tzinfo=UTC))
    with demo.context.work() as work:
        day = datetime(2029, 5, 2, tzinfo=UTC).date()
        work.session.add(WorkingDay(id=uuid4(), day=day, kind="off", unit_id=None, note="Công văn thử"))
    demo.context.calendars._read_at = float("-inf")
    assert demo.health.checks()["calendar"] == "ok"
    assert not demo.context.calendars.of(None).works_on(day)
