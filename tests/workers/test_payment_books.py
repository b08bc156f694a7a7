"""The platform's books and ours: cash cancels what is asked for there, the file of the day is compared, callbacks are signed."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from redis import Redis
from werkzeug.test import Client

from core.db.models import Payment, PaymentDifference, PaymentRequest
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierView
from tests.support import doors
from tests.support.clock import TestClock
from tests.support.staff import staff
from tests.unit.procedures.test_in_the_office import Desk as Roles
from tests.workers import test_payment
from tests.workers.conftest import Outside
from tests.workers.test_payment import ended, kinds, rows, wrong
from workers import context as contexts
from workers import inbound, jobs
from workers.context import WorkerContext
from workers.errors import Unavailable
from workers.payment import books, receipts

asked = test_payment.asked
SECRET = "the-platform-signs-with-this"


@pytest.fixture
def ctx(paying: WorkerContext) -> WorkerContext:
    return paying


@pytest.fixture
def permit(ctx: WorkerContext, credentials: dict[str, Any]) -> tuple[str, str]:
    """A building permit whose fee the platform was asked for: its code, and that of the payment."""
    roles = Roles(ctx.office, credentials)
    code = roles.open("house-permit", "counter", "counter")
    while (task := roles.dossier(code).tasks[0]).kind != "pay":
        roles.work(task)
    (row,) = [str(one.id) for one in ctx.office.outbox.due() if one.topic == "payment.request"]
    jobs.call(row)
    return code, rows(ctx, PaymentRequest)[0].code


def take_cash(ctx: WorkerContext, code: str) -> None:
    task = next(one for one in ctx.office.dossiers.get(code, SYSTEM).tasks if one.kind == "pay")
    ctx.office.tasks.complete(task.id, {"paymentMethod": "cash", "paidAmount": 75_000}, staff(ctx.office, "receiver"))


def test_cash_cancels_the_request_at_the_platform_once(
    ctx: WorkerContext, platform: Outside, permit: tuple[str, str]
) -> None:
    code, payment = permit
    assert books.withdraw(ctx) == 0, "somebody owes it"
    take_cash(ctx, code)
    assert (books.withdraw(ctx), books.withdraw(ctx)) == (1, 0)
    assert len(platform.asked(f"/payments/{payment}/cancel")) == 1
    assert platform.served.app.extensions["platform"].find(payment)["cancelled"]
    assert rows(ctx, PaymentRequest)[0].state == "withdrawn"
    events = [event for event in ctx.office.dossiers.history(code, SYSTEM) if event.kind == "worker.payment.withdrawn"]
    assert [event.payload["amount"] for event in events] == [75_000]
    assert ctx.office.audit.verify(code, SYSTEM).intact


@pytest.mark.parametrize("mode", ["down", "error", "nonsense"])
def test_a_platform_that_is_away_is_asked_again(
    ctx: WorkerContext, platform: Outside, permit: tuple[str, str], mode: str
) -> None:
    take_cash(ctx, permit[0])
    platform.misbehave(mode, times=1)
    with pytest.raises(Unavailable):
        books.withdraw(ctx)
    assert rows(ctx, PaymentRequest)[0].state == "void"
    assert books.withdraw(ctx) == 1


def test_who_paid_online_and_in_cash_is_found(
    ctx: WorkerContext, platform: Outside, redis: Redis, permit: tuple[str, str]
) -> None:
    """The money was on its way when the desk took cash: the platform cannot cancel it, and the feed tells of it."""
    code, payment = permit
    platform.tell("/_pay", paymentCode=payment)
    take_cash(ctx, code)
    assert books.withdraw(ctx) == 1
    receipts.follow(ctx, redis)
    assert wrong(ctx) == ["late"] and len(rows(ctx, Payment)) == 1


def test_a_refused_cancellation_holds_nobody_up(ctx: WorkerContext, platform: Outside, permit: tuple[str, str]) -> None:
    take_cash(ctx, permit[0])
    platform.tell("/_trouble", error="77", message="Không huỷ")
    assert books.withdraw(ctx) == 0 and rows(ctx, PaymentRequest)[0].state == "void"
    assert books.withdraw(ctx) == 1


def test_a_refused_cancellation_is_told_with_its_reason_once(
    ctx: WorkerContext, platform: Outside, permit: tuple[str, str]
) -> None:
    code, payment = permit
    take_cash(ctx, code)
    for _ in range(2):
        platform.tell("/_trouble", error="77", message="Đang đối soát")
        assert books.withdraw(ctx) == 0
    (incident,) = ctx.office.incidents.page(SYSTEM).items
    assert (incident.dossier, incident.kind, incident.topic) == (code, "payment", "payment.request")
    assert payment in incident.message and "Đang đối soát" in incident.message
    assert [one.incident for one in ctx.office.dossiers.get(code, SYSTEM).troubles] == [incident.id]
    ctx.office.incidents.retry(incident.id, SYSTEM, "đã gọi nền tảng")
    platform.tell("/_trouble", error="77", message="Đang đối soát")
    assert books.withdraw(ctx) == 0 and not ctx.office.incidents.page(SYSTEM).items, "told and settled"
    assert ctx.office.audit.verify(code, SYSTEM).intact


def test_a_dossier_that_ended_otherwise_asks_for_no_money_any_more(
    ctx: WorkerContext, asked: tuple[DossierView, str]
) -> None:
    dossier, code = asked
    ctx.office.messages.correlate("payment.received", code, {"amount": 75_000}, SYSTEM)
    assert ended(ctx, dossier) and books.withdraw(ctx) == 1


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which money comes in for a dossier."""

    ctx: WorkerContext
    platform: Outside
    redis: Redis
    clock: TestClock
    dossier: DossierView
    code: str

    def paid(self, code: str, **told: Any) -> None:
        at = (self.ctx.office.context.now() - timedelta(minutes=5)).isoformat()
        self.platform.tell("/_pay", paymentCode=code, paidAt=at, **told)

    def read(self) -> None:
        """The feed is read."""
        receipts.follow(self.ctx, self.redis)

    def over(self) -> None:
        """The feed is read, and the day ends."""
        self.read()
        self.clock.advance(days=1)


