"""Another sum than asked for: one instruction on both sides until a person settles it, and both sums in the ledger for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from redis import Redis

from core.errors.forms import FormInvalid
from core.errors.requests import BadValue
from core.services.views.actors import SYSTEM
from core.services.views.payments import Owed
from portal.app import create_app
from tests.unit.procedures.test_in_the_office import Desk
from tests.workers import test_fee_of_permit
from tests.workers.conftest import Outside
from tests.workers.test_fee_of_permit import call, money, permit_with_receipt, take
from workers.context import WorkerContext
from workers.payment import books, receipts

ctx, desk = test_fee_of_permit.ctx, test_fee_of_permit.desk
NOTE = "Đã gọi bà Mẫu, hẹn chiều đến"
PAY_ONLINE = ("Thanh toán trên", "pay-square", "ứng dụng ngân hàng")


@pytest.fixture
def permit(ctx: WorkerContext, desk: Desk) -> tuple[str, str, str]:
    """A permit that waits for its fee: its code, the secret of its receipt, the code of its payment."""
    code, secret = permit_with_receipt(desk)
    return code, secret, call(ctx)


@pytest.fixture
def pays(ctx: WorkerContext, platform: Outside, redis: Redis, permit: tuple[str, str, str]) -> Callable[..., None]:
    def pay(**told: Any) -> None:
        platform.tell("/_pay", paymentCode=permit[2], **told)
        receipts.follow(ctx, redis)

    return pay


@pytest.fixture
def tracked(ctx: WorkerContext, permit: tuple[str, str, str]) -> Callable[[], str]:
    """The citizen's page."""
    app: Flask = create_app(ctx.office, ctx.settings)
    client = app.test_client()

    def look() -> str:
        page = client.get("/track").text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        return client.post("/track", data={"code": permit[0], "secret": permit[1], "csrf_token": token}).text

    return look


def settle(desk: Desk, code: str, settlement: str) -> None:
    (one,) = [each for each in money(desk, code).differences if each.state == "open"]
    desk.office.payments.settle(one.id, settlement, NOTE, desk.actor("receiver"))


def owed(desk: Desk, code: str) -> Owed:
    found = money(desk, code).owed
    assert found is not None
    return found


def take_cash(desk: Desk, code: str, amount: int, **more: str) -> None:
    (task,) = [one for one in desk.dossier(code).tasks if one.kind == "pay"]
    take(desk, task, paymentMethod="cash", paidAmount=amount, **more)


def test_while_it_is_open_nobody_is_told_to_pay(
    desk: Desk, permit: tuple[str, str, str], pays: Callable[..., None], tracked: Callable[[], str]
) -> None:
    before = tracked()
    assert all(words in before for words in ("Thanh toán trên", "pay-square")) and "Việc cần làm" in before
    pays(amount=50_000)
    page = tracked()
    assert not [words for words in PAY_ONLINE if words in page] and "Việc cần làm" not in page
    assert "Toàn bộ khoản phải nộp" in page and "0200 000 000" in page
    assert "thiếu 25.000 đồng so với 75.000 đồng phải nộp" in page and "không nộp trực tuyến thêm" in page
    assert (owed(desk, permit[0]).held, owed(desk, permit[0]).code, owed(desk, permit[0]).qr) == (True, "", "")


def test_a_part_counts_and_the_rest_is_taken_at_the_desk(
    ctx: WorkerContext,
    desk: Desk,
    permit: tuple[str, str, str],
    pays: Callable[..., None],
    tracked: Callable[[], str],
) -> None:
    code = permit[0]
    pays(amount=50_000, transaction="G1")
    settle(desk, code, "counted")
    assert (owed(desk, code).counted, owed(desk, code).rest, owed(desk, code).qr) == (50_000, 25_000, "")
    page = tracked()
    assert "phần còn thiếu 25.000 đồng tại bộ phận một cửa" in page and "Việc cần làm" in page
    assert not [words for words in PAY_ONLINE if words in page]
    assert books.withdraw(ctx) == 1, "the platform takes the whole sum no more"
    take_cash(desk, code, 25_000, amountReason="Phần còn thiếu")
    assert [(one.amount, one.method, one.reference) for one in money(desk, code).lines] == [
        (50_000, "online", "G1"),
        (25_000, "cash", None),
    ]
    page = tracked()
    assert "Đã nộp 50.000 đồng" in page and "Đã nộp 25.000 đồng" in page and "được tính vào khoản phải nộp" in page
    assert NOTE not in page and desk.office.audit.verify(code, SYSTEM).intact


