"""The main job by hand, over the pages alone: from the desk to the citizen's hand, in Vietnamese, without any script."""

from __future__ import annotations

import re
from collections.abc import Callable

from core.services.office import Office
from tests.web.admin.desks import PDF, Desk, Shown
from tests.web.admin.steps import APPLICANT, DECLARATION, code_on, do_task, only_task

REVIEW = {"decision": "propose", "certifiedStatus": "Hiện tại chưa đăng ký kết hôn với ai."}


def test_a_dossier_goes_from_the_desk_to_the_citizens_hand(
    desk: Callable[[str], Desk], receive: Callable[..., Shown]
) -> None:
    code = code_on(receive())
    do_task(desk("tuphap"), "Thẩm định hồ sơ", REVIEW)
    do_task(desk("lanhdao"), "Ký duyệt", {"approval": "approve"})
    do_task(desk("vanthu"), "Vào sổ", {"resultNumber": "15/UBND-XNTTHN", "resultDate": "2026-11-23"})
    do_task(desk("tiepnhan"), "Trả kết quả", {"collectedBy": "applicant"})

    page = desk("tiepnhan").get(f"/dossiers/{code}").text
    assert "Đã trả kết quả" in page
    assert "hồ sơ đã kết thúc" in page
    assert "Hiện tại chưa đăng ký kết hôn với ai." in page
    history = desk("tiepnhan").get(f"/dossiers/{code}/history").text
    for words in (
        "Đã tiếp nhận hồ sơ",
        "Đã làm xong việc “Thẩm định hồ sơ”",
        "Đã làm xong việc “Ký duyệt”",
        "Quy trình đã kết thúc",
    ):
        assert words in history
    assert "Nhật ký nguyên vẹn" in desk("thanhtra").get(f"/audit/{code}").text


def test_a_row_of_a_list_is_shown_by_its_own_labels(desk: Callable[[str], Desk], receive: Callable[..., Shown]) -> None:
    row = {"residences.0.commune": "Xã Mẫu Ba", "residences.0.from": "2008", "residences.0.to": ""}
    code = code_on(receive(**row))
    page = desk("tiepnhan").get(f"/dossiers/{code}").text
    assert "Xã, tỉnh: Xã Mẫu Ba, Từ ngày: 2008" in page
    assert "commune" not in page and "Đến ngày:" not in page


def test_the_receipt_shows_its_secret_once(
    desk: Callable[[str], Desk], receive: Callable[..., Shown], demo: Office
) -> None:
    receipt = receive()
    code = code_on(receipt)
    secret = receipt.tree.get_element_by_id("secret").text_content()
    assert demo.dossiers.lookup(code, secret, "198.51.100.7").code == code
    assert receipt.tree.find_class("qr"), "the tracking address as a QR code"
    again = desk("tiepnhan").get(f"/dossiers/{code}/receipt").text
    assert secret not in again
    assert code in again


def test_the_receipt_is_vietnamese_at_an_english_desk(
    desk: Callable[[str], Desk], receive: Callable[..., Shown]
) -> None:
    code, clerk = code_on(receive()), desk("tiepnhan")
    clerk.send("/language/en", page="/queue")
    receipt = clerk.get(f"/dossiers/{code}/receipt").text
    assert "3 ngày làm việc" in receipt and "bản chính" in receipt
    assert "working days" not in receipt and "electronic" not in receipt


def test_a_supplement_is_asked_for_and_comes(desk: Callable[[str], Desk], receive: Callable[..., Shown]) -> None:
    code = code_on(receive())
    do_task(
        desk("tuphap"), "Thẩm định hồ sơ", {"decision": "supplement", "supplementList": "Bản sao quyết định ly hôn."}
    )
    assert "Yêu cầu bổ sung" in desk("tiepnhan").get(f"/dossiers/{code}").text
    clerk = desk("tiepnhan")
    waiting = only_task(clerk, "Chờ bổ sung")
    last = "Hạn cuối cho công dân: 23/12/2026 17:00"
    assert last in clerk.get("/queue").text, "the queue says until when the applicant may come"
    assert last in clerk.get(waiting).text
    assert "Hạn cuối" not in desk("tuphap").get("/queue").text
    do_task(desk("tiepnhan"), "Chờ bổ sung", {"supplementResult": "complete", "supplementDate": "2026-11-23"})
    assert only_task(desk("tuphap"), "Thẩm định hồ sơ")


