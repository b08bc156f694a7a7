"""The fee of a building permit: by decision table, paid online or at the desk, given back, and told to the citizen."""

from __future__ import annotations

import json
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import select

from core.db.models import PaymentRequest
from core.errors.forms import FormInvalid
from core.errors.requests import BadValue
from core.errors.rights import Forbidden
from core.services.office import Office
from core.services.seed import COMMUNE
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import Reception
from core.services.views.payments import DossierPayments
from core.services.views.tasks import TaskView
from tests.unit.procedures import clerk
from tests.unit.procedures.shipped import details, form_files
from tests.unit.procedures.test_in_the_office import APPLICANT, LONGEST, Desk
from tests.workers.conftest import Outside
from workers import jobs
from workers.context import WorkerContext
from workers.payment import receipts

CASH = {"paymentMethod": "cash", "paidAmount": 75_000, "paymentReceipt": "BL-0001"}


@pytest.fixture
def ctx(paying: WorkerContext) -> WorkerContext:
    return paying


@pytest.fixture
def desk(demo: Office, credentials: dict[str, Any]) -> Desk:
    return Desk(demo, credentials)


@pytest.fixture
def waiting(desk: Desk) -> tuple[str, TaskView]:
    """A permit that waits for its fee, and the task at which it is taken."""
    code = desk.open("house-permit", "counter", "counter")
    for _ in range(LONGEST):
        (task, *_rest) = desk.dossier(code).tasks
        if task.kind == "pay":
            return code, task
        desk.work(task)
    raise AssertionError("no task of kind pay")


def call(ctx: WorkerContext) -> str:
    (row,) = [str(row.id) for row in ctx.office.outbox.due() if row.topic == "payment.request"]
    jobs.call(row)
    with ctx.office.context.work.read() as work:
        return work.execute(select(PaymentRequest.code)).scalars().one()


def take(desk: Desk, task: TaskView, **data: Any) -> None:
    by = desk.actor("receiver")
    desk.office.tasks.claim(task.id, by)
    desk.office.tasks.complete(task.id, data, by)


def money(desk: Desk, code: str) -> DossierPayments:
    return desk.office.payments.of_dossier(code, SYSTEM)


def events(desk: Desk, code: str) -> list[str]:
    return [event.kind for event in desk.office.dossiers.history(code, SYSTEM)]


def test_the_table_says_how_much_and_why_before_anybody_is_asked(desk: Desk, waiting: tuple[str, TaskView]) -> None:
    code, task = waiting
    dossier = desk.dossier(code)
    assert dossier.status == 6 and dossier.paused_since is not None
    owed = money(desk, code).owed
    assert owed is not None and owed.fee.amount == 75_000 and "Cấp mới" in owed.fee.basis
    assert (owed.code, owed.qr) == ("", ""), "the platform has not been asked: the desk can take the money all the same"
    page = desk.office.task_pages.show(task.id, desk.actor("receiver"))
    assert page.payments is not None and page.payments.owed == owed


def test_paid_online_the_dossier_goes_on_by_itself(
    ctx: WorkerContext, desk: Desk, platform: Outside, redis: Redis, waiting: tuple[str, TaskView]
) -> None:
    code, task = waiting
    payment_code = call(ctx)
    owed = money(desk, code).owed
    assert owed is not None and owed.code == payment_code and owed.qr and owed.address
    platform.tell("/_pay", paymentCode=payment_code)
    receipts.follow(ctx, redis)
    dossier = desk.dossier(code)
    assert dossier.paused_since is None and [one.kind for one in dossier.tasks] == ["issue"]
    assert desk.office.tasks.get(task.id, desk.actor("receiver")).state == "cancelled"
    found = money(desk, code)
    assert found.owed is None and [line.amount for line in found.lines] == [75_000]
    assert (dossier.data["paymentMethod"], dossier.data["paidAmount"]) == ("online", 75_000)
    assert desk.office.audit.verify(code, SYSTEM).intact


def test_another_amount_online_is_told_at_the_task_and_the_dossier_waits(
    ctx: WorkerContext, desk: Desk, platform: Outside, redis: Redis, waiting: tuple[str, TaskView]
) -> None:
    code, task = waiting
    platform.tell("/_pay", paymentCode=call(ctx), amount=70_000)
    receipts.follow(ctx, redis)
    page = desk.office.task_pages.show(task.id, desk.actor("receiver"))
    assert page.payments is not None
    assert [(one.reason, one.amount, one.expected) for one in page.payments.differences] == [("amount", 70_000, 75_000)]
    assert page.payments.lines == () and desk.dossier(code).status == 6


def test_cash_at_the_desk_is_a_line_with_a_receipt(
    ctx: WorkerContext, desk: Desk, waiting: tuple[str, TaskView]
) -> None:
    code, task = waiting
    call(ctx)
    take(desk, task, **CASH)
    dossier, found = desk.dossier(code), money(desk, code)
    assert [one.kind for one in dossier.tasks] == ["issue"] and dossier.waiting == (), "nobody waits for the platform"
    (line,) = found.lines
    assert (line.amount, line.method, line.receipt_number, line.reason) == (75_000, "cash", "BL-0001", "")
    assert events(desk, code).count("clerk.payment.taken") == 1
    assert desk.office.audit.verify(code, SYSTEM).intact


