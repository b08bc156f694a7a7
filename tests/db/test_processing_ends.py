"""Processing ends with status 9, 3 or 8: what comes after takes none of the time limit, and handing over is another fact."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from core.db import schema
from core.db.engines import connect
from core.db.models import Dossier
from core.domain.statuses import PROCESSED, processing_ends
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierFilter
from tests.db.test_dossier_way import open_dossier
from tests.db.test_notices import COPY, do
from tests.support.clock import TestClock
from tests.support.staff import staff


def issued(office: Office) -> str:
    """A dossier whose result waits at the desk."""
    dossier = open_dossier(office, COPY)
    for element in ("Task_Review", "Task_Sign", "Task_Issue"):
        do(office, dossier.code, element)
    return dossier.code


def late(office: Office) -> list[str]:
    page = office.dossiers.page(DossierFilter(late="late"), staff(office, "auditor"))
    return [row.code for row in page.items]


@pytest.mark.usefixtures("database_url")
def test_a_result_that_nobody_collects_is_not_late(demo: Office, clock: TestClock) -> None:
    at, code, slow = clock(), issued(demo), open_dossier(demo, COPY).code
    clock.advance(days=60)
    found = demo.dossiers.get(code, SYSTEM)
    assert (found.processed, found.finished) == (at, None)
    assert late(demo) == [slow], "a dossier still in work is late, one whose result is ready is not"
    do(demo, code, "Task_Return")
    found = demo.dossiers.get(code, SYSTEM)
    assert (found.processed, found.returned, found.finished) == (at, clock(), clock())
    assert demo.audit.verify(code, staff(demo, "auditor")).intact


@pytest.mark.usefixtures("database_url")
def test_a_dossier_that_waits_for_the_applicant_is_not_in_the_list_of_late_ones(demo: Office, clock: TestClock) -> None:
    dossier = open_dossier(demo, COPY)
    do(demo, dossier.code, "Task_Review", decision="supplement", supplementList="Bản chụp căn cước")
    clock.advance(days=5)
    assert late(demo) == []


@pytest.mark.past_the_office
@pytest.mark.usefixtures("database_url")
def test_another_moment_written_past_the_office_is_found(demo: Office, clock: TestClock) -> None:
    code = issued(demo)
    with demo.context.work() as work:
        work.session.execute(update(Dossier).where(Dossier.code == code).values(processed=clock()))
    assert demo.audit.verify(code, staff(demo, "auditor")).intact
    clock.advance(minutes=1)
    with demo.context.work() as work:
        work.session.execute(update(Dossier).where(Dossier.code == code).values(processed=clock()))
    (finding,) = demo.audit.verify(code, staff(demo, "auditor")).findings
    assert finding.place == "processed"


def test_dossiers_of_before_learn_it_from_their_history(demo: Office, database_url: str, clock: TestClock) -> None:
    open_dossier(demo, COPY)
    issued(demo)
    refused = open_dossier(demo, COPY, channel="online").code
    clock.advance(minutes=5)
    do(demo, refused, "Task_Check", receptionDecision="refuse", refusalReason="Không thuộc thẩm quyền")
    clock.advance(minutes=5)
    do(demo, issued(demo), "Task_Return")
    before = moments(demo)
    assert len({moment for moment in before.values() if moment}) == 3 and None in before.values()
    engine = connect(database_url)
    try:
        schema.downgrade(engine, "0032")
        schema.upgrade(engine)
    finally:
        engine.dispose()
    assert moments(demo) == before


def moments(office: Office) -> dict[str, datetime | None]:
    with office.context.work.read() as work:
        return {row.code: row.processed for row in work.execute(select(Dossier.code, Dossier.processed))}


@given(st.integers(1, 10), st.lists(st.integers(1, 10), max_size=6))
def test_what_statuses_say_of_the_end_does_not_depend_on_how_they_are_cut(before: int, statuses: list[int]) -> None:
    ended, at = before in PROCESSED, before
    for status in statuses:
        change = processing_ends(at, [status])
        assert change in (None, not ended), "it can only change"
        ended, at = ended if change is None else change, status
    assert ended == (at in PROCESSED)
    whole = processing_ends(before, statuses)
    assert whole in (None, ended)


@pytest.mark.usefixtures("database_url")
def test_handing_over_has_no_limit_of_the_offices(demo: Office) -> None:
    code = issued(demo)
    (task,) = demo.dossiers.get(code, SYSTEM).tasks
    assert (task.kind, task.due) == ("return", None)
