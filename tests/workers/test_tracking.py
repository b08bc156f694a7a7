"""Shipments followed to their end, on a real office."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from redis import Redis

from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierView
from core.settings import Settings
from tests.workers import procedures
from tests.workers.conftest import Outside
from workers import context as contexts
from workers import jobs
from workers.context import WorkerContext
from workers.errors import Unavailable
from workers.postal import tracking
from workers.postal.client import PostalClient
from workers.postal.delivery import order, sender


@pytest.fixture
def ctx(demo: Office, settings: Settings, post: Outside) -> Iterator[WorkerContext]:
    pointed = settings.but(postal_url=post.url, postal_key="customer:secret")
    yield contexts.set_current(WorkerContext(demo, pointed))
    contexts._current.clear()


def call(ctx: WorkerContext, topic: str) -> str:
    (row,) = [str(row.id) for row in ctx.office.outbox.due() if row.topic == topic]
    return row


@pytest.fixture
def shipped(ctx: WorkerContext) -> Callable[[], tuple[DossierView, str]]:
    """Opens a dossier whose result is with the post; gives it and its order number."""

    def ship() -> tuple[DossierView, str]:
        procedures.deploy(ctx.office, procedures.diagram("postal.return", **procedures.POST))
        dossier = procedures.receive(ctx.office)
        jobs.call(call(ctx, "postal.return"))
        with PostalClient(ctx.settings) as post:
            (shipment,) = ctx.office.shipments.open()
            return dossier, post.locate(shipment.tracking_code).orderNumber

    return ship


def states(ctx: WorkerContext, dossier: DossierView) -> list[str]:
    assert dossier.receipt_secret is not None
    return [
        event.text
        for event in ctx.office.dossiers.lookup(dossier.code, dossier.receipt_secret, "127.0.0.1").postal_events
    ]


def ended(ctx: WorkerContext, dossier: DossierView) -> bool:
    return "End" in ctx.office.dossiers.diagram(dossier.code, SYSTEM).passed


def test_a_delivery_ends_the_wait_and_the_citizen_sees_the_way(
    ctx: WorkerContext, post: Outside, redis: Redis, shipped: Callable[[], tuple[DossierView, str]]
) -> None:
    dossier, number = shipped()
    post.tell("/_advance", orderNumber=number, statusCode="200")
    tracking.follow(ctx, redis)
    assert not ended(ctx, dossier)
    post.tell("/_advance", orderNumber=number, statusCode="400")
    tracking.follow(ctx, redis)
    assert ended(ctx, dossier) and ctx.office.shipments.open() == []
    assert len(states(ctx, dossier)) == 3


def test_reading_the_feed_again_changes_nothing(
    ctx: WorkerContext, post: Outside, redis: Redis, shipped: Callable[[], tuple[DossierView, str]]
) -> None:
    dossier, number = shipped()
    post.tell("/_advance", orderNumber=number, statusCode="200")
    post.tell("/_advance", orderNumber=number, statusCode="400")
    tracking.follow(ctx, redis)
    before, events = states(ctx, dossier), len(ctx.office.dossiers.history(dossier.code, SYSTEM))
    redis.flushdb()
    tracking.follow(ctx, redis)
    assert states(ctx, dossier) == before and ctx.office.shipments.open() == []
    assert len(ctx.office.dossiers.history(dossier.code, SYSTEM)) == events


def test_a_delivery_the_feed_lost_is_found_by_asking(
    ctx: WorkerContext, post: Outside, redis: Redis, shipped: Callable[[], tuple[DossierView, str]]
) -> None:
    dossier, number = shipped()
    post.tell("/_advance", orderNumber=number, statusCode="200")
    post.tell("/_advance", orderNumber=number, statusCode="400")
    assert tracking.reconcile(ctx) == 1
    assert ended(ctx, dossier) and ctx.office.shipments.open() == []
    tracking.follow(ctx, redis)  # the feed comes late, with older news
    assert ctx.office.shipments.open() == [], "older news does not open what is delivered"


def test_a_parcel_that_comes_back_is_closed_and_wakes_nobody(
    ctx: WorkerContext, post: Outside, redis: Redis, shipped: Callable[[], tuple[DossierView, str]]
) -> None:
    dossier, number = shipped()
    for code in ("410", "500", "510"):
        post.tell("/_advance", orderNumber=number, statusCode=code)
    tracking.follow(ctx, redis)
    assert ctx.office.shipments.open() == [] and not ended(ctx, dossier)


def test_a_delivery_that_newer_news_contradict_wakes_nobody(
    ctx: WorkerContext, post: Outside, redis: Redis, shipped: Callable[[], tuple[DossierView, str]]
) -> None:
    """Asked, the post says that the parcel is on its way back; then the feed brings the delivery of an hour before."""
    dossier, number = shipped()
    post.tell("/_advance", orderNumber=number, statusCode="400")
    ctx.office.context.clock.advance(hours=1)
    post.tell("/_advance", orderNumber=number, statusCode="500")
    assert tracking.reconcile(ctx) == 1
    tracking.follow(ctx, redis)
    assert not ended(ctx, dossier) and len(ctx.office.shipments.open()) == 1


@pytest.mark.parametrize("spoilt", [{"a": "b"}, b"\xff\xfe"])
def test_a_place_in_the_feed_that_cannot_be_read_is_forgotten(
    ctx: WorkerContext, post: Outside, redis: Redis, shipped: Callable[[], tuple[DossierView, str]], spoilt: Any
) -> None:
    dossier, number = shipped()
    post.tell("/_advance", orderNumber=number, statusCode="400")
    for key in ("motcua:cursor:postal", "motcua:cursor:postal:taken"):
        redis.hset(key, mapping=spoilt) if isinstance(spoilt, dict) else redis.set(key, spoilt)
    tracking.follow(ctx, redis)
    assert ended(ctx, dossier)


def test_an_order_of_somebody_else_is_left_alone(
    ctx: WorkerContext, post: Outside, redis: Redis, shipped: Callable[[], tuple[DossierView, str]]
) -> None:
    parcels = post.served.app.extensions["post"]
    parcels.place("other-system-1")
    dossier, number = shipped()
    post.tell("/_advance", orderNumber="other-system-1", statusCode="400")
    post.tell("/_advance", orderNumber=number, statusCode="400")
    tracking.follow(ctx, redis)
    assert ended(ctx, dossier)


def test_a_delivery_before_the_office_knows_the_order_is_not_lost(
    ctx: WorkerContext, post: Outside, redis: Redis
) -> None:
    """The worker died between placing the order and telling the office; the parcel was faster than the repeat."""
    procedures.deploy(ctx.office, procedures.diagram("postal.return", **procedures.POST))
    dossier = procedures.receive(ctx.office)
    row = call(ctx, "postal.return")
    job = ctx.office.outbox.lease(UUID(row))
    assert job is not None
    with PostalClient(ctx.settings) as client:
        number = client.create(
            order(job, client.customer, sender(job, ctx), ctx.office.context.settings.secret_key)
        ).orderNumber
    post.tell("/_advance", orderNumber=number, statusCode="400")
    assert tracking.follow(ctx, redis) < 2
    assert not ended(ctx, dossier)
    ctx.office.outbox.postpone(job, 0)
    jobs.call(row)
    tracking.follow(ctx, redis)
    assert ended(ctx, dossier) and ctx.office.shipments.open() == []


def test_a_post_that_is_down_costs_nothing_but_time(
    ctx: WorkerContext, post: Outside, redis: Redis, shipped: Callable[[], tuple[DossierView, str]]
) -> None:
    dossier, number = shipped()
    post.tell("/_advance", orderNumber=number, statusCode="400")
    post.misbehave("down", times=1)
    with pytest.raises(Unavailable):
        tracking.follow(ctx, redis)
    tracking.follow(ctx, redis)
    assert ended(ctx, dossier)


def test_nothing_is_asked_where_nothing_is_configured(demo: Office, settings: Settings, redis: Redis) -> None:
    bare = WorkerContext(demo, settings)
    assert (tracking.follow(bare, redis), tracking.reconcile(bare)) == (0, 0)


def test_patience_is_shorter_than_what_the_feed_holds_back() -> None:
    assert tracking.PATIENCE < tracking.FEED_PATIENCE
    assert timedelta(hours=1) < tracking.PATIENCE
