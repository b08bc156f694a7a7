"""Shipments followed to their end, on a real office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from redis import Redis
from sqlalchemy import select

from core.db.models import InboundItem
from core.domain.states import InboundState
from core.errors.dossiers import CannotAdvance
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierView
from core.services.views.incidents import IncidentView
from core.settings import Settings
from tests.workers import procedures
from tests.workers.conftest import Outside
from tests.workers.following import call, ended
from workers import jobs
from workers.context import WorkerContext
from workers.errors import Unavailable
from workers.postal import tracking
from workers.postal.client import PostalClient
from workers.postal.delivery import order, sender
from workers.postal.simulator import SAYINGS
from workers.postal.states import neutral


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
    found = ctx.office.dossiers.lookup(dossier.code, dossier.receipt_secret, "127.0.0.1")
    return [event.text for parcel in found.parcels for event in parcel.events]


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


@pytest.mark.parametrize(("code", "words"), [("510", "đã về đơn vị"), ("900", "chưa rời đơn vị"), ("800", "thất lạc")])
def test_what_nobody_waits_for_becomes_one_incident(
    ctx: WorkerContext,
    post: Outside,
    redis: Redis,
    shipped: Callable[[], tuple[DossierView, str]],
    code: str,
    words: str,
) -> None:
    """The diagram waits for the delivery alone: an hour later a person is told, once, with the post's own words."""
    dossier, number = shipped()
    for status in ("410", "500", code):
        post.tell("/_advance", orderNumber=number, statusCode=status)
    tracking.follow(ctx, redis)
    assert incidents(ctx) == [] and len(ctx.office.shipments.open()) == 1, "the process may still come to wait for it"
    ctx.office.context.clock.advance(hours=1, minutes=1)
    tracking.follow(ctx, redis)
    redis.flushdb()
    tracking.follow(ctx, redis)
    assert tracking.reconcile(ctx) == 0
    (incident,) = incidents(ctx)
    assert (incident.dossier, incident.element, incident.topic) == (dossier.code, "Task_Call", "postal.return")
    assert words in incident.message and SAYINGS[code] in incident.message
    assert ctx.office.shipments.open() == [] and not ended(ctx, dossier)
    kinds = [event.kind for event in ctx.office.dossiers.history(dossier.code, SYSTEM)]
    assert kinds.count("engine.incident.opened") == 1
    ctx.office.incidents.retry(incident.id, SYSTEM)
    assert incidents(ctx) == []


def incidents(ctx: WorkerContext) -> list[IncidentView]:
    return list(ctx.office.incidents.page(SYSTEM).items)


@pytest.mark.parametrize(
    ("code", "name"), [("410", "postal.failed"), ("510", "postal.returned"), ("800", "postal.lost")]
)
def test_the_process_is_told_why_and_when(
    ctx: WorkerContext, post: Outside, redis: Redis, code: str, name: str
) -> None:
    told = {"reason": "reason", "at": f"{name.removeprefix('postal.')}At"}
    procedures.deploy(
        ctx.office,
        procedures.diagram(
            "postal.return", **{**procedures.POST, "message": (name, "trackingCode")}, takes=tuple(told.values())
        ),
    )
    dossier = procedures.receive(ctx.office)
    jobs.call(call(ctx, "postal.return"))
    (shipment,) = ctx.office.shipments.open()
    with PostalClient(ctx.settings) as client:
        number = client.locate(shipment.tracking_code).orderNumber
    at = post.tell("/_advance", orderNumber=number, statusCode=code)["at"]
    tracking.follow(ctx, redis)
    data = ctx.office.dossiers.get(dossier.code, SYSTEM).data
    assert (data[told["reason"]], datetime.fromisoformat(data[told["at"]])) == (
        SAYINGS[code],
        datetime.fromisoformat(at),
    )
    assert ended(ctx, dossier) and incidents(ctx) == []


