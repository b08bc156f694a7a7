"""The page of parcels to hand over, its labels and its manifest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from core.services.office import Office
from core.services.views.shipments import ParcelOrder, ParcelReport
from tests.support import pdf
from tests.web.admin.desks import Desk, Shown
from tests.web.admin.steps import code_on, send_by_post

Receive = Callable[..., Shown]


@pytest.fixture
def parcel(demo: Office, receive: Receive) -> str:
    """The tracking code of an ordered parcel."""
    code = code_on(receive(return_by="post"))
    order = ParcelOrder(
        number=f"{code}-1",
        carrier="Bưu điện Mẫu",
        service="express",
        receiver="Người Nhận <b>Mẫu</b>",
        address="Số 1, đường Mẫu",
        phone="0900000001",
        cod=32_000,
    )
    at = demo.context.now() - timedelta(minutes=5)
    demo.shipments.record(code, ParcelReport("VN1", "created", at, "Đã tạo đơn", "1", order=order))
    return "VN1"


def test_the_clerk_hands_over_and_prints_the_manifest(desk: Callable[[str], Desk], parcel: str) -> None:
    clerk = desk("tiepnhan")
    page = clerk.get("/parcels")
    assert parcel in page.text and "Người Nhận <b>Mẫu</b>" in page.text
    assert not page.tree.xpath('.//input[@name="parcel"][@checked]'), (
        "only what the carrier takes is ticked, by a person"
    )
    done = clerk.send("/parcels/hand-over", {"person": "Trần Bưu Tá", "parcel": [parcel]}, page="/parcels")
    assert parcel in done.text and "Trần Bưu Tá" in done.text and "32.000" in done.text
    (link,) = done.tree.xpath('.//a[contains(@href, ".pdf")]')
    paper = clerk.get(link.get("href")).answer
    assert paper.mimetype == "application/pdf" and "attachment" not in paper.headers["Content-Disposition"]
    words = pdf.text(paper.data)
    for one in (
        "BẢNG KÊ BƯU GỬI BÀN GIAO",
        "Bên nhận, Bưu điện Mẫu",
        parcel,
        "Trần Bưu Tá",
        "32.000",
        "Người Nhận <b>Mẫu</b>",
    ):
        assert one in words
    assert ("Code128", parcel) in pdf.codes(paper.data)
    after = clerk.get("/parcels")
    assert "Không có bưu gửi nào chờ bàn giao" in after.text and "Bảng kê gần đây" in after.text


def test_the_label_says_from_whom_to_whom_and_is_read_by_a_scanner(desk: Callable[[str], Desk], parcel: str) -> None:
    paper = desk("tiepnhan").get(f"/parcels/labels.pdf?parcel={parcel}").answer.data
    words = pdf.text(paper)
    for one in ("Bên gửi", "CHUYỂN NHANH", parcel, "Số 1, đường Mẫu", "0900000001", "32.000"):
        assert one in words
    assert sorted(pdf.codes(paper)) == [("Code128", parcel), ("QRCode", parcel)]
    assert pdf.sizes(paper) == [(105, 148)]


def test_without_a_parcel_that_waits_there_is_no_label(desk: Callable[[str], Desk], parcel: str) -> None:
    clerk = desk("tiepnhan")
    clerk.get("/parcels/labels.pdf?parcel=VN2", status=303)
    assert "Không còn bưu gửi nào trong số này" in clerk.get("/parcels").text


def test_without_a_name_the_page_comes_back_with_what_was_ticked(desk: Callable[[str], Desk], parcel: str) -> None:
    clerk = desk("tiepnhan")
    again = clerk.send("/parcels/hand-over", {"person": " ", "parcel": [parcel]}, page="/parcels")
    assert again.status == 422 and "ghi tên người nhận bưu gửi" in again.text
    assert again.form("hand-over").getlist("parcel") == [parcel]
    nothing = clerk.send("/parcels/hand-over", {"person": "T", "parcel": []}, page="/parcels")
    assert nothing.status == 422 and "đánh dấu các bưu gửi" in nothing.text
    assert nothing.form("hand-over").getlist("parcel") == []


def test_two_clerks_at_once(desk: Callable[[str], Desk], parcel: str) -> None:
    form = desk("tiepnhan").get("/parcels").form("hand-over")
    assert (
        "Bảng kê"
        in desk("traketqua").send("/parcels/hand-over", {"person": "T", "parcel": [parcel]}, page="/parcels").text
    )
    late = desk("tiepnhan").post("/parcels/hand-over", form, {"person": "T", "parcel": [parcel]})
    assert late.status == 409 and f"{parcel} không còn chờ ở đây" in late.text


def test_the_desk_alone_sees_it(desk: Callable[[str], Desk], parcel: str) -> None:
    desk("thanhtra").get("/parcels", status=403)
    assert 'href="/parcels"' in desk("tiepnhan").get("/").answer.text
    assert 'href="/parcels"' not in desk("thanhtra").get("/").answer.text


def change_page(clerk: Desk) -> str:
    """The address of the page on which the one parcel that waits is changed."""
    (link,) = [one.get("href") for one in clerk.get("/parcels").tree.iterfind(".//td/a") if "Sửa" in one.text_content()]
    return str(link)


def test_a_wrong_address_is_put_right_before_the_carrier_comes(desk: Callable[[str], Desk], parcel: str) -> None:
    clerk = desk("tiepnhan")
    page = change_page(clerk)
    wrong = clerk.send(f"{page}/correct", {"address": "Số 9, đường Khác"}, page=page)
    assert wrong.status == 422 and "mục này bắt buộc" in wrong.text
    assert wrong.form("/correct")["address"] == "Số 9, đường Khác", "what was typed stays"
    done = clerk.send(f"{page}/correct", {"address": "Số 9, đường Khác", "reason": "Nhầm số nhà"}, page=page)
    assert "Bưu chính được báo" in done.text and "Số 9, đường Khác" in done.text
    code = page.split("/")[2]
    assert "Sửa địa chỉ bưu gửi VN1 trước khi bàn giao: Nhầm số nhà" in clerk.get(f"/dossiers/{code}/history").text


def test_an_order_is_taken_back_with_a_reason(desk: Callable[[str], Desk], parcel: str) -> None:
    clerk = desk("tiepnhan")
    page = change_page(clerk)
    assert clerk.send(f"{page}/cancel", {"reason": ""}, page=page).status == 422
    done = clerk.send(f"{page}/cancel", {"reason": "Công dân xin nhận tại quầy"}, page=page)
    assert "Giữ bưu gửi lại" in done.text and "Không có bưu gửi nào chờ bàn giao" in done.text
    late = clerk.get(page, status=409)
    assert f"{parcel} không còn chờ ở đây" in late.text


def test_while_the_parcel_lies_at_the_desk_the_desk_has_it(
    desk: Callable[[str], Desk], receive: Receive, demo: Office
) -> None:
    code = send_by_post(desk, receive)
    order = ParcelOrder(number=f"{code}-1", carrier="Bưu điện Mẫu", service="standard", receiver="A", address="B")
    at = demo.context.now() - timedelta(minutes=5)
    demo.shipments.record(code, ParcelReport("VN1", "created", at, "Đã tạo đơn", "1", order=order))
    page = desk("tiepnhan").get(f"/dossiers/{code}")
    assert "bưu gửi ở quầy, chờ bàn giao cho bưu chính" in page.text and "Không ai trong cơ quan" not in page.text
    assert '<a href="/parcels">Về danh sách bưu gửi</a>' in page.answer.text
    elsewhere = desk("lanhdao").get(f"/dossiers/{code}")
    assert "bưu gửi ở quầy" in elsewhere.text and 'href="/parcels"' not in elsewhere.answer.text
    desk("tiepnhan").send("/parcels/hand-over", {"person": "Trần Bưu Tá", "parcel": ["VN1"]}, page="/parcels")
    assert "Không ai trong cơ quan" in desk("tiepnhan").get(f"/dossiers/{code}").text
