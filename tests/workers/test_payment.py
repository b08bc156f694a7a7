"""The payment platform: asked once, believed only where the books agree, and what does not add up told to a person."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from redis import Redis
from sqlalchemy import func, select

from core.db.models import Incident, Outbox, Payment, PaymentDifference, PaymentRequest
from core.domain import vietqr
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierView
from tests.support.staff import hire, staff
from tests.workers import procedures
from tests.workers.conftest import Outside
from workers import inbound, jobs
from workers.context import WorkerContext
from workers.errors import CredentialsRefused, Refused, Unavailable
from workers.payment import receipts
from workers.payment.client import PaymentClient
from workers.payment.wire import Order

PAY: dict[str, Any] = {
    "inputs": {"amount": "75000"},
    "outputs": {"paymentCode": "paymentCode"},
    "message": ("payment.received", "paymentCode"),
    "takes": ("amount", "receiptNumber"),
}
ORDER = Order(number="H99-1", amount=75_000, content="Lệ phí hồ sơ H99-1")


@pytest.fixture
def ctx(paying: WorkerContext) -> WorkerContext:
    return paying


@pytest.fixture
def asked(ctx: WorkerContext) -> tuple[DossierView, str]:
    """A dossier that waits for money, and the code of its payment."""
    procedures.deploy(ctx.office, procedures.diagram("payment.request", **PAY))
    dossier = procedures.receive(ctx.office)
    call(ctx)
    return dossier, code_of(ctx)


def call(ctx: WorkerContext) -> None:
    (row,) = [str(row.id) for row in ctx.office.outbox.due() if row.topic == "payment.request"]
    jobs.call(row)


def code_of(ctx: WorkerContext) -> str:
    with ctx.office.context.work.read() as work:
        return work.execute(select(PaymentRequest.code)).scalars().one()


def rows(ctx: WorkerContext, table: Any) -> list[Any]:
    with ctx.office.context.work.read() as work:
        return list(work.execute(select(*table.__table__.c).order_by(table.id)))


def wrong(ctx: WorkerContext) -> list[str]:
    return [row.reason for row in rows(ctx, PaymentDifference)]


def ended(ctx: WorkerContext, dossier: DossierView) -> bool:
    return "End" in ctx.office.dossiers.diagram(dossier.code, SYSTEM).passed


def kinds(ctx: WorkerContext, dossier: DossierView) -> list[str]:
    return [event.kind for event in ctx.office.dossiers.history(dossier.code, SYSTEM)]


def test_money_that_came_in_ends_the_wait_and_stands_in_the_ledger(
    ctx: WorkerContext, platform: Outside, redis: Redis, asked: tuple[DossierView, str]
) -> None:
    dossier, code = asked
    assert receipts.follow(ctx, redis) == 0 and not ended(ctx, dossier)
    platform.tell("/_pay", paymentCode=code, receiptNumber="BL-7")
    assert receipts.follow(ctx, redis) == 1
    assert ended(ctx, dossier)
    (line,) = rows(ctx, Payment)
    assert (line.kind, line.amount, line.method, line.receipt_number) == ("received", 75_000, "online", "BL-7")
    assert ctx.office.dossiers.get(dossier.code, SYSTEM).data["receiptNumber"] == "BL-7"
    assert "worker.payment.received" in kinds(ctx, dossier) and wrong(ctx) == []
    assert ctx.office.audit.verify(dossier.code, SYSTEM).intact


def test_the_platform_is_asked_once_however_often_the_job_runs(ctx: WorkerContext, platform: Outside) -> None:
    procedures.deploy(ctx.office, procedures.diagram("payment.request", **PAY))
    procedures.receive(ctx.office)
    platform.misbehave("slow", times=1, delay=0.1)
    call(ctx)
    (row,) = [row for row in rows(ctx, Outbox) if row.topic == "payment.request"]
    jobs.call(str(row.id))
    assert len(platform.asked("/payments")) == 1
    (request,) = platform.served.app.extensions["platform"].payments.values()
    assert request["amount"] == 75_000 and request["payer"] == procedures.APPLICANT.name


def test_a_lost_answer_makes_no_second_payment(ctx: WorkerContext, platform: Outside) -> None:
    """The platform has taken the order; we never heard: the same number gives the same payment."""
    with PaymentClient(ctx.settings) as client:
        first = client.place(ORDER)
        assert client.place(ORDER).paymentCode == first.paymentCode
        with pytest.raises(Refused):
            client.place(ORDER.model_copy(update={"amount": 1}))


def test_the_square_is_a_transfer_of_this_amount_under_the_platforms_code(
    ctx: WorkerContext, asked: tuple[DossierView, str]
) -> None:
    dossier, code = asked
    (request,) = rows(ctx, PaymentRequest)
    read = vietqr.read(request.qr)
    assert (read.bank, read.account, read.amount, read.purpose) == ("970403", "0011012345678", 75_000, code)
    assert (read.reference, read.name) == (dossier.code, "VAN PHONG TRINH DIEN")
    assert request.address.endswith(f"/pay/{code}")


def test_the_same_transaction_told_again_changes_nothing(
    ctx: WorkerContext, platform: Outside, redis: Redis, asked: tuple[DossierView, str]
) -> None:
    dossier, code = asked
    platform.tell("/_pay", paymentCode=code, times=3)
    receipts.follow(ctx, redis)
    redis.flushdb()
    receipts.follow(ctx, redis)
    assert len(rows(ctx, Payment)) == 1 and wrong(ctx) == []
    assert kinds(ctx, dossier).count("engine.message.delivered") == 1


@pytest.mark.parametrize("amount", [50_000, 75_001, 0])
def test_another_amount_is_not_booked_and_a_person_is_told(
    ctx: WorkerContext, platform: Outside, redis: Redis, asked: tuple[DossierView, str], amount: int
) -> None:
    dossier, code = asked
    platform.tell("/_pay", paymentCode=code, amount=amount)
    receipts.follow(ctx, redis)
    receipts.follow(ctx, redis)
    assert not ended(ctx, dossier) and rows(ctx, Payment) == []
    (difference,) = ctx.office.payments.of_dossier(dossier.code, SYSTEM).differences
    assert (difference.reason, difference.amount, difference.expected) == ("amount", amount, 75_000)
    assert kinds(ctx, dossier).count("worker.payment.differs") == 1
    platform.tell("/_pay", paymentCode=code)  # then the right one
    receipts.follow(ctx, redis)
    assert ended(ctx, dossier) and len(rows(ctx, Payment)) == 1


def test_money_paid_twice_is_booked_once(
    ctx: WorkerContext, platform: Outside, redis: Redis, asked: tuple[DossierView, str]
) -> None:
    dossier, code = asked
    platform.tell("/_pay", paymentCode=code)
    platform.tell("/_pay", paymentCode=code)
    receipts.follow(ctx, redis)
    assert len(rows(ctx, Payment)) == 1 and wrong(ctx) == ["doubled"] and ended(ctx, dossier)


def test_what_nobody_can_explain_blocks_nothing_behind_it(
    ctx: WorkerContext, platform: Outside, redis: Redis, asked: tuple[DossierView, str]
) -> None:
    dossier, code = asked
    platform.tell("/_pay", paymentCode="TT-OF-SOMEBODY-ELSE", amount=10_000)
    platform.tell("/_pay", paymentCode=code, transaction="G1", amount=1)
    platform.tell("/_pay", paymentCode=code, transaction="G2")
    platform.tell("/_pay", paymentCode=code, transaction="G2", amount=99)
    assert receipts.follow(ctx, redis) == 4
    assert wrong(ctx) == ["unknown", "amount", "changed"] and ended(ctx, dossier)
    assert rows(ctx, PaymentDifference)[0].dossier_id is None


def test_money_for_a_dossier_that_owes_nothing_any_more_is_told(
    ctx: WorkerContext, platform: Outside, redis: Redis, asked: tuple[DossierView, str]
) -> None:
    dossier, code = asked
    ctx.office.messages.correlate("payment.received", code, {"amount": 75_000}, SYSTEM)  # another way round it
    assert ended(ctx, dossier)
    platform.tell("/_pay", paymentCode=code)
    receipts.follow(ctx, redis)
    assert rows(ctx, Payment) == [] and wrong(ctx) == ["late"]


def test_an_older_payment_that_is_told_later_has_its_own_time(
    ctx: WorkerContext, platform: Outside, redis: Redis, asked: tuple[DossierView, str]
) -> None:
    _dossier, code = asked
    before = ctx.office.context.now() - timedelta(hours=2)
    platform.tell("/_pay", paymentCode=code, paidAt=before.isoformat())
    receipts.follow(ctx, redis)
    (line,) = rows(ctx, Payment)
    assert (line.at, line.doubt) == (before, "early"), "its own time, and a mark: it was asked for later"


def test_a_redirect_alone_proves_nothing(ctx: WorkerContext, asked: tuple[DossierView, str]) -> None:
    """Whoever comes back from the platform's page is believed only once the platform itself says so."""
    dossier, _code = asked
    (request,) = rows(ctx, PaymentRequest)
    page = httpx.get(request.address)
    assert "75.000 đ" in page.text and f"/portal/track?code={dossier.code}" in page.text.replace("&amp;", "&")
    assert not ended(ctx, dossier)


