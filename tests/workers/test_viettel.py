"""A second carrier behind the same port: orders go where the settings say, news comes by its webhook, parcels remember whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import select

from api.app import create_app
from core.db.models import InboundItem, Shipment
from core.domain.office_time import local
from core.domain.states import InboundState
from core.ports import PostageQuote
from core.services.office import Office
from core.services.views.actors import SYSTEM, Actor
from core.services.views.shipments import Delivery
from core.settings import Settings
from tests.support import doors
from tests.unit.procedures.test_in_the_office import APPLICANT
from tests.workers.conftest import NEVER, Outside
from tests.workers.test_papers_by_post import carry_out, file
from tests.workers.test_parcels_at_the_desk import Counter, delivered
from workers import connector_health, inbound, registry
from workers import context as contexts
from workers.context import WorkerContext
from workers.errors import CredentialsRefused, Refused, Unavailable
from workers.postal import carriers, quotes, tracking
from workers.postal.viettel import simulator
from workers.postal.viettel.client import ViettelClient
from workers.postal.viettel.wire import MOMENT
from workers.postal.wire import Order, Receiver, Sender
from workers.simulation import Served

WHY = "Người nộp xin nhận tại quầy"


@pytest.fixture
def depot() -> Iterator[Outside]:
    """Viettel Post; parcels move when told."""
    with Served(simulator.create_app(NEVER)) as served:
        yield Outside(served)


@pytest.fixture
def ctx(demo: Office, settings: Settings, depot: Outside, post: Outside) -> Iterator[WorkerContext]:
    """The office with both carriers, of which Viettel Post serves; its webhook comes to the office's own door."""
    pointed = settings.but(
        **{"postal_url": post.url, "postal_key": "a:b", "postal_carrier": "viettel", **simulator.settings(depot.url)}
    )
    office, _ = doors.with_doors(demo, pointed)
    with Served(create_app(office, pointed)) as door:
        depot.tell("/_callback", url=f"http://127.0.0.1:{door.port}/callbacks/postal-viettel")
        yield contexts.set_current(WorkerContext(office, pointed))
    contexts._current.clear()


class Viettel(Counter):
    """The desk, with Viettel Post behind it."""

    depot: Outside

    def orders(self) -> list[dict[str, Any]]:
        """What it was asked to carry, in order."""
        return [entry["body"] for entry in self.depot.asked("/v2/order/createOrderNlp")]

    def push(self, *statuses: int, **how: Any) -> list[int]:
        """It reports of the newest order by its webhook; what the office answered."""
        reference, answers = self.orders()[-1]["ORDER_NUMBER"], []
        for status in statuses:
            answers += self.depot.tell("/_advance", reference=reference, status=status, **how)["data"]["told"]
            self.office.context.clock.advance(seconds=1)
        with Redis.from_url(self.redis_url) as redis:
            inbound.process(self.ctx, redis)
        return answers


@pytest.fixture
def counter(ctx: WorkerContext, depot: Outside, post: Outside, redis_url: str, credentials: dict[str, Any]) -> Viettel:
    desk = Viettel(ctx, post, redis_url, credentials)
    desk.depot = depot
    return desk


def moment(counter: Counter, seconds: int) -> str:
    """So many seconds from now, as it writes moments."""
    return local(counter.office.context.now() + timedelta(seconds=seconds)).strftime(MOMENT)


def parcels(counter: Counter, code: str) -> list[tuple[str, str]]:
    page = counter.office.dossier_pages.show(code, counter.actor("leader"))
    return [(one.order.carrier if one.order else "", one.state) for one in page.parcels]


def inbox(counter: Counter) -> list[tuple[str, str]]:
    with counter.office.context.work.read() as work:
        found = select(InboundItem.key, InboundItem.reason).where(InboundItem.state == InboundState.PARKED)
        return [(row.key, row.reason) for row in work.execute(found)]


def test_a_result_goes_out_and_is_followed_by_the_webhook(counter: Viettel) -> None:
    code = counter.send("register-copy")
    (order,) = counter.orders()
    assert order["ORDER_NUMBER"].startswith(code) and order["RECEIVER_FULLNAME"] == APPLICANT.name
    assert (order["ORDER_SERVICE"], order["MONEY_COLLECTION"]) == ("VTK", 0)
    assert parcels(counter, code) == [("Viettel Post", "created")]
    assert counter.push(105, 200, 500) == [200, 200, 200]
    assert parcels(counter, code) == [("Viettel Post", "out-for-delivery")]
    counter.push(505)
    assert counter.step(code) == ("Task_PostFailed",)
    counter.push(501)
    assert delivered(counter.dossier(code)), "the same neutral states as the first carrier's"


