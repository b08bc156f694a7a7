"""Shipments followed to their end, and answers of other offices, on a real office."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from redis import Redis
from sqlalchemy import select

from core.db.models import Outbox
from core.domain import codes
from core.errors.dossiers import NothingWaiting
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierView
from core.settings import Settings
from tests.workers import procedures
from tests.workers.conftest import Outside
from workers import desk as desks
from workers import jobs
from workers.desk import Desk
from workers.errors import Unavailable
from workers.postal import tracking
from workers.postal.client import PostalClient
from workers.postal.delivery import order, sender
from workers.records import answers

LETTER: dict[str, Any] = {
    "inputs": {
        "to": '"H99.06"',
        "subject": '"V/v xác minh"',
        "content": '"Đề nghị xác minh"',
        "inquiryCode": 'dossier.code + "-XM1"',
    },
    "outputs": {"inquiryCode": "inquiryCode"},
    "message": ("records.answer", "inquiryCode"),
    "takes": ("answer", "note"),
}


@pytest.fixture
def desk(demo: Office, settings: Settings, post: Outside, axis: Outside) -> Iterator[Desk]:
    pointed = settings.but(
        postal_url=post.url, postal_key="customer:secret", records_url=axis.url, records_key="client:secret"
    )
    yield desks.hold(Desk(demo, pointed))
    desks._held.clear()


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url) as opened:
        yield opened


def call(desk: Desk, topic: str) -> str:
    (row,) = [str(row.id) for row in desk.office.outbox.due() if row.topic == topic]
    return row


@pytest.fixture
def shipped(desk: Desk) -> Callable[[], tuple[DossierView, str]]:
    """Opens a dossier whose result is with the post; gives it and its order number."""

    def ship() -> tuple[DossierView, str]:
        procedures.deploy(desk.office, procedures.diagram("postal.return", **procedures.POST))
        dossier = procedures.receive(desk.office)
        jobs.call(call(desk, "postal.return"))
        with PostalClient(desk.settings) as post:
            (shipment,) = desk.office.shipments.open()
            return dossier, post.locate(shipment.tracking_code).orderNumber

    return ship


def states(desk: Desk, dossier: DossierView) -> list[str]:
    assert dossier.receipt_secret is not None
    return [
        event.text
        for event in desk.office.dossiers.lookup(dossier.code, dossier.receipt_secret, "127.0.0.1").postal_events
    ]


def ended(desk: Desk, dossier: DossierView) -> bool:
    return "End" in desk.office.dossiers.diagram(dossier.code, SYSTEM).passed


def test_a_delivery_ends_the_wait_and_the_citizen_sees_the_way(
    desk: Desk, post: Outside, redis: Redis, shipped: Callable[[], tuple[DossierView, str]]
) -> None:
    dossier, number = shipped()
    post.tell("/_advance", orderNumber=number, statusCode="200")
    tracking.follow(desk, redis)
    assert not ended(desk, dossier)
    post.tell("/_advance", orderNumber=number, statusCode="400")
    tracking.follow(desk, redis)
    assert ended(desk, dossier) and desk.office.shipments.open() == []
    assert len(states(desk, dossier)) == 3


def test_reading_the_feed_again_changes_nothing(
    desk: Desk, post: Outside, redis: Redis, shipped: Callable[[], tuple[DossierView, str]]
) -> None:
    dossier, number = shipped()
    post.tell("/_advance", orderNumber=number, statusCode="200")
    post.tell("/_advance", orderNumber=number, statusCode="400")
    tracking.follow(desk, redis)
    before, events = states(desk, dossier), len(desk.office.dossiers.history(dossier.code, SYSTEM))
    redis.flushdb()
    tracking.follow(desk, redis)
    assert states(desk, dossier) == before and desk.office.shipments.open() == []
    assert len(desk.office.dossiers.history(dossier.code, SYSTEM)) == events


def test_a_delivery_the_feed_lost_is_found_by_asking(
    desk: Desk, post: Outside, redis: Redis, shipped: Callable[[], tuple[DossierView, str]]
) -> None:
    dossier, number = shipped()
    post.tell("/_advance", orderNumber=number, statusCode="200")
    post.tell("/_advance", orderNumber=number, statusCode="400")
    assert tracking.reconcile(desk) == 1
    assert ended(desk, dossier) and desk.office.shipments.open() == []
    tracking.follow(desk, redis)  # the feed comes late, with older news
    assert desk.office.shipments.open() == [], "older news does not open what is delivered"


def test_a_parcel_that_comes_back_is_closed_and_wakes_nobody(
    desk: Desk, post: Outside, redis: Redis, shipped: Callable[[], tuple[DossierView, str]]
) -> None:
    dossier, number = shipped()
    for code in ("410", "500", "510"):
        post.tell("/_advance", orderNumber=number, statusCode=code)
    tracking.follow(desk, redis)
    assert desk.office.shipments.open() == [] and not ended(desk, dossier)


def test_a_delivery_that_newer_news_contradict_wakes_nobody(
    desk: Desk, post: Outside, redis: Redis, shipped: Callable[[], tuple[DossierView, str]]
) -> None:
    """Asked, the post says that the parcel is on its way back; then the feed brings the delivery of an hour before."""
    dossier, number = shipped()
    post.tell("/_advance", orderNumber=number, statusCode="400")
    desk.office.context.clock.advance(hours=1)
    post.tell("/_advance", orderNumber=number, statusCode="500")
    assert tracking.reconcile(desk) == 1
    tracking.follow(desk, redis)
    assert not ended(desk, dossier) and len(desk.office.shipments.open()) == 1


@pytest.mark.parametrize("spoilt", [{"a": "b"}, b"\xff\xfe"])
def test_a_place_in_the_feed_that_cannot_be_read_is_forgotten(
    desk: Desk, post: Outside, redis: Redis, shipped: Callable[[], tuple[DossierView, str]], spoilt: Any
) -> None:
    dossier, number = shipped()
    post.tell("/_advance", orderNumber=number, statusCode="400")
    for key in ("motcua:cursor:postal", "motcua:cursor:postal:taken"):
        redis.hset(key, mapping=spoilt) if isinstance(spoilt, dict) else redis.set(key, spoilt)
    tracking.follow(desk, redis)
    assert ended(desk, dossier)


def test_an_order_of_somebody_else_is_left_alone(
    desk: Desk, post: Outside, redis: Redis, shipped: Callable[[], tuple[DossierView, str]]
) -> None:
    parcels = post.served.app.extensions["post"]
    parcels.place("other-system-1")
    dossier, number = shipped()
    post.tell("/_advance", orderNumber="other-system-1", statusCode="400")
    post.tell("/_advance", orderNumber=number, statusCode="400")
    tracking.follow(desk, redis)
    assert ended(desk, dossier)


def test_a_delivery_before_the_office_knows_the_order_is_not_lost(desk: Desk, post: Outside, redis: Redis) -> None:
    """The worker died between placing the order and telling the office; the parcel was faster than the repeat."""
    procedures.deploy(desk.office, procedures.diagram("postal.return", **procedures.POST))
    dossier = procedures.receive(desk.office)
    row = call(desk, "postal.return")
    job = desk.office.outbox.lease(UUID(row))
    assert job is not None
    with PostalClient(desk.settings) as client:
        number = client.create(
            order(job, client.customer, sender(job, desk), desk.office.context.settings.secret_key)
        ).orderNumber
    post.tell("/_advance", orderNumber=number, statusCode="400")
    assert tracking.follow(desk, redis) < 2
    assert not ended(desk, dossier)
    desk.office.outbox.postpone(job, 0)
    jobs.call(row)
    tracking.follow(desk, redis)
    assert ended(desk, dossier) and desk.office.shipments.open() == []


def test_a_post_that_is_down_costs_nothing_but_time(
    desk: Desk, post: Outside, redis: Redis, shipped: Callable[[], tuple[DossierView, str]]
) -> None:
    dossier, number = shipped()
    post.tell("/_advance", orderNumber=number, statusCode="400")
    post.misbehave("down", times=1)
    with pytest.raises(Unavailable):
        tracking.follow(desk, redis)
    tracking.follow(desk, redis)
    assert ended(desk, dossier)


def test_nothing_is_asked_where_nothing_is_configured(demo: Office, settings: Settings, redis: Redis) -> None:
    bare = Desk(demo, settings)
    assert (tracking.follow(bare, redis), tracking.reconcile(bare), answers.follow(bare, redis)) == (0, 0, 0)


def sent_code(desk: Desk, dossier: DossierView) -> str:
    """The code of the letter that was sent: what the dossier waits for."""
    code: str = desk.office.dossiers.get(dossier.code, SYSTEM).data["inquiryCode"]
    return code


def test_an_answer_reaches_the_dossier_that_asked(desk: Desk, axis: Outside, redis: Redis) -> None:
    procedures.deploy(desk.office, procedures.diagram("records.document", **LETTER))
    dossier = procedures.receive(desk.office)
    jobs.call(call(desk, "records.document"))
    code = sent_code(desk, dossier)
    assert code.startswith(f"{dossier.code}-XM1-"), "people can read whose letter it is"
    for guessed in (f"{dossier.code}-XM1", code[:-1]):
        with pytest.raises(NothingWaiting):
            desk.office.messages.correlate("records.answer", guessed, {"answer": "giả"}, SYSTEM)
    axis.tell("/_answer", MaVanBan=code, TraLoi="Chưa đăng ký kết hôn", GhiChu="Đã tra sổ")
    assert answers.follow(desk, redis) == 1
    assert answers.follow(desk, redis) == 0
    after = desk.office.dossiers.get(dossier.code, SYSTEM)
    assert (after.data["answer"], after.data["note"]) == ("Chưa đăng ký kết hôn", "Đã tra sổ")
    assert ended(desk, dossier)


def test_an_answer_quicker_than_our_own_books_waits(desk: Desk, axis: Outside, redis: Redis) -> None:
    procedures.deploy(desk.office, procedures.diagram("records.document", **LETTER))
    dossier = procedures.receive(desk.office)
    row = call(desk, "records.document")
    with desk.office.context.work.read() as work:
        key = work.scalars(select(Outbox.key).where(Outbox.id == UUID(row))).one()
    code = f"{dossier.code}-XM1-{codes.unguessable(key, desk.office.context.settings.secret_key)}"
    axis.served.app.extensions["axis"].add_letter({"MaVanBan": code, "NoiNhan": "H99.06", "NoiDung": "x"})
    axis.tell("/_answer", MaVanBan=code, TraLoi="Chưa đăng ký kết hôn")
    assert answers.follow(desk, redis) == 0
    jobs.call(row)
    assert answers.follow(desk, redis) == 1
    assert ended(desk, dossier)


def test_a_letter_to_nobody_takes_the_way_the_diagram_has(desk: Desk) -> None:
    inputs = {**LETTER["inputs"], "to": '"unknown"'}
    bpmn = procedures.diagram("records.document", **{**LETTER, "inputs": inputs}, catch_errors=True)
    procedures.deploy(desk.office, bpmn)
    dossier = procedures.receive(desk.office)
    jobs.call(call(desk, "records.document"))
    assert "End_Refused" in desk.office.dossiers.diagram(dossier.code, SYSTEM).passed


def test_patience_is_shorter_than_what_the_feed_holds_back() -> None:
    assert tracking.PATIENCE < tracking.FEED_PATIENCE < answers.PATIENCE
    assert timedelta(hours=1) < tracking.PATIENCE