def test_a_double_click_adds_a_paper_once(desk: Callable[[str], Desk], receive: Callable[..., Shown]) -> None:
    code = code_on(receive())
    clerk, page = desk("tiepnhan"), f"/dossiers/{code}/papers"
    fields = clerk.get(page).form(page)
    for _click in range(2):
        assert (
            clerk.post(page, fields, files={"papers": [("a.pdf", PDF + b"%a"), ("b.pdf", PDF + b"%b")]}).status == 200
        )
    shown = clerk.get(page).text
    assert (shown.count("a.pdf"), shown.count("b.pdf")) == (1, 1)
    again = clerk.send(page, page=page, files={"papers": ("a.pdf", PDF + b"%a")})
    assert again.text.count("a.pdf") == 2, "a page loaded anew is a new act"


def test_papers_are_added_and_come_back_byte_for_byte(
    desk: Callable[[str], Desk], receive: Callable[..., Shown]
) -> None:
    code = code_on(receive())
    clerk, page = desk("tiepnhan"), f"/dossiers/{code}/papers"
    added = clerk.send(page, page=page, files={"papers": ("quyết định.pdf", PDF + b"%x")})
    assert "Đã thêm 1 giấy tờ." in added.text
    link = next(link for link in added.tree.iterfind(".//a") if "quyết định.pdf" in link.text_content())
    answer = clerk.client.get(link.get("href"))
    assert answer.get_data() == PDF + b"%x"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_draft_waits_on_any_machine(desk: Callable[[str], Desk], receive: Callable[..., Shown]) -> None:
    receive()
    reviewer = desk("tuphap")
    task = only_task(reviewer, "Thẩm định hồ sơ")
    fields = reviewer.get(task).form(f"{task}/complete")
    fields["certifiedStatus"] = "Viết dở dang"
    answer = reviewer.post(f"{task}/draft", fields, htmx=True, follow=False)
    assert answer.status == 204
    assert "Viết dở dang" in reviewer.get(task).answer.get_data(as_text=True)


def test_rows_and_choices_are_drawn_anew_without_losing_what_was_typed(desk: Callable[[str], Desk]) -> None:
    clerk, page = desk("tiepnhan"), "/dossiers/new/1.004873"
    typed = {"applicant.name": "Người Nộp Mẫu", "residence": "Số 1", "purpose": "other", "_refresh": "1"}
    whole = clerk.send(page, typed, page=page)
    assert whole.status == 200
    fields = whole.form(page)
    assert (fields["applicant.name"], fields["residence"], fields["purpose"]) == ("Người Nộp Mẫu", "Số 1", "other")
    assert "Nêu rõ mục đích" in whole.text
    part = clerk.send(page, typed, page=page, htmx=True)
    assert "<html" not in part.answer.get_data(as_text=True)
    assert "Nêu rõ mục đích" in part.text


def test_a_double_click_opens_one_dossier(desk: Callable[[str], Desk]) -> None:
    clerk, page = desk("tiepnhan"), "/dossiers/new/1.004873"
    fields = clerk.get(page).form(page)
    first = clerk.post(page, fields, {**APPLICANT, **DECLARATION}, follow=False)
    second = clerk.post(page, fields, {**APPLICANT, **DECLARATION}, follow=False)
    assert first.status == second.status == 303
    assert first.answer.location == second.answer.location
    assert "1 hồ sơ" in clerk.get("/dossiers").text
    assert re.search(r"Mã tra cứu: ?\w+", clerk.get(second.answer.location).text), "the second answer shows the secret"


def test_the_desk_sees_what_the_applicant_was_told(desk: Callable[[str], Desk], receive: Callable[..., Shown]) -> None:
    code = code_on(receive())
    missing = {"decision": "supplement", "supplementList": "Giấy uỷ quyền", "reviewNote": "Chưa rõ ai đứng tên."}
    do_task(desk("tuphap"), "Thẩm định hồ sơ", missing)
    page = desk("tiepnhan").get(f"/dossiers/{code}").text
    told = page[page.index("Nội dung đã báo cho công dân") :][:600]
    assert "Giấy uỷ quyền" in told and "Hạn cuối" in told and "Chưa rõ" not in told
    assert "Đã báo cho công dân: Giấy uỷ quyền" in desk("tiepnhan").get(f"/dossiers/{code}/history").text