@pytest.mark.parametrize(("status", "cancelled"), [(504, False), (107, True)])
def test_a_parcel_that_comes_back_is_the_same_task(counter: Viettel, status: int, cancelled: bool) -> None:
    code = counter.send("register-copy")
    counter.push(status)
    assert counter.step(code) == ("Task_PostReturned",)
    assert bool(counter.dossier(code).data["postalCancelled"]) is cancelled


def test_what_is_pushed_twice_or_too_late_changes_nothing(counter: Viettel) -> None:
    code = counter.send("register-copy")
    assert counter.push(505, times=3, date=moment(counter, 1)) == [200, 200, 200]
    assert counter.step(code) == ("Task_PostFailed",)
    counter.push(504, date=moment(counter, 2))
    counter.push(200, date=moment(counter, -3600))
    assert counter.step(code) == ("Task_PostReturned",) and parcels(counter, code)[0][1] == "returned"
    with counter.office.context.work.read() as work:
        kept = work.execute(select(InboundItem.external_id, InboundItem.raw)).all()
    assert len(kept) == 3, "the same report is kept once"
    assert all(simulator.TOKEN.encode() not in row.raw and b"ORDER_STATUSDATE" in row.raw for row in kept)


def test_a_wrong_token_is_refused_and_nothing_is_kept(counter: Viettel) -> None:
    code = counter.send("register-copy")
    assert counter.push(501, token="somebody-elses-token-1234") == [401]
    assert parcels(counter, code)[0][1] == "created" and counter.office.dossiers.get(code, SYSTEM).finished is None


def test_a_code_nobody_mapped_waits_for_a_person(counter: Viettel) -> None:
    code = counter.send("register-copy")
    counter.push(999)
    ((key, reason),) = inbox(counter)
    assert (key, reason) == (counter.orders()[0]["ORDER_NUMBER"], "parcel-code-unknown")
    assert parcels(counter, code)[0][1] == "created"


def test_a_moment_that_is_none_waits_for_a_person(counter: Viettel) -> None:
    counter.send("register-copy")
    counter.push(501, date="hôm nay")
    assert [reason for _, reason in inbox(counter)] == ["unreadable"]


def test_a_result_of_another_office_is_no_dossiers(counter: Viettel, depot: Outside) -> None:
    depot.served.app.extensions["depot"].place("H99.05-990101-0001-ffffffffffffffff")
    counter.depot.tell("/_advance", reference="H99.05-990101-0001-ffffffffffffffff", status=501)
    with Redis.from_url(counter.redis_url) as redis:
        assert inbound.process(counter.ctx, redis) == 0


def test_papers_are_fetched_by_it_as_well(counter: Viettel) -> None:
    code = file(counter)
    carry_out(counter)
    (order,) = counter.orders()
    assert order["SENDER_FULLNAME"] == APPLICANT.name and order["ORDER_NUMBER"].endswith("-TN")
    counter.push(501)
    assert counter.step(code) == ("Task_TakePapers",)


def test_an_order_is_taken_back_at_the_carrier_that_has_it(
    counter: Viettel, returner: Actor, settings: Settings, post: Outside
) -> None:
    """Though another serves by now."""
    code = counter.send("register-copy")
    tracking_code = counter.office.dossier_pages.show(code, SYSTEM).parcels[0].tracking_code
    now = contexts.set_current(WorkerContext(counter.office, counter.ctx.settings.but(postal_carrier="vnpost")))
    counter.office.parcel_changes.cancel(code, tracking_code, WHY, returner)
    counter.hand_over()
    assert [one["body"]["ORDER_NUMBER"] for one in counter.depot.asked("/v2/order/UpdateOrder")] == [tracking_code]
    assert post.asked("/order/orderCancel") == []
    with Redis.from_url(counter.redis_url) as redis:
        inbound.process(counter.ctx, redis)
    assert counter.step(code) == ("Task_PostReturned",)
    counter.decide(code, postDecision="resend", postAddress="", postPhone="", postReceiver="")
    counter.hand_over()
    assert [carrier for carrier, _ in parcels(counter, code)] == ["Viettel Post", "Bưu điện Việt Nam (VNPost)"]
    with counter.office.context.work.read() as work:
        assert sorted(work.scalars(select(Shipment.system))) == ["postal", "viettel"]
    assert tracking.reconcile(now) == 0, "the one is not asked about the other's"


