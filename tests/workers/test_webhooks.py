"""Webhooks: signed events, at least once and under one id, to those within reach and to nobody inside the house."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_structured_event
from redis import Redis
from sqlalchemy import func, select
from standardwebhooks import Webhook as Standard

from core import jsontext
from core.db.models import JournalEntry, OutgoingEvent, WebhookDelivery
from core.domain.history import EventKind
from core.errors.requests import BadValue, NotFound
from core.errors.rights import Forbidden
from core.services.cases.cases import id_of, lock_dossier
from core.services.evidence import history
from core.services.evidence.event_drafts import EventDraft
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.webhooks import NewWebhook
from core.settings import Settings
from tests.support.clock import TestClock
from tests.support.staff import hire, staff
from tests.workers import procedures
from tests.workers.hooks import Told, hooked, hooking, received
from tests.workers.processes import worker_burst
from tests.workers.receivers import receiver
from workers import context as contexts
from workers import jobs, relay, webhooks
from workers.context import WorkerContext


@pytest.fixture
def ctx(demo: Office, settings: Settings) -> Iterator[WorkerContext]:
    with hooking(demo, settings) as ctx:
        yield ctx


@pytest.fixture
def told(ctx: WorkerContext) -> Iterator[Told]:
    with receiver() as other:
        yield hooked(ctx, other)


def entries(office: Office, kind: str) -> list[Any]:
    with office.context.work.read() as work:
        rows = work.scalars(select(JournalEntry.payload).where(JournalEntry.kind == kind)).all()
    return [jsontext.loads(row) for row in rows]


def test_what_is_sent_is_a_signed_cloudevent_and_holds_nothing_about_people(database_url: str, told: Told) -> None:
    code = received(told.office)
    assert told.turn() == 1
    (headers, body), dossier = told.other.sent[0], told.office.dossiers.get(code, SYSTEM)
    event = from_structured_event(HTTPMessage({"content-type": headers["content-type"]}, body))
    assert event.get_type() == "motcua.clerk.dossier.received" and event.get_specversion() == "1.0"
    assert event.get_subject() == code and event.get_source() == told.office.context.settings.address
    assert event.get_time() == dossier.received and event.get_id() == headers["webhook-id"]
    assert event.get_data() == {
        "dossier": code,
        "procedure": procedures.CODE,
        "status": 1,
        "statusChanged": True,
        "receptionUnit": "H99.05.01",
        "processingUnit": "H99.05",
        "number": 1,
    }
    stamp = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
    signed = Standard(told.secret).sign(headers["webhook-id"], stamp, body.decode())
    assert headers["webhook-signature"] == signed and stamp == told.office.context.now().replace(microsecond=0)
    person = procedures.APPLICANT
    for private in (person.name, person.identity_number, person.phone, person.email, person.address):
        assert private not in body.decode()
    assert told.turn() == 0 and [one.state for one in told.page()] == ["delivered"]


def test_an_event_stands_or_falls_with_what_it_tells_of(database_url: str, told: Told) -> None:
    def written() -> int:
        with told.office.context.work.read() as work:
            return work.scalar(select(func.count()).select_from(OutgoingEvent)) or 0

    code = received(told.office)
    assert written() == len(told.office.dossiers.history(code, SYSTEM)) == 1
    context, printed = told.office.context, EventKind.CLERK_RECEIPT_PRINTED
    with pytest.raises(ConnectionError), context.work() as work:
        case = lock_dossier(context, work, id_of(work, code))
        history.record(work, case, EventDraft(printed, {}, SYSTEM, context.now()))
        work.send()
        raise ConnectionError
    assert written() == len(told.office.dossiers.history(code, SYSTEM)) == 1


def test_nothing_is_written_where_nobody_asked(database_url: str, ctx: WorkerContext) -> None:
    received(ctx.office)
    with ctx.office.context.work.read() as work:
        assert work.scalar(select(func.count()).select_from(OutgoingEvent)) == 0


def test_failures_are_tried_again_with_growing_pauses_under_one_id_then_given_up(
    database_url: str, told: Told, clock: TestClock
) -> None:
    waits = told.office.context.settings.retry_seconds
    told.other.answers = [500, 302, 404, 429, 503, 500]
    received(told.office)
    assert told.turn() == 1
    for wait in waits:
        clock.advance(seconds=wait - 1)
        assert told.turn() == 0, "too early"
        clock.advance(seconds=2)
        assert told.turn() == 1
    assert len(set(told.other.ids)) == 1 and len(told.other.sent) == len(waits) + 1
    (given_up,) = told.page("failed")
    assert [one["status"] for one in given_up.tries] == [500, 302, 404, 429, 503, 500]
    assert given_up.tries[0]["answer"] == "answer 500"
    (entry,) = entries(told.office, "system.webhook.failed")
    assert (entry["name"], entry["reason"]) == ("Cổng của huyện", "500")
    assert told.office.webhooks.failing(SYSTEM) == 1
    clock.advance(days=1)
    assert told.turn() == 0, "nobody tries by himself what was given up"
    assert told.office.webhook_log.replay(told.id, [given_up.id], SYSTEM) == 1
    assert told.turn() == 1 and len(set(told.other.ids)) == 1
    assert [one.state for one in told.page()] == ["delivered"] and told.office.webhooks.failing(SYSTEM) == 0
    assert entries(told.office, "admin.webhook.replayed")[0]["events"] == 1


def test_a_worker_that_dies_costs_a_repetition_and_nothing_else(
    database_url: str, told: Told, clock: TestClock
) -> None:
    received(told.office)
    (due,) = told.office.webhook_deliveries.due(100)
    lost = told.office.webhook_deliveries.lease(due.id)
    assert lost is not None
    assert told.office.webhook_deliveries.lease(due.id) is None, "one at a time"
    webhooks._post(told.ctx, lost, float("inf"))  # it arrived, and the worker died before it could say so
    assert told.turn() == 0
    clock.advance(seconds=61)
    assert told.turn() == 1
    assert len(told.other.sent) == 2 and len(set(told.other.ids)) == 1
    late = webhooks.Try(status=500, error="", milliseconds=1)
    assert told.office.webhook_deliveries.report(lost, late) is False, "only who holds the lease counts"
    assert [one.state for one in told.page()] == ["delivered"]


def test_workers_that_always_die_do_not_try_for_ever(told: Told, clock: TestClock) -> None:
    received(told.office)
    most = len(told.office.context.settings.retry_seconds) + 1
    for _ in range(most):
        (due,) = told.office.webhook_deliveries.due(100)
        assert told.office.webhook_deliveries.lease(due.id) is not None
        clock.advance(seconds=61)
    assert told.turn() == 1 and told.other.sent == []
    (given_up,) = told.page("failed")
    assert given_up.tries[-1]["error"] == "died"


def test_only_dossiers_within_reach_and_the_kinds_asked_for(database_url: str, ctx: WorkerContext) -> None:
    with receiver() as near, receiver() as far, receiver() as above, receiver() as quiet:
        hooked(ctx, near)
        hooked(ctx, far, unit="H99.06")
        hooked(ctx, above, unit="H99", kinds=("status.changed",))
        hooked(ctx, quiet, kinds=("clerk.payment.taken",))
        code = received(ctx.office)
        for due in ctx.office.webhook_deliveries.due(100):
            jobs.webhook(str(due.id))
        assert [len(one.sent) for one in (near, far, above, quiet)] == [1, 0, 1, 0]
        assert json.loads(above.sent[0][1])["subject"] == code


def test_nobody_inside_the_house_is_called(demo: Office, settings: Settings) -> None:
    with receiver() as inside:
        named = inside.url.replace("127.0.0.1", "localhost").replace("http:", "https:")
        new = NewWebhook(name="x", address=named, unit="H99")
        webhook, _ = demo.webhooks.create_webhook(new, SYSTEM)
        told = Told(contexts.set_current(WorkerContext(demo, settings)), inside, webhook, "")
        received(demo)
        assert told.turn() == 1
        assert [one.tries[-1]["error"] for one in told.page()] == ["internal"] and inside.sent == []
    contexts._current.clear()


def test_a_range_of_days_holds_what_the_webhook_missed(database_url: str, told: Told, clock: TestClock) -> None:
    first = received(told.office)
    told.turn()
    told.office.webhooks.switch_off(told.id, SYSTEM)
    clock.advance(hours=1)
    second = procedures.receive(told.office).code
    told.turn()
    assert len(told.other.sent) == 1
    now = told.office.context.now()
    with pytest.raises(BadValue):
        told.office.webhook_log.replay_range(told.id, now - timedelta(days=1), now, SYSTEM)
    told.office.webhooks.switch_on(told.id, SYSTEM)
    with pytest.raises(BadValue):
        told.office.webhook_log.replay_range(told.id, now, now, SYSTEM)
    later = now + timedelta(hours=1)
    assert told.office.webhook_log.replay_range(told.id, now - timedelta(days=1), later, SYSTEM) == 2
    told.turn()
    subjects = [json.loads(body)["subject"] for _, body in told.other.sent]
    assert subjects[0] == first and sorted(subjects[1:]) == sorted([first, second])
    assert len(set(told.other.ids)) == 2
    assert told.office.webhook_log.replay_range(told.id, later, later + timedelta(days=1), SYSTEM) == 0


def test_an_address_that_is_gone_is_switched_off(told: Told) -> None:
    told.other.answers = [410]
    received(told.office)
    told.turn()
    view = told.office.webhooks.webhook(told.id, SYSTEM)
    assert (view.active, view.off_reason, view.waiting, view.failed) == (False, "gone", 0, 1)
    assert entries(told.office, "system.webhook.stopped")[0]["reason"] == "gone"


def test_one_that_fails_for_days_is_switched_off(told: Told, clock: TestClock) -> None:
    told.other.answers = [500] * 100
    for _ in range(8):
        received(told.office)
        told.turn()
        clock.advance(days=1)
    view = told.office.webhooks.webhook(told.id, SYSTEM)
    assert (view.active, view.off_reason) == (False, "failing")
    assert len(entries(told.office, "system.webhook.stopped")) == 1


def test_one_that_does_not_answer_keeps_nobody_waiting(ctx: WorkerContext) -> None:
    with receiver() as well, receiver() as ill:
        told, sick = hooked(ctx, well), hooked(ctx, ill)
        ill.answers = [500] * 1000
        for _ in range(6):
            received(ctx.office)
        told.turn()
        told.turn()
        assert len(well.sent) == 6
        assert len(ill.sent) == 4, "as many as are under way together; then it is left alone"
        assert sick.office.webhooks.webhook(sick.id, SYSTEM).failures == 4


def test_a_new_secret_and_the_old_one_both_sign_for_a_day(told: Told, clock: TestClock) -> None:
    new = told.office.webhooks.renew_secret(told.id, SYSTEM)
    for secrets in ([new, told.secret], [new]):
        received(told.office)
        told.turn()
        headers, body = told.other.sent[-1]
        stamp = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
        wanted = [Standard(one).sign(headers["webhook-id"], stamp, body.decode()) for one in secrets]
        assert headers["webhook-signature"].split() == wanted
        clock.advance(hours=25)


def test_a_webhook_is_tried_out_with_an_event_that_tells_of_nothing(told: Told) -> None:
    delivery = told.office.webhook_log.try_out(told.id, SYSTEM)
    assert told.turn() == 1
    assert json.loads(told.other.sent[0][1])["type"] == "motcua.webhook.tried"
    assert told.office.webhook_log.get(told.id, delivery, SYSTEM).state == "delivered"


def test_old_events_are_let_go_and_what_waits_is_kept(told: Told, clock: TestClock) -> None:
    received(told.office)
    told.turn()
    told.other.answers = [500]
    received(told.office)
    told.turn()
    clock.advance(days=31)
    told.office.upkeep.sweep()
    with told.office.context.work.read() as work:
        states = list(work.scalars(select(WebhookDelivery.state)))
        assert (states, work.scalar(select(func.count()).select_from(OutgoingEvent))) == (["waiting"], 1)


def test_the_relay_and_a_worker_carry_it(database_url: str, told: Told, redis_url: str) -> None:
    received(told.office)
    with Redis.from_url(redis_url) as redis:
        queue = relay.hooks(redis)
        relay.turn(told.office, relay.calls(redis))
        assert "workers.jobs.webhook" in {job.func_name for job in queue.jobs}
        worker_burst(told.ctx.settings.but(redis_url=redis_url))
    assert [one.state for one in told.page()] == ["delivered"] and len(told.other.sent) == 1


def test_an_administrator_sees_the_webhooks_of_their_units_alone(ctx: WorkerContext) -> None:
    with receiver() as other:
        told, neighbour = hooked(ctx, other), hire(ctx.office, "lang-gieng", admin="H99.06")
        assert ctx.office.webhooks.webhooks(neighbour) == []
        for act in (
            lambda: ctx.office.webhooks.webhook(told.id, neighbour),
            lambda: ctx.office.webhooks.switch_off(told.id, neighbour),
            lambda: ctx.office.webhook_log.page(told.id, neighbour),
        ):
            with pytest.raises(NotFound):
                act()
        with pytest.raises(Forbidden):
            ctx.office.webhooks.create_webhook(NewWebhook(name="x", address=other.url, unit="H99.05"), neighbour)
        clerk = staff(ctx.office, "receiver")
        assert ctx.office.webhooks.webhooks(clerk) == []
