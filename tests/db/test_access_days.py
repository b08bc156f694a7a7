"""Lines of the access log that are taken out, put in or rewritten are found by the day's seal in the journal."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select, update

from core.db.models import Access, JournalEntry
from core.services.evidence.access_days import KIND, MOST_DAYS
from core.services.office import Office
from core.services.views.dossiers import DossierFilter
from tests.support.clock import TestClock
from tests.support.staff import staff


def found(office: Office) -> list[str]:
    (verdict,) = [one for one in office.audit.verify_office(staff(office, "auditor")) if one.about == "accesses"]
    assert verdict.intact == (not verdict.findings)
    return [str(finding.sentence) for finding in verdict.findings]


def seals(office: Office) -> int:
    with office.context.work.read() as work:
        return len(work.scalars(select(JournalEntry.seq).where(JournalEntry.kind == KIND)).all())


@pytest.fixture
def read(demo: Office, clock: TestClock, database_url: str) -> Office:
    """Two people have read, and the day is over and sealed."""
    for role in ("leader", "reviewer", "leader"):
        demo.dossiers.page(DossierFilter(search="Thử", finished=False), staff(demo, role))
    clock.advance(days=1)
    demo.upkeep.sweep()
    assert seals(demo) == 1
    return demo


def test_a_day_that_was_left_alone_is_intact_and_sealed_once(read: Office, clock: TestClock) -> None:
    read.upkeep.sweep()
    assert (seals(read), found(read)) == (1, [])
    read.dossiers.page(DossierFilter(), staff(read, "leader"))
    assert found(read) == [], "the day that goes on is not sealed"


@pytest.mark.past_the_office
def test_lines_taken_out_are_found(read: Office) -> None:
    with read.context.work() as work:
        work.session.execute(delete(Access).where(Access.username == staff(read, "leader").username))
    (sentence,) = found(read)
    assert "had 3 lines" in sentence and "has 1" in sentence


@pytest.mark.past_the_office
def test_lines_given_to_somebody_else_are_found(read: Office) -> None:
    leader = staff(read, "leader").username
    with read.context.work() as work:
        work.session.execute(update(Access).where(Access.username == leader).values(username="nguoi.khac"))
    (sentence,) = found(read)
    assert "were rewritten" in sentence


def test_lines_whose_time_is_over_are_no_finding(read: Office, clock: TestClock) -> None:
    for _ in range(3):
        clock.advance(days=read.context.settings.access_log_days // 2)
        read.upkeep.sweep()
        assert found(read) == []


def test_a_long_standstill_is_caught_up_with_a_few_days_a_run(read: Office, clock: TestClock) -> None:
    clock.advance(days=10)
    read.upkeep.sweep()
    assert seals(read) == 1 + MOST_DAYS
    read.upkeep.sweep()
    assert (seals(read), found(read)) == (11, [])