def test_a_correction_it_does_not_take_is_told_to_a_person(counter: Viettel, returner: Actor) -> None:
    code = counter.send("register-copy")
    tracking_code = counter.office.dossier_pages.show(code, SYSTEM).parcels[0].tracking_code
    counter.office.parcel_changes.correct(code, tracking_code, Delivery("A", "0912000111", "Số 9"), WHY, returner)
    counter.hand_over()
    (incident,) = counter.office.incidents.page(SYSTEM).items
    assert "Viettel Post không nhận sửa đơn" in incident.message and not counter.dossier(code).stopped


def test_a_refused_cancellation_is_told_with_its_reason(counter: Viettel, returner: Actor) -> None:
    code = counter.send("register-copy")
    tracking_code = counter.office.dossier_pages.show(code, SYSTEM).parcels[0].tracking_code
    counter.office.parcel_changes.cancel(code, tracking_code, WHY, returner)
    counter.push(105)
    counter.hand_over()
    (incident,) = counter.office.incidents.page(SYSTEM).items
    assert "Đơn đã lấy hàng" in incident.message


@pytest.mark.parametrize("mode", ["down", "slow", "error", "nonsense"])
def test_a_carrier_that_does_not_answer_gets_one_order(counter: Viettel, mode: str) -> None:
    counter.depot.misbehave(mode, path="/v2/order/createOrderNlp", times=1, delay=0.2)
    code = counter.send("register-copy")
    counter.office.context.clock.advance(minutes=2)
    counter.hand_over()
    assert len({one["ORDER_NUMBER"] for one in counter.orders()}) == 1
    assert parcels(counter, code) == [("Viettel Post", "created")]


@pytest.mark.parametrize(
    ("end", "field", "reason"),
    [
        ("receiver", "Address", "ADDRESS_UNKNOWN"),
        ("receiver", "Tel", "RECEIVER_INVALID"),
        ("sender", "Tel", "SENDER_INVALID"),
    ],
)
def test_its_refusals_are_the_reasons_that_diagrams_catch(
    ctx: WorkerContext, end: str, field: str, reason: str
) -> None:
    ends = {"sender": Sender(Name="A", Address="B", Tel="1"), "receiver": Receiver(Name="A", Address="B", Tel="1")}
    ends[end] = ends[end].model_copy(update={field: ""})  # type: ignore[type-var]
    number = "x-TN" if end == "sender" else "x"
    order = Order(customerCode="c", orderNumber=number, description="d", **ends)  # type: ignore[arg-type]
    with ViettelClient(ctx.settings) as client, pytest.raises(Refused) as refused:
        client.create(order, ctx.office.context.now())
    assert refused.value.reason_code == reason


def test_an_order_it_does_not_take_leads_to_the_counter(counter: Viettel) -> None:
    counter.depot.misbehave("reject", path="/v2/order/createOrderNlp", code="AREA_NOT_SERVED", message="Không phục vụ")
    assert counter.step(counter.send("register-copy")) == ("Task_Return",)


def test_prices_are_those_of_the_carrier_that_serves(ctx: WorkerContext) -> None:
    found = sorted(quotes.quote(ctx.settings, "Số 1", "Số 2"), key=lambda one: one.amount)
    assert found == [PostageQuote("standard", "Viettel Post", 16_500), PostageQuote("express", "Viettel Post", 30_000)]
    first = sorted(quotes.quote(ctx.settings.but(postal_carrier="vnpost"), "Số 1", "Số 2"), key=lambda one: one.amount)
    assert {one.carrier for one in first} == {"Bưu điện Việt Nam (VNPost)"}


def test_wrong_credentials_and_a_token_that_ran_out(ctx: WorkerContext, depot: Outside) -> None:
    with ViettelClient(ctx.settings) as client:
        assert len(list(client.quotes("a", "b"))) == 2
        depot.served.app.extensions["depot"].tokens.clear()
        assert len(list(client.quotes("a", "b"))) == 2, "renewed once"
    with ViettelClient(ctx.settings.but(viettel_key="simulator:wrong")) as client, pytest.raises(CredentialsRefused):
        list(client.quotes("a", "b"))
    depot.misbehave("down")
    with ViettelClient(ctx.settings) as client, pytest.raises(Unavailable):
        list(client.quotes("a", "b"))


def test_breaker_and_rate_go_by_the_carrier_that_serves(ctx: WorkerContext) -> None:
    systems = registry.systems(ctx.settings)
    assert {systems["postal.return"], systems["postal.collect"]} == {"viettel"}
    assert registry.systems(ctx.settings.but(postal_carrier="vnpost"))["postal.return"] == "postal"
    assert carriers.needed(ctx.settings) == ("viettel_url",)
    lacking = connector_health.checks(ctx.settings.but(viettel_url=""))["connectors"]
    assert "MOTCUA_VIETTEL_URL" in str(lacking) and "MOTCUA_POSTAL_URL" not in str(lacking)
