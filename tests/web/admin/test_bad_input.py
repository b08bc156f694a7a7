"""Bad input at the desks: the person gets a sentence, beside the field where there is one, and nothing is lost or half done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from bpmn.errors import EngineError
from core.services.office import Office
from core.services.running import steps
from core.services.views.dossiers import DossierFilter
from core.services.views.tasks import TaskFilter
from tests.web.admin.desks import PDF, Desk, Shown
from tests.web.admin.steps import APPLICANT, DECLARATION, MARITAL, code_on, only_task, person

NEW = f"/dossiers/new/{MARITAL}"
REVIEW = {"decision": "propose", "certifiedStatus": "Chưa đăng ký kết hôn với ai."}


def errors(page: Shown) -> dict[str, str]:
    """Messages that stand beside fields, by the id of the field."""
    found = page.tree.find_class("field-error")
    return {element.get("id", "").removesuffix("-error"): " ".join(element.text_content().split()) for element in found}


def test_missing_and_wrong_fields_are_told_beside_them_and_nothing_is_lost(desk: Callable[[str], Desk]) -> None:
    clerk = desk("tiepnhan")
    typed = {**APPLICANT, **DECLARATION, "copies": "nhiều", "residence": ""}
    page = clerk.send(NEW, typed, page=NEW, files={"paper-to_khai": ("to-khai.pdf", PDF)})
    assert page.status == 422
    assert set(errors(page)) == {"f-copies", "f-residence"}
    fields = page.form(NEW)
    assert fields["applicant.name"] == APPLICANT["applicant.name"]
    assert fields["spouseName"] == DECLARATION["spouseName"]
    assert fields["copies"] == "nhiều"
    assert "to-khai.pdf" in page.text, "the paper that came with the form is kept"
    done = clerk.post(NEW, fields, {"copies": "1", "residence": "Số 1"})
    assert "to-khai.pdf" in clerk.get(f"/dossiers/{code_on(done)}/papers").text


def test_the_applicants_data_and_the_form_are_told_in_one_round(desk: Callable[[str], Desk]) -> None:
    typed = {**APPLICANT, **DECLARATION, "applicant.name": "", "applicant.email": "sai", "copies": "nhiều"}
    typed |= {"return_by": "post", "applicant.address": ""}
    page = desk("tiepnhan").send(NEW, typed, page=NEW, files={"paper-to_khai": ("to-khai.exe", PDF)})
    assert page.status == 422
    wrong = {"f-applicant.name", "f-applicant.email", "f-applicant.address", "f-copies", "f-paper-to_khai"}
    assert set(errors(page)) == wrong
    links = page.tree.xpath("//*[@id='summary']//a/@href")
    assert sorted(links) == sorted(f"#{field}" for field in wrong), "each once in the list on top"


def test_a_file_for_a_paper_the_procedure_does_not_know_is_told_and_nothing_is_opened(
    desk: Callable[[str], Desk],
) -> None:
    typed = {**APPLICANT, **DECLARATION}
    page = desk("tiepnhan").send(NEW, typed, page=NEW, files={"paper-khai_tu": ("khai-tu.pdf", PDF)})
    assert page.status == 422
    assert "thành phần hồ sơ của thủ tục không có “khai_tu”" in page.text
    assert "Chưa có hồ sơ" in desk("tiepnhan").get("/dossiers").text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("applicant.name", "", "bắt buộc"),
        ("applicant.phone", "abc", "chữ số"),
        ("applicant.email", "không phải", "thư điện tử"),
        ("applicant.identity_number", "12", "12 chữ số"),
    ],
)
def test_the_applicants_data_is_checked(desk: Callable[[str], Desk], field: str, value: str, words: str) -> None:
    page = desk("tiepnhan").send(NEW, {**APPLICANT, **DECLARATION, field: value}, page=NEW)
    assert page.status == 422
    assert words in errors(page)[f"f-{field}"]
    assert "Chưa có hồ sơ" in desk("tiepnhan").get("/dossiers").text


def test_a_form_sent_before_with_other_contents_says_what_was_opened_then(desk: Callable[[str], Desk]) -> None:
    clerk = desk("tiepnhan")
    fields = clerk.get(NEW).form(NEW)
    code = code_on(clerk.post(NEW, fields, {**APPLICANT, **DECLARATION}))
    page = clerk.post(NEW, fields, {**APPLICANT, **DECLARATION, "copies": "3"})
    assert page.status == 409
    assert f"hồ sơ {code} đã được tiếp nhận" in page.text
    assert "Chưa mở hồ sơ nào" not in page.text
    assert page.tree.xpath(f"//*[@role='alert']//a[contains(@href, '{code}')]"), "the way to it"
    again = page.form(NEW)
    assert again["copies"] == "3"
    assert again["idempotency_key"] != fields["idempotency_key"], "sent again it is another dossier"
    assert code_on(clerk.post(NEW, again)) != code


def test_the_post_needs_an_address(desk: Callable[[str], Desk]) -> None:
    page = desk("tiepnhan").send(
        NEW, {**APPLICANT, **DECLARATION, "applicant.address": "", "return_by": "post"}, page=NEW
    )
    assert page.status == 422
    assert "bưu chính" in errors(page)["f-applicant.address"]


def test_a_step_that_cannot_be_taken_loses_nothing_and_tells_the_incidents_number(
    desk: Callable[[str], Desk], receive: Callable[..., Shown], demo: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = code_on(receive())
    clerk = desk("tuphap")
    task = only_task(clerk, "Thẩm định")
    clerk.send(f"{task}/claim", page=task)
    typed = {**REVIEW, "reviewNote": "Đã đối chiếu sổ gốc."}

    def fails(*_given: object, **_more: object) -> None:
        raise EngineError("Task_Sign", "feel", "the expression has no value")

    with monkeypatch.context() as broken:
        broken.setattr(steps, "complete", fails)
        page = clerk.send(f"{task}/complete", typed, page=task)
    (incident,) = demo.incidents.page(person(demo, "quantri")).items
    assert (page.status, incident.dossier, incident.step) == (409, code, "Ký duyệt")
    assert incident.message == "the expression has no value"
    assert incident.number in page.text and "“Ký duyệt”" in page.text
    assert "Task_Sign" not in page.text
    for shown in (page, clerk.get(task)):
        fields = shown.form(f"{task}/complete")
        assert {name: fields[name] for name in typed} == typed
    assert "Đã làm xong" in clerk.post(f"{task}/complete", fields).text, "once the cause is gone it is only sent again"


@pytest.mark.parametrize(
    ("name", "content"),
    [("virus.exe", b"MZ\x90"), ("gia-mao.pdf", b"<script>alert(1)</script>"), ("rong.pdf", b"")],
)
def test_a_forbidden_upload_is_told_and_the_rest_is_kept(
    desk: Callable[[str], Desk], name: str, content: bytes
) -> None:
    files = {"paper-to_khai": ("to-khai.pdf", PDF), "paper-ly_hon": (name, content)}
    page = desk("tiepnhan").send(NEW, {**APPLICANT, **DECLARATION}, page=NEW, files=files)
    assert page.status == 422
    assert name in errors(page)["f-paper-ly_hon"]
    assert "to-khai.pdf" in page.text
    assert page.form(NEW)["spouseName"] == DECLARATION["spouseName"]


def test_an_upload_that_is_too_large_is_told(
    app: Flask, desk: Callable[[str], Desk], receive: Callable[..., Shown]
) -> None:
    code = code_on(receive())
    clerk, page = desk("tiepnhan"), f"/dossiers/{code}/papers"
    fields = clerk.get(page).form(page)
    app.config["MAX_CONTENT_LENGTH"] = 1000
    answer = clerk.post(page, fields, files={"papers": ("lon.pdf", PDF * 100)})
    assert answer.status == 413
    assert "Tệp" in answer.text or "tệp" in answer.text


def test_a_task_done_by_another_says_who_and_keeps_what_was_typed(
    desk: Callable[[str], Desk], receive: Callable[..., Shown]
) -> None:
    code = code_on(receive())
    slow, fast = desk("thamdinh"), desk("tuphap")
    task = only_task(fast, "Thẩm định hồ sơ")
    opened = slow.get(task).form(f"{task}/complete")
    fast.send(f"{task}/complete", REVIEW, page=task)
    late = slow.post(f"{task}/complete", opened, {**REVIEW, "certifiedStatus": "Tôi viết rất lâu"})
    assert late.status == 409
    assert "Chuyên viên tư pháp" in late.text
    assert "Tôi viết rất lâu" in late.answer.get_data(as_text=True)
    history = slow.get(f"/dossiers/{code}/history").text
    assert history.count("Đã làm xong việc “Thẩm định hồ sơ”") == 1


def test_a_task_taken_by_another_says_who(desk: Callable[[str], Desk], receive: Callable[..., Shown]) -> None:
    receive()
    slow, fast = desk("thamdinh"), desk("tuphap")
    task = only_task(fast, "Thẩm định hồ sơ")
    page = slow.get(task)
    fast.send(f"{task}/claim", page=task)
    late = slow.post(f"{task}/claim", page.form(f"{task}/claim"))
    assert late.status == 409
    assert "Chuyên viên tư pháp" in late.text
    late = slow.post(f"{task}/complete", page.form(f"{task}/complete"), REVIEW)
    assert late.status == 409
    assert REVIEW["certifiedStatus"] in late.answer.get_data(as_text=True)


def test_many_taken_at_once_tells_which_were_gone(
    desk: Callable[[str], Desk], receive: Callable[..., Shown], demo: Office
) -> None:
    receive()
    receive(**{"applicant.name": "Người Nộp Hai"})
    slow, fast = desk("thamdinh"), desk("tuphap")
    page = slow.get("/queue")
    boxes = [box.get("value") for box in page.tree.iterfind(".//tbody//input[@name='task']")]
    assert len(boxes) == 2
    fast.post("/queue/claim", fast.get("/queue").form("/queue/claim"), {"task": boxes[:1]})
    answer = slow.post("/queue/claim", page.form("/queue/claim"), {"task": boxes})
    assert "Đã nhận 1 việc." in answer.text
    assert "Chuyên viên tư pháp" in answer.text
    held = {task.assignee for task in demo.queue.page(TaskFilter(), person(demo, "tuphap"), None, 10).items}
    assert held == {"tuphap", "thamdinh"}


def test_nothing_ticked_says_so(desk: Callable[[str], Desk], receive: Callable[..., Shown]) -> None:
    receive()
    answer = desk("tuphap").send("/queue/claim", page="/queue")
    assert "đánh dấu những việc" in answer.text


def test_a_field_the_form_does_not_know_is_refused_or_left_out(
    desk: Callable[[str], Desk], receive: Callable[..., Shown], demo: Office
) -> None:
    receive()
    reviewer = desk("tuphap")
    task = only_task(reviewer, "Thẩm định hồ sơ")
    reviewer.send(f"{task}/complete", {**REVIEW, "approved": "true", "dossier": "x"}, page=task)
    code = demo.dossiers.page(DossierFilter(), person(demo, "tuphap"), None, 1).items[0].code
    assert {"approved", "dossier"}.isdisjoint(demo.dossiers.get(code, person(demo, "tuphap")).data)


@pytest.mark.parametrize(
    "address", ["/dossiers/H99.05-261122-9999", "/tasks/00000000-0000-0000-0000-000000000000", "/tasks/x", "/nowhere"]
)
def test_what_does_not_exist_is_a_page_in_words(desk: Callable[[str], Desk], address: str) -> None:
    answer = desk("tiepnhan").client.get(address)
    assert answer.status_code == 404
    assert "Trang đầu" in answer.get_data(as_text=True), "the bars of the desk stay on the page"


def test_an_address_nobody_made_is_no_error(desk: Callable[[str], Desk], receive: Callable[..., Shown]) -> None:
    receive()
    for query in (
        "?late=never&state=%20&status=99&finished=maybe",
        "?search=" + "x" * 5000,
        "?role=%22%27--&holder=ai-do",
    ):
        desk("tuphap").get(f"/queue{query}")
        desk("tuphap").get(f"/dossiers{query}")
    desk("tuphap").get("/queue?state=%00", status=400)


def test_a_cursor_that_is_none_is_told(desk: Callable[[str], Desk]) -> None:
    assert desk("tuphap").client.get("/queue?after=nonsense").status_code == 422