@pytest.mark.parametrize(
    ("error", "kind"), [("99", Unavailable), ("21", Refused), ("01", CredentialsRefused), ("77", Refused)]
)
def test_an_error_inside_an_answer_of_200_is_an_error(
    ctx: WorkerContext, platform: Outside, error: str, kind: type[Exception]
) -> None:
    platform.tell("/_trouble", error=error, message="Không nhận")
    with PaymentClient(ctx.settings) as client, pytest.raises(kind):
        client.place(ORDER)


@pytest.mark.parametrize("mode", ["down", "error", "nonsense"])
def test_a_platform_that_is_away_is_tried_again_and_the_dossier_waits(
    ctx: WorkerContext, platform: Outside, mode: str
) -> None:
    procedures.deploy(ctx.office, procedures.diagram("payment.request", **PAY))
    dossier = procedures.receive(ctx.office)
    platform.misbehave(mode, times=1)
    call(ctx)
    assert rows(ctx, PaymentRequest) == [] and rows(ctx, Incident) == []
    ctx.office.context.clock.advance(minutes=2)
    call(ctx)
    assert len(rows(ctx, PaymentRequest)) == 1 and not ended(ctx, dossier)


def test_a_refusal_that_the_diagram_catches_goes_on_at_the_desk(ctx: WorkerContext, platform: Outside) -> None:
    procedures.deploy(ctx.office, procedures.diagram("payment.request", catch_errors=True, **PAY))
    dossier = procedures.receive(ctx.office)
    platform.tell("/_trouble", error="21", message="Không nhận khoản này")
    call(ctx)
    assert "End_Refused" in ctx.office.dossiers.diagram(dossier.code, SYSTEM).passed


