"""An order put right or taken back while the parcel lies at the office, and what the carrier is told of it."""

from __future__ import annotations

from typing import Any

import pytest

from core.errors.postage import ParcelNotWaiting
from core.errors.requests import BadValue, NotFound
from core.errors.rights import Forbidden
from core.services.views.actors import SYSTEM, Actor
from core.services.views.shipments import Delivery
from tests.workers.test_parcels_at_the_desk import Counter

THERE = Delivery("Trần Thị Mẫu", "0912 000 111", "Số 9, thôn Khác, xã Mẫu Một")
WHY = "Người nộp đọc nhầm số nhà"


@pytest.fixture
def parcel(counter: Counter) -> tuple[str, str]:
    """Code and tracking code of a dossier whose result is ordered from the post."""
    code = counter.send("register-copy")
    return code, counter.office.dossier_pages.show(code, SYSTEM).parcels[-1].tracking_code


def told(counter: Counter, path: str) -> list[Any]:
    """What the post was told, once the calls that are due are made."""
    counter.hand_over()
    return [entry["body"] for entry in counter.post.asked(path)]


def incidents(counter: Counter) -> list[str]:
    return [one.message for one in counter.office.incidents.page(SYSTEM).items]


def test_a_corrected_address_is_told_to_the_post_and_printed(
    counter: Counter, returner: Actor, parcel: tuple[str, str]
) -> None:
    found = counter.office.parcel_changes.correct(*parcel, THERE, WHY, returner)
    assert found.to == Delivery(THERE.receiver, "0912000111", THERE.address) and not found.withdrawn
    (order,) = counter.orders()
    assert told(counter, "/order/orderCorrection") == [
        {
            "orderNumber": order["orderNumber"],
            "receiver": {"Name": THERE.receiver, "Tel": "0912000111", "Address": THERE.address, "Email": ""},
        }
    ]
    (line,) = counter.office.manifests.waiting(returner)
    assert (line.receiver, line.phone, line.address) == (THERE.receiver, "0912000111", THERE.address)
    assert incidents(counter) == []


def test_who_changed_what_and_why_stands_in_the_history(
    counter: Counter, returner: Actor, parcel: tuple[str, str]
) -> None:
    before = counter.office.parcel_changes.show(*parcel, returner).to
    counter.office.parcel_changes.correct(*parcel, THERE, WHY, returner)
    event = counter.office.dossiers.history(parcel[0], SYSTEM)[-1]
    assert (event.kind, event.actor, event.payload["reason"]) == ("clerk.parcel.corrected", returner.username, WHY)
    assert event.payload["before"]["address"] == before.address
    assert event.payload["after"]["address"] == THERE.address


def test_a_correction_that_was_overtaken_is_not_told_late(
    counter: Counter, returner: Actor, parcel: tuple[str, str]
) -> None:
    """The first could not be told while the post was away; by now another is wanted."""
    newer = Delivery(THERE.receiver, "0912000111", "Số 10, thôn Khác")
    counter.office.parcel_changes.correct(*parcel, THERE, WHY, returner)
    counter.office.parcel_changes.correct(*parcel, newer, WHY, returner)
    assert [one["receiver"]["Address"] for one in told(counter, "/order/orderCorrection")] == [newer.address]


def test_an_order_taken_back_comes_to_the_desk_as_a_task(
    counter: Counter, returner: Actor, parcel: tuple[str, str]
) -> None:
    code, _ = parcel
    assert counter.office.parcel_changes.cancel(*parcel, WHY, returner).withdrawn
    assert counter.office.manifests.waiting(returner) == (), "nobody hands it over any more"
    (cancelled,) = told(counter, "/order/orderCancel")
    assert cancelled == {"orderNumber": counter.orders()[0]["orderNumber"], "reason": WHY}
    counter.report()
    assert counter.step(code) == ("Task_PostReturned",)
    counter.decide(code, postDecision="resend", postAddress="Số 2, thôn Minh Hoạ", postPhone="", postReceiver="")
    counter.hand_over()
    assert len(counter.orders()) == 2 and len(counter.office.manifests.waiting(returner)) == 1


