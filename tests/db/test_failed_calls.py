"""A call that failed for good: told in the history, shown as failed, and its incident closed when nothing waits for it."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from core.db.models import Incident
from core.domain.states import IncidentState
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierFilter
from tests.db.test_dossier_way import open_dossier
from tests.db.test_world_outside import MONDAY, do, postal_job, posted
from tests.support.clock import TestClock
from tests.support.offices import differences
from tests.support.staff import staff

pytestmark = pytest.mark.usefixtures("database_url")
WHY = "the post does not know the address"


def failed(office: Office, clock: TestClock) -> str:
    """The code of a dossier whose postal order failed for good."""
    dossier = posted(office, clock)
    assert office.outbox.failed(postal_job(office), WHY, retry=False)
    return dossier.code


def kinds(office: Office, code: str) -> list[str]:
    return [event.kind for event in office.dossiers.history(code, SYSTEM)]


def call_off(office: Office, code: str) -> None:
    """Takes away what waits, as an administrator."""
    admin = staff(office, "admin")
    for place in office.operations.tokens(code, admin).places[:1]:
        office.operations.cancel(code, place.token, "không gửi nữa", admin)


def test_it_is_told_and_shown_as_failed_not_as_waiting(demo: Office, clock: TestClock) -> None:
    code = failed(demo, clock)
    *_, told, opened = demo.dossiers.history(code, SYSTEM)
    assert (told.kind, opened.kind) == ("worker.call.failed", "engine.incident.opened")
    assert told.payload["error"] == WHY and told.payload["incident"] == opened.payload["incident"]
    view = demo.dossiers.get(code, staff(demo, "leader"))
    (trouble,) = view.troubles
    assert (trouble.topic, trouble.message, trouble.next_try, trouble.blocks) == ("postal.return", WHY, None, True)
    assert trouble.since == clock() and trouble.number and trouble.step not in view.waiting


def test_a_try_that_will_be_repeated_is_shown_with_its_time(demo: Office, clock: TestClock) -> None:
    code = posted(demo, clock).code
    demo.outbox.failed(postal_job(demo), WHY)
    view = demo.dossiers.get(code, staff(demo, "leader"))
    (trouble,) = view.troubles
    assert trouble.incident is None and trouble.next_try and trouble.next_try > clock()
    assert trouble.step in view.waiting, "it still waits"


def test_lists_mark_the_dossier_and_the_citizen_hears_of_it_without_details(demo: Office, clock: TestClock) -> None:
    clock.set(MONDAY)
    dossier = open_dossier(demo, "2.000908", "post")
    while demo.dossiers.get(dossier.code, SYSTEM).tasks:
        do(demo, dossier.code)
    assert dossier.receipt_secret
    assert demo.dossiers.lookup(dossier.code, dossier.receipt_secret, "192.0.2.1").held_up_since is None
    demo.outbox.failed(postal_job(demo), WHY, retry=False)
    page = demo.dossiers.page(DossierFilter(), staff(demo, "leader"))
    assert {row.code for row in page.items if row.troubled} == {dossier.code}
    assert demo.dossiers.lookup(dossier.code, dossier.receipt_secret, "192.0.2.1").held_up_since == clock()


def test_a_letter_that_failed_holds_nothing_up(demo: Office, clock: TestClock) -> None:
    clock.set(MONDAY)
    dossier = open_dossier(demo, "2.000908", "post")
    (letter,) = (job for row in demo.outbox.due() if (job := demo.outbox.lease(row.id)) and job.topic == "notify.send")
    demo.outbox.failed(letter, WHY, retry=False)
    (trouble,) = demo.dossiers.get(dossier.code, SYSTEM).troubles
    assert not trouble.blocks and trouble.incident
    assert dossier.receipt_secret
    assert demo.dossiers.lookup(dossier.code, dossier.receipt_secret, "192.0.2.1").held_up_since is None
    call_off(demo, dossier.code)
    assert demo.dossiers.get(dossier.code, SYSTEM).finished
    assert demo.incidents.close_pointless() == 0, "it can still be sent"


def test_the_incident_closes_with_its_call(demo: Office, clock: TestClock) -> None:
    code = failed(demo, clock)
    (incident,) = demo.incidents.page(staff(demo, "admin")).items
    call_off(demo, code)
    assert not demo.incidents.page(staff(demo, "admin")).items
    closed = demo.incidents.get(incident.id, staff(demo, "leader"))
    assert closed.state == IncidentState.RESOLVED and closed.resolved == clock()
    assert "engine.incident.closed" in kinds(demo, code)
    (told,) = (one for one in demo.dossiers.history(code, SYSTEM) if one.kind == "engine.incident.closed")
    assert told.payload["why"] == "cancelled" and told.actor == staff(demo, "admin").username
    assert not differences(demo)


def test_incidents_left_open_by_earlier_releases_are_closed_by_the_schedule(demo: Office, clock: TestClock) -> None:
    code = failed(demo, clock)
    call_off(demo, code)
    with demo.context.work() as work:
        work.session.execute(update(Incident).values(state=IncidentState.OPEN, resolved=None, settlement=None))
    assert demo.incidents.close_pointless() == 1
    assert demo.incidents.close_pointless() == 0
    assert kinds(demo, code)[-1] == "engine.incident.closed"
    assert not demo.incidents.page(staff(demo, "admin")).items
    assert not differences(demo)


def test_one_that_still_waits_stays_open(demo: Office, clock: TestClock) -> None:
    failed(demo, clock)
    assert demo.incidents.close_pointless() == 0
    assert len(demo.incidents.page(staff(demo, "admin")).items) == 1