def test_an_amount_of_nothing_is_an_incident_and_no_call(ctx: WorkerContext, platform: Outside) -> None:
    procedures.deploy(ctx.office, procedures.diagram("payment.request", **{**PAY, "inputs": {"amount": "0"}}))
    procedures.receive(ctx.office)
    call(ctx)
    assert len(rows(ctx, Incident)) == 1 and platform.asked("/payments") == []


def test_a_setting_of_an_account_that_is_none_is_refused() -> None:
    from core.errors.settings import SettingInvalid
    from workers.settings import read

    with pytest.raises(SettingInvalid):
        read({"MOTCUA_PAYMENT_ACCOUNT": "123:456"})


def test_a_difference_is_settled_with_a_note_and_told_in_the_history(
    ctx: WorkerContext, platform: Outside, redis: Redis, asked: tuple[DossierView, str]
) -> None:
    dossier, code = asked
    platform.tell("/_pay", paymentCode=code, amount=1)
    platform.tell("/_pay", paymentCode="NOBODYS", amount=2)
    receipts.follow(ctx, redis)
    ids: list[UUID] = [row.id for row in rows(ctx, PaymentDifference)]
    for one in ids:
        ctx.office.payments.settle(one, "returned", "Đã chuyển trả người nộp", SYSTEM)
        ctx.office.payments.settle(one, "cleared", "lần hai", SYSTEM)
    assert {(row.state, row.note) for row in rows(ctx, PaymentDifference)} == {("settled", "Đã chuyển trả người nộp")}
    assert kinds(ctx, dossier).count("clerk.payment.settled") == 1
    with ctx.office.context.work.read() as work:
        assert work.scalar(select(func.count()).select_from(PaymentDifference)) == 2


def test_the_same_id_with_another_amount_stands_in_the_inbox_and_moves_no_money(
    ctx: WorkerContext, redis: Redis, asked: tuple[DossierView, str]
) -> None:
    _dossier, code = asked
    paid = ctx.office.context.now().isoformat()
    line: dict[str, Any] = {"id": "1", "transaction": "G1", "paymentCode": code, "amount": 75_000, "paidAt": paid}
    for told in (line, {**line, "receiptNumber": "BL-9"}, {**line, "amount": 99}, {**line, "amount": 99}):
        raw = json.dumps(told).encode()
        ctx.office.inbound.keep("payment-received", "callback", inbound.arrival(receipts.SOURCE, raw), raw)
    inbound.process(ctx, redis)
    assert [row.amount for row in rows(ctx, Payment)] == [75_000] and wrong(ctx) == []
    (parked,) = ctx.office.inbox.page(staff(ctx.office, "admin")).items
    assert (parked.reason, parked.state) == ("contradiction", "parked")
    ctx.office.inbox.retry([parked.id], staff(ctx.office, "admin"))
    inbound.process(ctx, redis)
    assert [row.amount for row in rows(ctx, Payment)] == [75_000] and wrong(ctx) == ["changed"]


def test_money_of_no_dossier_is_the_accounts_units(
    ctx: WorkerContext, platform: Outside, redis: Redis, asked: tuple[DossierView, str]
) -> None:
    pointed = WorkerContext(ctx.office, ctx.settings.but(payment_unit="H99.05"))
    platform.tell("/_pay", paymentCode="NOBODYS", amount=2)
    receipts.follow(pointed, redis)
    assert len(ctx.office.payments.differences(hire(ctx.office, "thu.mot", head="H99.05")).items) == 1
    assert ctx.office.payments.differences(hire(ctx.office, "thu.hai", head="H99.06")).items == []
