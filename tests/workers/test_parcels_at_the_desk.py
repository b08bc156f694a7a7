"""A result that the post does not deliver opens a task at the desk of every shipped procedure, and goes on rightly."""

from __future__ import annotations

from typing import Any

import pytest
from redis import Redis

from core.errors.forms import FormInvalid
from core.services.views.dossiers import DossierView
from tests.unit.procedures.shipped import WITHIN_THE_OFFICE
from tests.unit.procedures.test_in_the_office import Desk
from tests.workers.conftest import Outside
from workers import jobs
from workers.context import WorkerContext
from workers.postal import tracking


class Counter(Desk):
    """The desk, with the post behind it."""

    def __init__(self, ctx: WorkerContext, post: Outside, redis_url: str, credentials: dict[str, Any]) -> None:
        super().__init__(ctx.office, credentials)
        self.ctx, self.post, self.redis_url = ctx, post, redis_url

    def send(self, slug: str) -> str:
        """A dossier whose result the post has."""
        code = self.open(slug, "counter", "post")
        for _ in range(40):
            if not self.dossier(code).tasks:
                break
            self.work(self.dossier(code).tasks[0])
        self.hand_over()
        return code

    def hand_over(self) -> None:
        """The worker carries the orders that are due to the post; other calls are answered."""
        for row in self.office.outbox.due():
            if row.topic == "postal.return":
                jobs.call(str(row.id))
        self.run_workers()

    def orders(self) -> list[dict[str, Any]]:
        """What the post was asked to carry, in order."""
        return [entry["body"] for entry in self.post.asked("/order/post")]

    def report(self, *statuses: str) -> None:
        """The post reports of the newest order, and the office reads it."""
        number = self.orders()[-1]["orderNumber"]
        for status in statuses:
            self.post.tell("/_advance", orderNumber=number, statusCode=status)
            self.office.context.clock.advance(seconds=1)
        with Redis.from_url(self.redis_url) as redis:
            tracking.follow(self.ctx, redis)

    def decide(self, code: str, **data: Any) -> None:
        """A clerk at the desk takes the open task and settles it."""
        (task,) = self.dossier(code).tasks
        by = self.actor("returner")
        self.office.tasks.claim(task.id, by)
        self.office.tasks.complete(task.id, data, by)

    def step(self, code: str) -> tuple[str, ...]:
        return tuple(task.element for task in self.dossier(code).tasks)


@pytest.mark.parametrize("slug", WITHIN_THE_OFFICE)
def test_a_parcel_that_came_back_is_sent_again_under_a_new_number(counter: Counter, slug: str) -> None:
    code = counter.send(slug)
    assert counter.step(code) == () and counter.dossier(code).waiting, "the post has it, nobody has anything to do"
    counter.report("200", "410")
    assert counter.step(code) == ("Task_PostFailed",)
    counter.decide(code, postContact="unreached")
    assert counter.step(code) == ()
    counter.report("500")
    assert counter.step(code) == ("Task_PostFailed",), "on its way back: the citizen may be called once more"
    counter.report("510")
    assert counter.step(code) == ("Task_PostReturned",), "what a clerk had open of an earlier report is dropped"
    assert counter.dossier(code).data["postalReason"] == "Đã chuyển hoàn"
    counter.decide(code, postDecision="resend", postAddress="Số 2, thôn Minh Hoạ", postPhone="", postReceiver="")
    counter.hand_over()
    first, second = counter.orders()
    assert first["orderNumber"] != second["orderNumber"]
    assert (second["receiver"]["Address"], second["receiver"]["Tel"]) == (
        "Số 2, thôn Minh Hoạ",
        first["receiver"]["Tel"],
    )
    counter.report("400")
    assert delivered(counter.dossier(code))
    parcels = counter.office.dossier_pages.show(code, counter.actor("leader")).parcels
    assert [parcel.state for parcel in parcels] == ["returned", "delivered"]


def test_a_parcel_that_came_back_is_kept_at_the_counter(counter: Counter) -> None:
    code = counter.send("register-copy")
    counter.report("510")
    counter.decide(code, postDecision="counter")
    assert counter.step(code) == ("Task_Return",) and counter.dossier(code).status == 9
    counter.decide(code, collectedBy="applicant")
    assert delivered(counter.dossier(code)) and len(counter.orders()) == 1


def test_a_lost_parcel_is_replaced_before_anything_else(counter: Counter) -> None:
    code = counter.send("register-copy")
    counter.report("410", "800")
    assert counter.step(code) == ("Task_PostLost",)
    counter.decide(code, replacementNumber="12/BS", replacementDate="2026-11-23", postDecision="resend")
    counter.hand_over()
    counter.report("400")
    assert delivered(counter.dossier(code)) and len(counter.orders()) == 2


