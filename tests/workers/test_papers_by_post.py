"""Papers that the post fetches at home: the order with its ends exchanged, each turn told, and the tasks at the desk."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.db.models import Dossier, Outbox
from core.errors.postage import ParcelNotWaiting
from core.errors.requests import NotFound
from core.services.views.actors import SYSTEM, Actor
from core.services.views.dossiers import Reception
from tests.unit.procedures import clerk
from tests.unit.procedures.shipped import details, form_files
from tests.unit.procedures.test_in_the_office import APPLICANT, COMMUNE
from tests.workers import procedures
from tests.workers.test_parcels_at_the_desk import Counter
from workers import jobs
from workers.postal import numbers, tracking

SLUG = "birth-registration"
HOME = "Số 2, thôn Minh Hoạ, xã Mẫu Một"


def file(counter: Counter) -> str:
    """A dossier filed online whose papers the post is to fetch, once the desk has looked at it."""
    schema = json.loads(form_files(SLUG)[details(SLUG)["start_form"]])
    data = clerk.fill(schema) | {"papersBy": "post"}
    reception = Reception(details(SLUG)["code"], COMMUNE, "online", APPLICANT, data, "counter")
    opened = counter.office.reception.receive(reception, counter.actor("receiver"))
    counter.secrets[opened.code] = str(opened.receipt_secret)
    settle(counter, opened.code, receptionDecision="accept")
    return opened.code


@pytest.fixture
def online(counter: Counter) -> str:
    """The same with the order placed."""
    code = file(counter)
    carry_out(counter)
    return code


def settle(counter: Counter, code: str, **data: Any) -> None:
    (task,) = counter.dossier(code).tasks
    by = counter.actor("receiver")
    counter.office.tasks.claim(task.id, by)
    counter.office.tasks.complete(task.id, data, by)


def carry_out(counter: Counter) -> None:
    """The orders that are due are placed."""
    for row in counter.office.outbox.due():
        if row.topic == "postal.collect":
            jobs.call(str(row.id))


def letters(counter: Counter, code: str) -> list[str]:
    """The letters decided of the papers, in order."""
    rows = (
        select(Outbox.headers)
        .join(Dossier, Dossier.id == Outbox.dossier_id)
        .where(Dossier.code == code, Outbox.topic == "notify.send")
        .order_by(Outbox.created, Outbox.id)
    )
    with counter.office.context.work.read() as work:
        found = [str(headers.get("template", "")) for headers in work.scalars(rows)]
    return [name for name in found if name.startswith("papers-")]


def public(counter: Counter, code: str) -> Any:
    return counter.office.dossiers.lookup(code, counter.secrets[code], "198.51.100.7")


def test_the_order_goes_the_other_way(counter: Counter, online: str) -> None:
    (order,) = counter.orders()
    assert (order["sender"]["Name"], order["sender"]["Address"]) == (APPLICANT.name, APPLICANT.address)
    assert "Giấy chứng sinh" in order["sender"]["Desc"]
    unit = counter.office.units.find(counter.dossier(online).unit)
    assert (order["receiver"]["Name"], order["receiver"]["Address"]) == (unit.name, unit.address)
    assert order["orderNumber"].endswith("-TN") and numbers.dossier_of(order["orderNumber"]) == online
    (parcel,) = public(counter, online).parcels
    assert (parcel.direction, parcel.state) == ("collect", "created")
    assert counter.dossier(online).status == 1 and letters(counter, online) == ["papers-ordered"]


def test_papers_that_arrive_are_checked_and_taken_in(counter: Counter, online: str) -> None:
    counter.report("110", "200", "400")
    assert counter.step(online) == ("Task_TakePapers",) and counter.dossier(online).status == 1
    assert letters(counter, online) == ["papers-ordered", "papers-arrived"]
    settle(counter, online, papersState="complete")
    assert counter.dossier(online).status == 4 and counter.step(online) == ("Task_Review",), "received now"


def test_a_visit_in_vain_is_told_and_the_desk_calls(counter: Counter, online: str) -> None:
    counter.report("410")
    assert counter.step(online) == ("Task_CollectFailed",)
    settle(counter, online, collectContact="reached")
    assert counter.step(online) == () and counter.dossier(online).waiting
    counter.report("410")
    assert counter.step(online) == ("Task_CollectFailed",), "another visit"
    counter.report("400")
    assert counter.step(online) == ("Task_TakePapers",), "what a clerk had open of an earlier report is dropped"


@pytest.mark.parametrize(("state", "lost"), [("510", False), ("900", False), ("800", True)])
def test_papers_that_do_not_come_are_a_task_with_its_own_words(
    counter: Counter, online: str, state: str, lost: bool
) -> None:
    counter.report(state)
    assert counter.step(online) == ("Task_PapersMissing",)
    assert counter.dossier(online).data["papersLost"] is lost
    told = "papers-lost" if lost else "papers-not-collected"
    assert letters(counter, online) == ["papers-ordered", told]
    settle(counter, online, papersDecision="again", collectPhone="", collectAddress=HOME)
    carry_out(counter)
    first, second = counter.orders()
    assert first["orderNumber"] != second["orderNumber"] and second["sender"]["Address"] == HOME
    assert letters(counter, online) == ["papers-ordered", told, "papers-ordered"]
    counter.report("400")
    assert counter.step(online) == ("Task_TakePapers",)


def test_what_is_told_twice_or_too_late_changes_nothing(counter: Counter, online: str) -> None:
    number = counter.orders()[0]["orderNumber"]
    counter.post.tell("/_advance", orderNumber=number, statusCode="410", times=3)
    counter.report()
    assert counter.step(online) == ("Task_CollectFailed",)
    counter.report("400")
    counter.post.tell("/_advance", orderNumber=number, statusCode="410", ago=3600)
    counter.report()
    assert counter.step(online) == ("Task_TakePapers",), "older than what is known"
    assert letters(counter, online) == ["papers-ordered", "papers-failed", "papers-arrived"]
    assert public(counter, online).parcels[0].state == "delivered"


@pytest.mark.parametrize("mode", ["down", "slow", "error", "nonsense"])
def test_a_post_that_does_not_answer_gets_one_order(counter: Counter, mode: str) -> None:
    counter.post.misbehave(mode, path="/order/post", times=1, delay=0.2)
    code = file(counter)
    carry_out(counter)
    counter.office.context.clock.advance(minutes=2)
    carry_out(counter)
    assert len({one["orderNumber"] for one in counter.orders()}) == 1
    assert [one.direction for one in counter.office.dossier_pages.show(code, SYSTEM).parcels] == ["collect"]


def test_an_order_the_post_does_not_take_leads_to_the_desk(counter: Counter) -> None:
    counter.post.misbehave("reject", path="/order/post", code="AREA_NOT_SERVED", message="Không phục vụ")
    code = file(counter)
    carry_out(counter)
    assert counter.step(code) == ("Task_PapersMissing",)
    assert "Không phục vụ" in counter.dossier(code).data["collectRefused"]
    settle(counter, code, papersDecision="bring")
    assert counter.step(code) == ("Task_TakePapers",)


def test_papers_on_their_way_are_nothing_to_hand_over(counter: Counter, returner: Actor, online: str) -> None:
    (parcel,) = public(counter, online).parcels
    assert counter.office.manifests.waiting(returner) == ()
    with pytest.raises(ParcelNotWaiting):
        counter.office.manifests.hand_over([parcel.tracking_code], "Bưu tá", returner)
    with pytest.raises(NotFound):
        counter.office.parcel_changes.show(online, parcel.tracking_code, returner)


def test_the_page_says_where_the_papers_are(counter: Counter, online: str) -> None:
    counter.report("200")
    (parcel,) = public(counter, online).parcels
    assert parcel.order.address != APPLICANT.address, "the receipt's bearer sees it shortened"
    assert parcel.taken_over and not parcel.waits_here


@pytest.mark.parametrize(
    ("state", "words"), [("400", "đến quầy"), ("510", "không đưa được"), ("900", "không đưa được"), ("800", "thất lạc")]
)
def test_what_nobody_waits_for_becomes_one_incident(counter: Counter, state: str, words: str) -> None:
    """A diagram that orders and does not wait."""
    procedures.deploy(counter.office, procedures.diagram("postal.collect", message=("postal.delivered", '"-"')))
    dossier = procedures.receive(counter.office)
    carry_out(counter)
    counter.report(state)
    assert list(counter.office.incidents.page(SYSTEM).items) == [], "the process may still come to wait for it"
    counter.office.context.clock.advance(hours=1, minutes=1)
    counter.report()
    tracking.reconcile(counter.ctx)
    (incident,) = counter.office.incidents.page(SYSTEM).items
    assert (incident.dossier, incident.topic) == (dossier.code, "postal.collect") and words in incident.message


def test_the_time_limit_stands_until_the_dossier_is_received(counter: Counter, online: str) -> None:
    promised = counter.dossier(online).due
    assert counter.dossier(online).paused_since is not None
    counter.report("410")
    settle(counter, online, collectContact="reached")
    assert counter.dossier(online).paused_since is not None, "that somebody was called starts no clock"
    counter.office.context.clock.advance(days=7)
    counter.report("400")
    settle(counter, online, papersState="complete")
    received = counter.dossier(online)
    assert received.paused_since is None and received.status == 4
    assert promised is not None and received.due is not None and received.due - promised >= timedelta(days=6)
    assert counter.office.audit.verify(online, SYSTEM).intact


def test_a_dossier_that_is_refused_waits_no_more(counter: Counter, online: str) -> None:
    counter.report("510")
    settle(counter, online, papersDecision="refuse", refusalReason="Không có bản chính.")
    ended = counter.dossier(online)
    assert (ended.status, ended.paused_since) == (3, None) and ended.finished is not None