def test_a_failure_nobody_waits_for_is_recorded_and_no_incident(
    ctx: WorkerContext, post: Outside, redis: Redis, shipped: Callable[[], tuple[DossierView, str]]
) -> None:
    """The parcel is still on its way: what becomes of it is told later."""
    dossier, number = shipped()
    post.tell("/_advance", orderNumber=number, statusCode="410")
    tracking.follow(ctx, redis)
    assert states(ctx, dossier)[-1] == SAYINGS["410"]
    ctx.office.context.clock.advance(hours=3)
    tracking.follow(ctx, redis)
    assert incidents(ctx) == [] and states(ctx, dossier).count(SAYINGS["410"]) == 1
    post.tell("/_advance", orderNumber=number, statusCode="400")
    tracking.follow(ctx, redis)
    assert ended(ctx, dossier)


@pytest.mark.parametrize("known", ["200", "400"])
def test_a_code_nobody_has_mapped_undoes_nothing_that_is_known(
    ctx: WorkerContext, post: Outside, redis: Redis, shipped: Callable[[], tuple[DossierView, str]], known: str
) -> None:
    dossier, number = shipped()
    post.tell("/_advance", orderNumber=number, statusCode=known)
    tracking.follow(ctx, redis)
    ctx.office.context.clock.advance(minutes=1)
    post.tell("/_advance", orderNumber=number, statusCode="987")
    tracking.follow(ctx, redis)
    (parcel,) = ctx.office.dossiers.lookup(dossier.code, str(dossier.receipt_secret), "127.0.0.1").parcels
    assert parcel.state == neutral(known) and len(parcel.events) == 3
    assert bool(ctx.office.shipments.open()) == (known == "200"), "what has arrived is not asked about again"


def test_one_stopped_dossier_does_not_keep_the_others_from_being_asked_about(
    ctx: WorkerContext, post: Outside, shipped: Callable[[], tuple[DossierView, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier, number = shipped()
    post.tell("/_advance", orderNumber=number, statusCode="400")
    with monkeypatch.context() as patch:
        patch.setattr(tracking, "deliver", raising(CannotAdvance(element="x", incident="1")))
        assert tracking.reconcile(ctx) == 0
    assert len(ctx.office.shipments.open()) == 1
    assert tracking.reconcile(ctx) == 1 and ended(ctx, dossier)


def raising(error: Exception) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise error

    return fail


def test_a_delivery_that_newer_news_contradict_wakes_nobody(
    ctx: WorkerContext, post: Outside, redis: Redis, shipped: Callable[[], tuple[DossierView, str]]
) -> None:
    """Asked, the post says that the parcel is on its way back; then the feed brings the delivery of an hour before."""
    dossier, number = shipped()
    post.tell("/_advance", orderNumber=number, statusCode="400")
    ctx.office.context.clock.advance(hours=1)
    post.tell("/_advance", orderNumber=number, statusCode="500")
    tracking.reconcile(ctx)
    tracking.follow(ctx, redis)
    assert not ended(ctx, dossier) and len(ctx.office.shipments.open()) == 1


@pytest.mark.parametrize("spoilt", [{"a": "b"}, b"\xff\xfe"])
def test_a_place_in_the_feed_that_cannot_be_read_is_forgotten(
    ctx: WorkerContext, post: Outside, redis: Redis, shipped: Callable[[], tuple[DossierView, str]], spoilt: Any
) -> None:
    dossier, number = shipped()
    post.tell("/_advance", orderNumber=number, statusCode="400")
    key = "motcua:cursor:postal"
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
    ctx.office.context.clock.advance(seconds=10)
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


def test_what_concerns_nobody_waits_in_the_inbox_and_the_rest_goes_on(
    ctx: WorkerContext, post: Outside, redis: Redis, shipped: Callable[[], tuple[DossierView, str]]
) -> None:
    post.served.app.extensions["post"].place("other-system-1")
    post.tell("/_advance", orderNumber="other-system-1", statusCode="200")
    dossier, number = shipped()
    post.tell("/_advance", orderNumber=number, statusCode="400")
    for _ in range(5):
        tracking.follow(ctx, redis)
        ctx.office.context.clock.advance(minutes=3)
    assert ended(ctx, dossier)
    with ctx.office.context.work.read() as work:
        left = work.execute(
            select(InboundItem.key, InboundItem.reason).where(InboundItem.state == InboundState.PARKED)
        ).all()
    assert {one.key for one in left} == {"other-system-1"} and {one.reason for one in left} == {"parcel-unknown"}
    assert redis.get("motcua:cursor:postal") is not None, "the cursor has passed it"
