"""Calls, timers and messages: what fails outside never undoes the legal result, and nothing happens twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.db.models import Shipment
from core.errors.dossiers import NothingWaiting
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierView
from core.services.views.jobs import Job
from core.services.views.shipments import ParcelReport
from tests.db.test_dossier_way import open_dossier
from tests.support.clock import TestClock
from tests.support.forms import filled
from tests.support.staff import staff

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09:00 in Hà Nội
ROLES = ("reviewer", "head", "leader", "registrar")


def do(office: Office, code: str, **choices: Any) -> str:
    """Completes the open task of a dossier; its element."""
    dossier = office.dossiers.get(code, staff(office, "auditor"))
    task = dossier.tasks[0]
    by = next(staff(office, role) for role in ("receiver", "returner", *ROLES) if role in task.roles)
    office.tasks.complete(task.id, filled(office.tasks.get(task.id, by).form, **choices), by)
    return task.element


def posted(office: Office, clock: TestClock) -> DossierView:
    """A dossier that waits for the postal worker."""
    clock.set(MONDAY)
    dossier = open_dossier(office, "2.000908", "post")
    while office.dossiers.get(dossier.code, staff(office, "auditor")).tasks:
        do(office, dossier.code)
    return office.dossiers.get(dossier.code, staff(office, "auditor"))


def postal_job(office: Office) -> Job:
    """The postal call under lease; the letters before it are answered."""
    for row in office.outbox.due():
        job = office.outbox.lease(row.id)
        assert job
        if job.topic == "postal.return":
            return job
        office.outbox.succeeded(job, {})
    raise AssertionError("no postal call is due")


@pytest.mark.usefixtures("database_url")
class TestCalls:
    def test_the_payload_carries_what_the_diagram_maps(self, demo: Office, clock: TestClock) -> None:
        dossier = posted(demo, clock)
        job = postal_job(demo)
        assert job.payload["receiver"] == "Trần Thị Thử"
        assert job.dossier == dossier.code
        assert job.context["applicant"]["phone"] == "0912345678"

    def test_a_leased_call_is_given_to_nobody_else_and_its_answer_counts_once(
        self, demo: Office, clock: TestClock
    ) -> None:
        posted(demo, clock)
        job = postal_job(demo)
        assert demo.outbox.lease(job.id) is None
        assert demo.outbox.succeeded(job, {"trackingCode": "VN1"})
        assert not demo.outbox.succeeded(job, {"trackingCode": "VN2"})
        assert not demo.outbox.failed(job, "late")

    def test_a_lost_worker_loses_its_lease_and_another_finishes(self, demo: Office, clock: TestClock) -> None:
        dossier = posted(demo, clock)
        lost = postal_job(demo)
        clock.advance(minutes=6)
        again = postal_job(demo)
        assert again.idempotency_key == lost.idempotency_key
        assert not demo.outbox.succeeded(lost, {"trackingCode": "LOST"})
        assert demo.outbox.succeeded(again, {"trackingCode": "VN1"})
        assert demo.dossiers.get(dossier.code, SYSTEM).data["trackingCode"] == "VN1"

    def test_failures_back_off_then_become_an_incident_that_a_retry_repairs(
        self, demo: Office, clock: TestClock
    ) -> None:
        dossier = posted(demo, clock)
        admin, tries = staff(demo, "admin"), 0
        while not demo.incidents.page(admin).items:
            job = postal_job(demo)
            tries += 1
            demo.outbox.failed(job, "the post does not answer")
            assert not [row for row in demo.outbox.due() if row.topic == "postal.return"]
            clock.advance(hours=12)
        assert 3 <= tries <= 6
        (incident,) = demo.incidents.page(admin).items
        assert (incident.dossier, incident.topic) == (dossier.code, "postal.return")
        assert incident.message == "…", "an administrator who does not see the dossier"
        assert "does not answer" in demo.incidents.get(incident.id, staff(demo, "leader")).message
        assert demo.dossiers.get(dossier.code, SYSTEM).status == dossier.status
        assert demo.incidents.retry(incident.id, admin).state == "resolved"
        assert demo.outbox.succeeded(postal_job(demo), {"trackingCode": "VN1"})
        assert demo.messages.correlate("postal.delivered", "VN1", {}, SYSTEM) == (dossier.code,)
        assert demo.dossiers.get(dossier.code, SYSTEM).status == 10
        assert demo.audit.verify(dossier.code, staff(demo, "auditor")).intact

    def test_a_useless_retry_is_not_waited_for(self, demo: Office, clock: TestClock) -> None:
        posted(demo, clock)
        demo.outbox.failed(postal_job(demo), "the address is unknown", retry=False)
        assert len(demo.incidents.page(staff(demo, "admin")).items) == 1

    def test_postponing_uses_up_no_try(self, demo: Office, clock: TestClock) -> None:
        posted(demo, clock)
        for _ in range(9):
            assert demo.outbox.postpone(postal_job(demo), 60)
            clock.advance(minutes=2)
        assert postal_job(demo).attempts == 1


@pytest.mark.usefixtures("database_url")
class TestMessages:
    def test_a_message_needs_its_key(self, demo: Office, clock: TestClock) -> None:
        posted(demo, clock)
        demo.outbox.succeeded(postal_job(demo), {"trackingCode": "VN1"})
        for key in ("VN2", None):
            with pytest.raises(NothingWaiting):
                demo.messages.correlate("postal.delivered", key, {}, SYSTEM)

    def test_a_repeated_message_changes_nothing(self, demo: Office, clock: TestClock) -> None:
        dossier = posted(demo, clock)
        demo.outbox.succeeded(postal_job(demo), {"trackingCode": "VN1"})
        first = demo.messages.correlate("postal.delivered", "VN1", {}, SYSTEM, key="m1")
        assert demo.messages.correlate("postal.delivered", "VN1", {}, SYSTEM, key="m1") == first == (dossier.code,)
        with pytest.raises(NothingWaiting):
            demo.messages.correlate("postal.delivered", "VN1", {}, SYSTEM, key="m2")


@pytest.mark.usefixtures("database_url")
class TestPauses:
    def supplement(self, office: Office, clock: TestClock) -> DossierView:
        """A dossier that waits for papers."""
        clock.set(MONDAY)
        dossier = open_dossier(office, "1.004873")
        task = dossier.tasks[0]
        by = staff(office, "reviewer")
        form = office.tasks.get(task.id, by).form
        assert form
        (choice,) = [
            item["value"]
            for component in form["components"]
            for item in component.get("values", ())
            if "supplement" in item["value"] or "bo_sung" in item["value"] or "bo-sung" in item["value"]
        ]
        key = next(c["key"] for c in form["components"] if choice in [v["value"] for v in c.get("values", ())])
        data = filled(form, **{key: choice})
        needed = {
            c["key"]: "Bản sao quyết định ly hôn"
            for c in form["components"]
            if "supplement" in c.get("key", "").lower()
        }
        office.tasks.complete(task.id, data | {k: v for k, v in needed.items() if k != key}, by)
        return office.dossiers.get(dossier.code, by)

    def test_waiting_for_papers_stops_the_clock_and_restarts_it(self, demo: Office, clock: TestClock) -> None:
        waiting = self.supplement(demo, clock)
        assert waiting.status == 5
        assert waiting.paused_since == MONDAY
        due = waiting.due
        assert due
        clock.advance(days=9)
        do(demo, waiting.code)
        after = demo.dossiers.get(waiting.code, staff(demo, "reviewer"))
        assert after.paused_since is None
        assert after.due
        assert after.due > due + timedelta(days=8)
        assert after.index_due

    def test_no_papers_in_time_ends_the_dossier(self, demo: Office, clock: TestClock) -> None:
        waiting = self.supplement(demo, clock)
        assert not demo.timers.due()
        clock.advance(days=31)
        fired = [demo.timers.fire(timer) for timer in demo.timers.due()]
        assert any(fired)
        assert not demo.timers.due()
        assert demo.dossiers.get(waiting.code, SYSTEM).status == 8
        assert not [task for task in demo.dossiers.get(waiting.code, SYSTEM).tasks if "supplement" in task.kind]

    def test_a_timer_fires_once(self, demo: Office, clock: TestClock) -> None:
        self.supplement(demo, clock)
        clock.advance(days=31)
        (timer, *_) = demo.timers.due()
        assert [demo.timers.fire(timer), demo.timers.fire(timer)] == [True, False]


@pytest.mark.usefixtures("database_url")
class TestErrors:
    def test_an_error_the_diagram_catches_brings_the_result_back_to_the_counter(
        self, demo: Office, clock: TestClock
    ) -> None:
        dossier = posted(demo, clock)
        assert demo.outbox.bpmn_error(postal_job(demo), "address-unknown", "no such street")
        assert not demo.incidents.page(staff(demo, "admin")).items
        (task,) = demo.dossiers.get(dossier.code, SYSTEM).tasks
        assert task.kind == "return"

    def test_an_error_nobody_catches_is_an_incident_and_the_step_is_not_taken(
        self, demo: Office, clock: TestClock
    ) -> None:
        waiting = TestPauses().supplement(demo, clock)
        clock.advance(days=31)
        for timer in demo.timers.due():
            demo.timers.fire(timer)
        before = demo.dossiers.history(waiting.code, SYSTEM)
        jobs = [demo.outbox.lease(row.id) for row in demo.outbox.due()]
        (job,) = [job for job in jobs if job and job.topic == "records.status"]
        demo.outbox.bpmn_error(job, "E-1", "refused by the other side")
        (incident,) = demo.incidents.page(staff(demo, "admin")).items
        assert incident.message.endswith(": …") and incident.message != "…: …"
        assert "refused by the other side" in demo.incidents.get(incident.id, staff(demo, "leader")).message
        dossier = demo.dossiers.get(waiting.code, SYSTEM)
        assert not dossier.stopped
        after = demo.dossiers.history(waiting.code, SYSTEM)
        assert after[: len(before)] == before
        assert [event.kind for event in after[len(before) :]] == ["worker.call.failed", "engine.incident.opened"]
        assert after[-1].payload["incident"] == after[-2].payload["incident"] == str(incident.id)


@pytest.mark.usefixtures("database_url")
def test_a_call_that_kills_every_worker_becomes_an_incident(demo: Office, clock: TestClock) -> None:
    posted(demo, clock)
    for _ in range(20):
        if demo.incidents.page(staff(demo, "admin")).items:
            break
        for row in demo.outbox.due():
            job = demo.outbox.lease(row.id)
            if job and job.topic != "postal.return":
                demo.outbox.succeeded(job, {})
        clock.advance(minutes=6)
    (incident,) = demo.incidents.page(staff(demo, "admin")).items
    assert incident.topic == "postal.return"


def reporting(office: Office) -> Callable[..., bool]:
    """Takes a report as its parts."""
    return lambda dossier, *report: office.shipments.record(dossier, ParcelReport(*report))


@pytest.mark.usefixtures("database_url")
def test_older_news_of_a_parcel_does_not_reopen_it(demo: Office, clock: TestClock) -> None:
    dossier = posted(demo, clock)
    record = reporting(demo)
    assert record(dossier.code, "VN1", "accepted", MONDAY, "đã nhận", "1")
    assert record(dossier.code, "VN1", "delivered", MONDAY + timedelta(days=2), "đã phát", "3")
    assert record(dossier.code, "VN1", "in-transit", MONDAY + timedelta(days=1), "đang vận chuyển", "2")
    assert not record(dossier.code, "VN1", "in-transit", MONDAY + timedelta(days=1), "đang vận chuyển", "2")
    assert not demo.shipments.open()


@pytest.mark.usefixtures("database_url")
def test_parcels_are_asked_about_in_turn(demo: Office, clock: TestClock) -> None:
    dossier = posted(demo, clock)
    for number in range(3):
        reporting(demo)(dossier.code, f"VN{number}", "accepted", MONDAY, "đã nhận", "1")
    clock.advance(minutes=1)
    first = [shipment.tracking_code for shipment in demo.shipments.open(2)]
    clock.advance(minutes=1)
    (second, *_) = [shipment.tracking_code for shipment in demo.shipments.open(2)]
    assert second not in first


WAYS = [
    ("delivered@5 out-for-delivery@5", "delivered"),
    ("out-for-delivery@5 delivered@5", "delivered"),
    ("delivered@5 in-transit@3 returning@9", "returning"),
    ("returning@4 returned@9 delivered@5", "returned"),
    ("accepted@1 in-transit@2 in-transit@2", "in-transit"),
    ("out-for-delivery@900000 delivered@9", "delivered"),  # the clock of the first reporter goes a century ahead
]


@pytest.mark.usefixtures("database_url")
@pytest.mark.parametrize(("way", "stands"), WAYS)
def test_the_newest_report_of_a_parcel_wins_and_at_equal_times_a_final_one(
    demo: Office, clock: TestClock, way: str, stands: str
) -> None:
    dossier = posted(demo, clock)
    clock.set(MONDAY + timedelta(hours=9))
    for number, report in enumerate(way.split()):
        state, _, hour = report.partition("@")
        reporting(demo)(dossier.code, "VN1", state, MONDAY + timedelta(hours=int(hour)), "…", str(number))
    with demo.context.work.read() as work:
        found = work.execute(select(Shipment.state, Shipment.open)).one()
    assert found == (stands, stands not in ("delivered", "returned"))