@pytest.fixture
def day(ctx: WorkerContext, platform: Outside, redis: Redis, clock: TestClock, asked: tuple[DossierView, str]) -> Day:
    return Day(ctx, platform, redis, clock, *asked)


def test_a_file_that_agrees_says_nothing(ctx: WorkerContext, day: Day) -> None:
    day.paid(day.code)
    day.over()
    assert books.compare(ctx) == 0 and wrong(ctx) == []


def test_what_only_one_side_has_is_a_difference_once(ctx: WorkerContext, day: Day) -> None:
    dossier, code = day.dossier, day.code
    day.paid(code, transaction="OURS", unfiled=True)
    day.paid(code, transaction="THEIRS", unreported=True)
    day.paid("NOBODYS", transaction="THIRD", amount=9)
    day.read()
    assert wrong(ctx) == ["unknown"]
    assert books.compare(ctx) == 0, "today is not over"
    day.clock.advance(days=1)
    assert (books.compare(ctx), books.compare(ctx)) == (2, 0)
    found = {row.reference: row for row in rows(ctx, PaymentDifference)}
    assert (found["OURS"].reason, found["OURS"].amount) == ("missing", 75_000)
    assert (found["THEIRS"].reason, found["THEIRS"].expected) == ("unreported", 75_000)
    assert found["THIRD"].reason == "unknown", "told already"
    assert found["OURS"].dossier_id == found["THEIRS"].dossier_id == dossier.id
    ctx.office.payments.settle(found["THEIRS"].id, "returned", "Nền tảng đã trả lại", SYSTEM)
    assert books.compare(ctx) == 0, "settled is settled"


def test_another_amount_in_the_file_is_a_difference(ctx: WorkerContext, day: Day) -> None:
    day.paid(day.code, transaction="G1", unfiled=True)
    day.paid(day.code, transaction="G1", amount=70_000, unreported=True)
    day.over()
    assert books.compare(ctx) == 1
    (row,) = rows(ctx, PaymentDifference)
    assert (row.reason, row.amount, row.expected) == ("changed", 70_000, 75_000)


def test_a_day_that_is_not_closed_is_looked_at_later(
    ctx: WorkerContext, platform: Outside, asked: tuple[DossierView, str]
) -> None:
    platform.tell("/_trouble", error="27", times=books.DAYS)
    assert books.compare(ctx) == 0 and len(platform.asked("/statements/2026-11-22")) == 1


def test_a_page_instead_of_a_file_is_compared_with_nothing(ctx: WorkerContext, day: Day) -> None:
    day.paid(day.code)
    day.over()
    day.platform.misbehave("nonsense", path="/statements")
    with pytest.raises(Unavailable):
        books.compare(ctx)
    assert wrong(ctx) == []


@pytest.fixture
def told(ctx: WorkerContext) -> Callable[..., int]:
    """Sends a signed callback of the platform through the door of the interface; returns the status of the answer."""
    from api.app import create_app

    office, _worker = doors.with_doors(ctx.office, ctx.settings)
    client = Client(create_app(office, ctx.settings))

    def send(secret: str = SECRET, **line: Any) -> int:
        body = json.dumps(line).encode()
        stamp = str(int(office.context.now().timestamp()))
        signed = hmac.new(secret.encode(), b".".join((stamp.encode(), body)), hashlib.sha256).hexdigest()
        headers = {"x-payment-signature": signed, "x-payment-timestamp": stamp}
        return client.post("/callbacks/payment-received", data=body, headers=headers).status_code

    return send


def test_a_signed_callback_books_before_the_feed_is_read(
    ctx: WorkerContext,
    platform: Outside,
    redis: Redis,
    asked: tuple[DossierView, str],
    told: Callable[..., int],
) -> None:
    dossier, code = asked
    line = platform.tell("/_pay", paymentCode=code)
    assert told("somebody else's secret", **line) == 401
    assert (told(**line), told(**line)) == (200, 200)
    contexts.set_current(ctx)
    assert inbound.process(ctx, redis) == 1
    assert ended(ctx, dossier) and len(rows(ctx, Payment)) == 1
    assert receipts.follow(ctx, redis) == 0, "the feed says the same"
    assert len(rows(ctx, Payment)) == 1 and wrong(ctx) == []
    assert kinds(ctx, dossier).count("worker.payment.received") == 1
