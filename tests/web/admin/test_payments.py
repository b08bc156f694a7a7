"""Money on the staff's pages: shown at the task, booked, printed, given back, and settled where it does not add up."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.payments import PaymentReport
from core.services.views.tasks import TaskView
from tests.support.staff import hire, staff
from tests.unit.procedures.test_in_the_office import Desk as Roles
from tests.web.admin.desks import Desk, Shown

Sit = Callable[[str], Desk]


@pytest.fixture
def waiting(demo: Office, credentials: dict[str, Any]) -> tuple[str, TaskView]:
    """A permit that waits for its fee, which was asked for under the code TT1, and the task at which it is taken."""
    roles = Roles(demo, credentials)
    code = roles.open("house-permit", "counter", "counter")
    while (task := roles.dossier(code).tasks[0]).kind != "pay":
        roles.work(task)
    demo.online_payments.asked(code, "TT1", 75_000, "Lệ phí", "https://pay.example/TT1", "")
    return code, task


def sits(app: Flask, demo: Office, name: str, unit: str) -> Desk:
    """The desk of a new head of a unit."""
    hire(demo, name, head=unit)
    desk = Desk(app)
    assert desk.sign_in(name, "mật khẩu để thử").status == 200
    return desk


def html(shown: Shown) -> str:
    return shown.answer.get_data(as_text=True)


def report(demo: Office, code: str = "TT1", amount: int = 70_000) -> None:
    paid = demo.context.now() - timedelta(minutes=1)
    demo.online_payments.reported(PaymentReport(code=code, reference=f"GD-{code}", amount=amount, paid_at=paid))


def take(desk: Sit, task: TaskView, **data: str) -> Any:
    page = f"/tasks/{task.id}"
    if f"{page}/claim" in desk("tiepnhan").get(page).actions():
        desk("tiepnhan").send(f"{page}/claim", {}, page=page)
    return desk("tiepnhan").send(f"{page}/complete", {"paymentMethod": "cash", **data}, page=page)


def test_the_task_shows_how_much_and_what_was_reported(desk: Sit, demo: Office, waiting: tuple[str, TaskView]) -> None:
    _code, task = waiting
    text = desk("tiepnhan").get(f"/tasks/{task.id}").text
    assert "75.000 đồng" in text and "Cấp mới giấy phép" in text and "70.000 đồng" not in text
    report(demo)
    text = desk("tiepnhan").get(f"/tasks/{task.id}").text
    assert (
        "báo 70.000 đồng, chưa ghi sổ" in text
        and "thu phần thiếu tại quầy" in text
        and "không nộp trực tuyến thêm" in text
        and "GD-TT1" in text
    )


def test_cash_is_booked_printed_and_given_back(desk: Sit, demo: Office, waiting: tuple[str, TaskView]) -> None:
    code, task = waiting
    wrong = take(desk, task, paidAmount="50000")
    assert wrong.status == 422 and 'value="50000"' in html(wrong) and "amountReason" in html(wrong)
    take(desk, task, paidAmount="75000", paymentReceipt="BL-0007")
    (line,) = demo.payments.of_dossier(code, SYSTEM).lines
    ledger = f"/dossiers/{code}/payments"
    assert "BL-0007" in desk("tiepnhan").get(ledger).text
    paper = desk("tiepnhan").get(f"{ledger}/{line.id}/receipt").text
    assert "PHIẾU THU PHÍ, LỆ PHÍ" in paper and "75.000 đồng" in paper and "tiền mặt" in paper
    assert "Lệ phí cấp giấy phép xây dựng" in paper and "Bảy mươi lăm nghìn đồng" in paper
    back = f"{ledger}/{line.id}/refund"
    refused = desk("tiepnhan").send(back, {"amount": "80.000", "method": "cash", "reason": "Thu thừa"}, page=ledger)
    assert refused.status == 422 and 'value="80.000"' in html(refused) and 'value="Thu thừa"' in html(refused)
    assert "không quá 75.000 đồng" in html(refused)
    for typed, told in (("25.5", "chưa rõ"), ("12,5", "số nguyên"), ("hai mươi", "Nhập một số"), ("-5", "lớn hơn 0")):
        wrong = desk("tiepnhan").send(back, {"amount": typed, "method": "cash", "reason": "Thu thừa"}, page=ledger)
        assert wrong.status == 422 and told.casefold() in html(wrong).casefold(), typed
    desk("tiepnhan").send(back, {"amount": "25.000", "method": "cash", "reason": "Thu thừa"}, page=ledger)
    found = demo.payments.of_dossier(code, SYSTEM).lines
    assert [(one.kind, one.amount, one.refundable) for one in found] == [
        ("received", 75_000, 50_000),
        ("refunded", 25_000, 0),
    ]
    paper = desk("tiepnhan").get(f"{ledger}/{found[1].id}/receipt").text
    assert "PHIẾU HOÀN PHÍ, LỆ PHÍ" in paper and "Hai mươi lăm nghìn đồng" in paper and "Hoàn trả: Lệ phí" in paper
    assert "Hoàn 25.000 đồng" in desk("tiepnhan").get(f"/dossiers/{code}/history").text


def test_what_does_not_add_up_is_settled_with_a_note(desk: Sit, demo: Office, waiting: tuple[str, TaskView]) -> None:
    code, _task = waiting
    report(demo)
    report(demo, "NOBODYS", 10_000)
    assert "10.000 đồng" not in desk("tiepnhan").get("/payments").text, "money of the office's own account"
    shown = desk("thuquy").get("/payments")
    text = shown.text
    assert code in text and "10.000 đồng" in text and "Không thuộc hồ sơ nào" in text
    for address in re.findall(r"/payments/[0-9a-f-]{36}/settle", html(shown)):
        without = desk("thuquy").send(address, {"settlement": "returned", "note": " "}, page="/payments")
        assert without.status == 422 and "lý do" in without.text
        undecided = desk("thuquy").send(address, {"note": "Đã gọi ngân hàng"}, page="/payments")
        assert undecided.status == 422 and "xử lý ra sao" in undecided.text and "Đã gọi ngân hàng" in html(undecided)
        desk("thuquy").send(address, {"settlement": "returned", "note": "Đã gọi ngân hàng"}, page="/payments")
    unknown = desk("thuquy").get("/payments?state=bogus").text
    assert "bogus" in unknown and "Mọi khoản đều khớp" in unknown
    assert "Mọi khoản đều khớp" in desk("thuquy").get("/payments").text
    assert desk("thuquy").get("/payments?state=settled").text.count("Đã gọi ngân hàng") == 2
    told = desk("tiepnhan").get(f"/dossiers/{code}/history").text
    assert "Xử lý xong khoản lệch: Đã gọi ngân hàng" in told and "70.000 đồng: đã chuyển trả người nộp" in told
    ledger = desk("tiepnhan").get(f"/dossiers/{code}/payments").text
    assert "70.000 đồng" in ledger and "đã chuyển trả người nộp" in ledger and "Đã gọi ngân hàng" in ledger


def test_who_takes_no_money_gives_none_back(desk: Sit, demo: Office, waiting: tuple[str, TaskView]) -> None:
    code, task = waiting
    take(desk, task, paidAmount="75000")
    (line,) = demo.payments.of_dossier(code, SYSTEM).lines
    ledger = f"/dossiers/{code}/payments"
    shown = desk("vanthu").get(ledger)
    assert shown.status == 200 and "refund" not in html(shown)
    desk("vanthu").get("/payments", status=403)
    desk("tiepnhan").get(f"/dossiers/{code}/payments/00000000-0000-0000-0000-000000000000/receipt", status=404)
    assert line.amount == 75_000


def test_a_neighbours_cashier_finds_nothing_to_settle(
    app: Flask, desk: Sit, demo: Office, waiting: tuple[str, TaskView]
) -> None:
    code, _task = waiting
    report(demo)
    report(demo, "NOBODYS", 10_000)
    addresses = re.findall(r"/payments/[0-9a-f-]{36}/settle", html(desk("thuquy").get("/payments")))
    there, here = sits(app, demo, "thu.hai", "H99.06"), sits(app, demo, "thu.mot", "H99.05")
    shown = html(there.get("/payments"))
    assert len(set(addresses)) == 2 and "/settle" not in shown and code not in shown and "NOBODYS" not in shown
    told = {"settlement": "returned", "note": "Đã gọi"}
    for address in set(addresses):
        assert there.post(address, there.get("/payments").form("/language/"), told).status == 404
    there.get(f"/dossiers/{code}/payments", status=404)
    (mine,) = set(re.findall(r"/payments/[0-9a-f-]{36}/settle", html(here.get("/payments"))))
    (foreign,) = set(addresses) - {mine}
    assert here.post(foreign, here.get("/payments").form(mine), told).status == 404
    here.send(mine, told, page="/payments")
    left = demo.payments.differences(staff(demo, "", "thuquy")).items
    assert [one.amount for one in left] == [10_000]


def test_a_time_that_cannot_be_is_marked_in_the_ledger(desk: Sit, demo: Office, waiting: tuple[str, TaskView]) -> None:
    code, _task = waiting
    early = demo.context.now() - timedelta(hours=2)
    demo.online_payments.reported(PaymentReport(code="TT1", reference="GD-1", amount=75_000, paid_at=early))
    assert "sớm hơn lúc yêu cầu nộp" in desk("tiepnhan").get(f"/dossiers/{code}/payments").text