def test_a_receipt_without_a_typed_number_gets_one(desk: Desk, waiting: tuple[str, TaskView]) -> None:
    code, task = waiting
    take(desk, task, paymentMethod="cash", paidAmount=75_000)
    assert money(desk, code).lines[0].receipt_number == f"{code}/BL1"


def test_another_amount_at_the_desk_needs_a_reason(desk: Desk, waiting: tuple[str, TaskView]) -> None:
    code, task = waiting
    with pytest.raises(FormInvalid) as refused:
        take(desk, task, **{**CASH, "paidAmount": 50_000})
    assert "amountReason" in refused.value.fields and money(desk, code).lines == ()
    take(desk, task, **{**CASH, "paidAmount": 50_000}, amountReason="Giảm theo nghị quyết")
    (line,) = money(desk, code).lines
    assert (line.amount, line.reason) == (50_000, "Giảm theo nghị quyết")


@pytest.mark.parametrize("amount", [0, -75_000, 75_000.5, 10**13])
def test_an_amount_that_cannot_be_meant_is_refused(desk: Desk, waiting: tuple[str, TaskView], amount: float) -> None:
    code, task = waiting
    with pytest.raises(FormInvalid) as refused:
        take(desk, task, **{**CASH, "paidAmount": amount}, amountReason="x")
    assert "paidAmount" in refused.value.fields and money(desk, code).lines == ()


def test_a_receipt_number_is_given_once(desk: Desk, waiting: tuple[str, TaskView]) -> None:
    _code, task = waiting
    take(desk, task, **CASH)
    other = desk.open("house-permit", "counter", "counter")
    while (second := desk.dossier(other).tasks[0]).kind != "pay":
        desk.work(second)
    with pytest.raises(FormInvalid) as refused:
        take(desk, second, **CASH)
    assert "paymentReceipt" in refused.value.fields


def test_money_that_comes_in_online_after_cash_is_told_and_not_booked(
    ctx: WorkerContext, desk: Desk, platform: Outside, redis: Redis, waiting: tuple[str, TaskView]
) -> None:
    code, task = waiting
    payment_code = call(ctx)
    take(desk, task, **CASH)
    platform.tell("/_pay", paymentCode=payment_code)
    receipts.follow(ctx, redis)
    found = money(desk, code)
    assert len(found.lines) == 1 and [one.reason for one in found.differences] == ["late"]


def test_a_fee_that_is_waived_books_nothing(desk: Desk, waiting: tuple[str, TaskView]) -> None:
    code, task = waiting
    take(desk, task, paymentMethod="exempt", exemptionReason="Hộ nghèo")
    assert money(desk, code).lines == () and [one.kind for one in desk.dossier(code).tasks] == ["issue"]


def test_money_goes_back_with_a_reason_and_never_more_than_came(desk: Desk, waiting: tuple[str, TaskView]) -> None:
    code, task = waiting
    take(desk, task, **CASH)
    (line,) = money(desk, code).lines
    by, refund = desk.actor("receiver"), desk.office.payments.refund
    for amount, method, reason in ((75_001, "cash", "x"), (0, "cash", "x"), (1, "online", "x"), (1, "cash", "  ")):
        with pytest.raises(BadValue):
            refund(code, line.id, amount, method, reason, by)
    first = refund(code, line.id, 25_000, "cash", "Thu thừa", by, "key-of-the-click")
    assert refund(code, line.id, 25_000, "cash", "Thu thừa", by, "key-of-the-click") == first
    assert [one.refundable for one in money(desk, code).lines] == [50_000, 0]
    with pytest.raises(BadValue):
        refund(code, line.id, 50_001, "cash", "x", by)
    with pytest.raises(Forbidden):
        refund(code, line.id, 1, "cash", "x", desk.actor("registrar"))
    assert events(desk, code).count("clerk.payment.refunded") == 1
    assert desk.office.audit.verify(code, SYSTEM).intact


def permit_with_receipt(desk: Desk) -> tuple[str, str]:
    """A permit that waits for its fee: its code, and the secret of its receipt."""
    told = details("house-permit")
    data = clerk.fill(json.loads(form_files("house-permit")[told["start_form"]]))
    reception = Reception(told["code"], COMMUNE, "counter", APPLICANT, data)
    opened = desk.office.reception.receive(reception, desk.actor("receiver"))
    while desk.dossier(opened.code).tasks[0].kind != "pay":
        desk.work(desk.dossier(opened.code).tasks[0])
    return opened.code, opened.receipt_secret or ""


def test_the_citizen_sees_how_to_pay_and_that_it_is_paid(
    ctx: WorkerContext, desk: Desk, platform: Outside, redis: Redis
) -> None:
    code, secret = permit_with_receipt(desk)
    payment_code = call(ctx)
    before = desk.office.dossiers.lookup(code, secret, "127.0.0.1")
    assert before.payments is not None and before.payments.owed is not None
    assert before.payments.owed.code == payment_code and before.payments.lines == ()
    assert before.notice is not None and before.notice.amount == 75_000 and "Cấp mới" in before.notice.purpose
    platform.tell("/_pay", paymentCode=payment_code)
    receipts.follow(ctx, redis)
    after = desk.office.dossiers.lookup(code, secret, "127.0.0.1")
    assert after.payments is not None and after.payments.owed is None
    assert [line.amount for line in after.payments.lines] == [75_000]