def test_a_lost_answer_cancels_once_and_is_no_failure(
    counter: Counter, returner: Actor, parcel: tuple[str, str]
) -> None:
    number = counter.orders()[0]["orderNumber"]
    counter.office.parcel_changes.cancel(*parcel, WHY, returner)
    counter.post.tell("/_advance", orderNumber=number, statusCode="900")  # it was done, and the answer got lost
    assert len(told(counter, "/order/orderCancel")) == 1 and incidents(counter) == []


def test_a_post_that_has_fetched_it_meanwhile_refuses_and_a_person_is_told(
    counter: Counter, returner: Actor, parcel: tuple[str, str]
) -> None:
    number = counter.orders()[0]["orderNumber"]
    counter.office.parcel_changes.correct(*parcel, THERE, WHY, returner)
    counter.post.tell("/_advance", orderNumber=number, statusCode="110")
    told(counter, "/order/orderCorrection")
    (message,) = incidents(counter)
    assert "Bưu gửi đã được nhận" in message
    assert counter.dossier(parcel[0]).stopped is False, "the dossier goes on"


def test_a_post_that_is_away_is_told_later(counter: Counter, returner: Actor, parcel: tuple[str, str]) -> None:
    counter.office.parcel_changes.cancel(*parcel, WHY, returner)
    counter.post.misbehave("down", path="/order/orderCancel")
    counter.hand_over()
    assert incidents(counter) == []
    counter.post.misbehave("ok")
    counter.office.context.clock.advance(minutes=20)
    assert told(counter, "/order/orderCancel")
    counter.report()
    assert counter.step(parcel[0]) == ("Task_PostReturned",)


def test_what_left_the_office_is_changed_by_nobody(counter: Counter, returner: Actor, parcel: tuple[str, str]) -> None:
    counter.office.manifests.hand_over([parcel[1]], "Bưu tá", returner)
    for act in (
        lambda: counter.office.parcel_changes.correct(*parcel, THERE, WHY, returner),
        lambda: counter.office.parcel_changes.cancel(*parcel, WHY, returner),
        lambda: counter.office.parcel_changes.show(*parcel, returner),
    ):
        with pytest.raises(ParcelNotWaiting):
            act()


def test_a_second_click_changes_nothing_more(counter: Counter, returner: Actor, parcel: tuple[str, str]) -> None:
    first = counter.office.parcel_changes.cancel(*parcel, WHY, returner, "key-1")
    assert counter.office.parcel_changes.cancel(*parcel, WHY, returner, "key-1") == first
    assert len(told(counter, "/order/orderCancel")) == 1
    with pytest.raises(ParcelNotWaiting):
        counter.office.parcel_changes.cancel(*parcel, WHY, returner)


@pytest.mark.parametrize(
    ("to", "reason", "field"),
    [
        (Delivery("", "0912000111", "Số 9"), WHY, "receiver"),
        (Delivery("A", "xyz", "Số 9"), WHY, "phone"),
        (Delivery("A", "0912000111", "x" * 1001), WHY, "address"),
        (Delivery("A", "0912000111", "Số 9"), "  ", "reason"),
    ],
)
def test_what_is_wrong_is_named(
    counter: Counter, returner: Actor, parcel: tuple[str, str], to: Delivery, reason: str, field: str
) -> None:
    with pytest.raises(BadValue) as refused:
        counter.office.parcel_changes.correct(*parcel, to, reason, returner)
    assert refused.value.params["field"] == field
    same = counter.office.parcel_changes.show(*parcel, returner).to
    with pytest.raises(BadValue):
        counter.office.parcel_changes.correct(*parcel, same, WHY, returner)


def test_only_the_desk_and_only_its_dossier(counter: Counter, returner: Actor, parcel: tuple[str, str]) -> None:
    with pytest.raises(Forbidden):
        counter.office.parcel_changes.cancel(*parcel, WHY, counter.actor("leader"))
    other = counter.open("register-copy", "counter", "counter")
    with pytest.raises(NotFound):
        counter.office.parcel_changes.cancel(other, parcel[1], WHY, returner)