def test_a_parcel_delivered_while_the_clerk_still_calls_drops_the_task(counter: Counter) -> None:
    code = counter.send("register-copy")
    counter.report("410")
    assert counter.step(code) == ("Task_PostFailed",)
    counter.report("400")
    assert counter.step(code) == () and delivered(counter.dossier(code))


def delivered(dossier: DossierView) -> bool:
    return (dossier.status, dossier.stopped) == (10, False) and dossier.finished is not None


def test_the_citizen_is_written_to_once_the_result_waits_at_the_counter(counter: Counter) -> None:
    """A parcel still with the post, or lost, is no invitation to come."""
    code = counter.send("register-copy")

    def letters() -> list[bool]:
        notices = counter.office.dossier_pages.show(code, counter.actor("leader")).notices
        return [notice.post_failed for notice in notices if notice.status == 9]

    assert letters() == [False]
    counter.report("410", "510")
    assert letters() == [False]
    counter.decide(code, postDecision="counter")
    assert sorted(letters()) == [False, True]


def test_an_order_taken_back_is_called_what_it_is(counter: Counter) -> None:
    code = counter.send("register-copy")
    counter.report("900")
    assert counter.step(code) == ("Task_PostReturned",) and counter.dossier(code).data["postalCancelled"] is True
    counter.decide(code, postDecision="counter")
    page = counter.office.dossier_pages.show(code, counter.actor("leader"))
    told = page.notices[0]
    assert told.undelivered == "Đơn gửi kết quả qua bưu chính đã huỷ, kết quả chưa rời cơ quan."
    assert (page.dossier.return_by, page.returned_by) == ("post", "counter"), "as chosen, and as it comes"
    counter.decide(code, collectedBy="applicant")
    public = counter.office.dossiers.lookup(code, str(counter.secrets[code]), "198.51.100.7")
    assert (public.return_by, public.returned_by) == ("post", "counter")


def test_a_parcel_that_came_back_after_a_cancelled_order_came_back(counter: Counter) -> None:
    code = counter.send("register-copy")
    counter.report("900")
    counter.decide(code, postDecision="resend", postAddress="", postPhone="", postReceiver="")
    counter.hand_over()
    counter.report("510")
    counter.decide(code, postDecision="counter")
    assert counter.office.dossier_pages.show(code, counter.actor("leader")).notices[0].undelivered == ""


@pytest.mark.parametrize("number", ["??", "không rõ", "12 BS"])
def test_what_replaces_a_lost_result_has_a_number(counter: Counter, number: str) -> None:
    code = counter.send("register-copy")
    counter.report("800")
    with pytest.raises(FormInvalid):
        counter.decide(code, replacementNumber=number, replacementDate="2026-11-23", postDecision="resend")


@pytest.mark.parametrize("way", ["resend", "counter"])
def test_the_applicant_is_told_the_number_of_what_replaces_a_lost_result(counter: Counter, way: str) -> None:
    code = counter.send("register-copy")
    lost = counter.office.dossier_pages.show(code, counter.actor("leader")).notices[0].number
    counter.report("800")
    counter.decide(code, replacementNumber="12/BS", replacementDate="2026-11-23", postDecision=way)
    told = counter.office.dossier_pages.show(code, counter.actor("leader")).notices[0]
    assert (told.number, str(told.issued), told.replaces) == ("12/BS", "2026-11-23", lost)
    assert (told.way, told.post_failed) == ("post" if way == "resend" else "counter", way == "counter")


def test_why_the_post_does_not_take_it_a_second_time_is_told(counter: Counter) -> None:
    code = counter.send("register-copy")
    counter.report("510")
    counter.post.misbehave(
        "reject", path="/order/post", code="ADDRESS_UNKNOWN", message="Không xác định được địa chỉ này."
    )
    counter.decide(code, postDecision="resend", postAddress="Không rõ", postPhone="", postReceiver="")
    counter.hand_over()
    assert counter.step(code) == ("Task_Return",)
    (trouble,) = [one for one in counter.dossier(code).troubles if one.topic == "postal.return"]
    assert trouble.held == "refused" and "Không xác định được địa chỉ" in trouble.message
    assert "Không xác định được địa chỉ" in counter.dossier(code).data["postalRefused"]
    assert (
        counter.office.dossier_pages.show(code, counter.actor("leader"))
        .notices[0]
        .undelivered.startswith("Bưu chính không nhận")
    )