@pytest.mark.parametrize("amount", [20_000, 30_000, 75_000])
def test_another_sum_than_the_rest_of_a_counted_part_needs_a_reason(
    desk: Desk, permit: tuple[str, str, str], pays: Callable[..., None], amount: int
) -> None:
    code = permit[0]
    pays(amount=50_000)
    settle(desk, code, "counted")
    with pytest.raises(FormInvalid) as refused:
        take_cash(desk, code, amount)
    assert "amountReason" in refused.value.fields
    assert len(money(desk, code).lines) == 1
    take_cash(desk, code, amount, amountReason="Đã nộp trực tuyến 50.000")
    assert [(one.amount, one.reason) for one in money(desk, code).lines][1:] == [(amount, "Đã nộp trực tuyến 50.000")]


def test_the_rest_itself_is_taken_as_it_is(desk: Desk, permit: tuple[str, str, str], pays: Callable[..., None]) -> None:
    code = permit[0]
    pays(amount=50_000)
    settle(desk, code, "counted")
    take_cash(desk, code, 25_000)
    assert [(one.amount, one.reason) for one in money(desk, code).lines][1:] == [(25_000, "")]


def test_settled_after_the_rest_was_taken_both_sums_stand_for_good(
    desk: Desk, permit: tuple[str, str, str], pays: Callable[..., None], tracked: Callable[[], str]
) -> None:
    code = permit[0]
    pays(amount=50_000)
    take_cash(desk, code, 25_000, amountReason="Đã nộp trực tuyến 50.000")
    settle(desk, code, "counted")
    found = money(desk, code)
    assert sum(one.amount for one in found.lines) == 75_000 and found.differences[0].note == NOTE
    page = tracked()
    assert "Đã nộp 50.000 đồng" in page and "Đã nộp 25.000 đồng" in page and NOTE not in page


def test_a_part_that_is_told_again_ends_no_wait(
    ctx: WorkerContext, redis: Redis, desk: Desk, permit: tuple[str, str, str], pays: Callable[..., None]
) -> None:
    code = permit[0]
    pays(amount=50_000, transaction="G1")
    settle(desk, code, "counted")
    pays(amount=50_000, transaction="G1")
    assert desk.dossier(code).status == 6 and len(money(desk, code).lines) == 1
    assert [one.state for one in money(desk, code).differences] == ["settled"]


def test_a_part_that_was_sent_back_is_told_and_the_whole_can_be_paid(
    desk: Desk, permit: tuple[str, str, str], pays: Callable[..., None], tracked: Callable[[], str]
) -> None:
    pays(amount=50_000)
    settle(desk, permit[0], "returned")
    assert money(desk, permit[0]).lines == () and owed(desk, permit[0]).qr
    page = tracked()
    assert "Khoản 50.000 đồng" in page and "đã được chuyển trả người nộp" in page and "pay-square" in page


def test_paid_twice_is_told_as_paid_twice(
    desk: Desk, permit: tuple[str, str, str], pays: Callable[..., None], tracked: Callable[[], str]
) -> None:
    pays(transaction="G1")
    pays(transaction="G2")
    page = tracked()
    assert "đã nộp hai lần" in page and "sẽ chuyển trả" in page and "không khớp" not in page
    settle(desk, permit[0], "returned")
    assert "đã được chuyển trả người nộp" in tracked()


def test_too_much_does_not_count_towards_the_fee(
    desk: Desk, permit: tuple[str, str, str], pays: Callable[..., None], tracked: Callable[[], str]
) -> None:
    pays(amount=100_000)
    assert "thừa 25.000 đồng" in tracked()
    with pytest.raises(BadValue):
        settle(desk, permit[0], "counted")
    settle(desk, permit[0], "returned")


def test_a_part_that_went_back_counts_no_more(
    desk: Desk, permit: tuple[str, str, str], pays: Callable[..., None]
) -> None:
    code = permit[0]
    pays(amount=50_000)
    settle(desk, code, "counted")
    (line,) = money(desk, code).lines
    desk.office.payments.refund(code, line.id, 20_000, "cash", "Thu thừa", desk.actor("receiver"))
    assert owed(desk, code).rest == 45_000
