"""The pages on which letters are edited: listed, shown while typed, refused with nothing lost, saved."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from core.services.letters import templates
from core.services.office import Office
from tests.support.staff import hire
from tests.web.admin.desks import Desk
from tests.web.admin.steps import MARITAL

OFFICE = "/letters/office/status-5/vi"
OWN = f"/letters/procedures/{MARITAL}/status-5/vi"
SHIPPED = templates.office()["status-5.vi.txt"]
CHANGED = SHIPPED.replace("Đề nghị bổ sung hồ sơ", "Xin bổ sung")
WRONG = SHIPPED.replace("{{ code }}", "{{ cod }}")


def test_the_list_says_whose_text_it_is(desk: Callable[[str], Desk]) -> None:
    admin = desk("quantri")
    assert admin.get("/").tree.xpath("//nav//a[contains(., 'Mẫu thư')]/@href") == ["/letters"]
    page = admin.get("/letters?event=status-5")
    assert "bản có sẵn" in page.text and len(page.tree.findall(".//tbody/tr")) == 2
    admin.send(OFFICE, {"source": CHANGED, "reason": "Gọn hơn", "act": "save"}, page=OFFICE)
    page = admin.get("/letters?event=status-5&language=vi")
    (row,) = page.tree.findall(".//tbody/tr")
    assert "của cơ quan, phiên bản 1" in " ".join(row.text_content().split())
    assert "thư chung của cơ quan" in desk("thietke").get(f"/letters?procedure={MARITAL}").text
    assert "không" in admin.get("/letters?event=nope&procedure=nope").text


def test_what_is_typed_is_shown_and_nothing_saved(desk: Callable[[str], Desk]) -> None:
    admin = desk("quantri")
    piece = admin.send(OFFICE, {"source": CHANGED, "act": "show"}, page=OFFICE, htmx=True)
    assert "Xin bổ sung: H99" in piece.text and "đoạn tin" in piece.text and "<html" not in piece.answer.text
    whole = admin.send(OFFICE, {"source": CHANGED, "reason": "đang viết", "act": "show"}, page=OFFICE)
    assert whole.form(OFFICE)["source"].strip() == CHANGED.strip() and whole.form(OFFICE)["reason"] == "đang viết"
    assert admin.get(OFFICE).form(OFFICE)["source"].strip() == SHIPPED.strip()


@pytest.mark.parametrize(("username", "page"), [("quantri", OFFICE), ("thietke", OWN)])
def test_a_refusal_loses_nothing(desk: Callable[[str], Desk], username: str, page: str) -> None:
    person = desk(username)
    refused = person.send(page, {"source": WRONG, "reason": "Gọn hơn", "act": "save"}, page=page)
    assert refused.status == 422 and "dòng 3" in refused.text and "cod" in refused.text
    assert refused.form(page)["source"].strip() == WRONG.strip() and refused.form(page)["reason"] == "Gọn hơn"
    without = person.send(page, {"source": CHANGED, "act": "save"}, page=page)
    assert without.status == 422 and without.tree.find_class("field-error")
    assert without.form(page)["source"].strip() == CHANGED.strip()


@pytest.mark.parametrize(("username", "page"), [("quantri", OFFICE), ("thietke", OWN)])
def test_the_second_of_two_is_told_and_may_save_knowingly(
    desk: Callable[[str], Desk], username: str, page: str
) -> None:
    person = desk(username)
    mine = person.get(page)
    person.send(page, {"source": CHANGED, "reason": "Gọn hơn", "act": "save"}, page=page)
    third = CHANGED.replace("Xin bổ sung", "Cần bổ sung")
    told = person.post(page, mine.form(page), {"source": third, "reason": "Rõ hơn", "act": "save"})
    assert told.status == 409 and "đã sửa thư status-5.vi sau khi bạn mở" in told.text
    assert told.form(page)["source"].strip() == third.strip() and "Xin bổ sung" in told.text
    saved = person.post(page, told.form(page), {"act": "save"})
    assert saved.status == 200 and saved.form(page)["source"].strip() == third.strip()


def test_a_procedures_letter_becomes_its_version(desk: Callable[[str], Desk], demo: Office) -> None:
    designer = desk("thietke")
    assert "hồ sơ đang giải quyết giữ thư của phiên bản cũ" in designer.get(OWN).text
    done = designer.send(OWN, {"source": CHANGED, "reason": "Gọn hơn", "act": "save"}, page=OWN)
    assert "phiên bản 2 của thủ tục" in done.text and demo.procedures.get(MARITAL).version == 2
    back = designer.send(OWN, {"reason": "Thôi", "act": "restore"}, page=OWN)
    assert back.status == 200 and "letters/status-5.vi.txt" not in demo.procedures.files(MARITAL)


def test_older_texts_are_read_and_taken_again(desk: Callable[[str], Desk]) -> None:
    admin = desk("quantri")
    admin.send(OFFICE, {"source": CHANGED, "reason": "Gọn hơn", "act": "save"}, page=OFFICE)
    admin.send(OFFICE, {"reason": "Thôi", "act": "restore"}, page=OFFICE)
    older = admin.get(f"{OFFICE}?number=1")
    assert older.form(OFFICE)["source"].strip() == CHANGED.strip() and "không còn hiệu lực" in older.text
    again = admin.post(OFFICE, older.form(OFFICE), {"reason": "Lấy lại", "act": "save"})
    assert "phiên bản 3" in again.text and again.form(OFFICE)["source"].strip() == CHANGED.strip()


def test_neighbours_read_and_change_nothing(desk: Callable[[str], Desk], app: Flask, demo: Office) -> None:
    for page in ("/letters", OFFICE, OWN):
        desk("tiepnhan").get(page, status=403)
    hire(demo, "xa.khac", admin="H99.06", designer="H99.06")
    neighbour = Desk(app)
    neighbour.sign_in("xa.khac", "mật khẩu để thử")
    for page in (OFFICE, OWN):
        shown = neighbour.get(page)
        assert "Chỉ" in shown.text and not shown.tree.xpath("//button[@value='save']")
        sent = {"source": CHANGED, "reason": "x", "act": "save"}
        assert neighbour.post(page, shown.form(page), sent).status == 403
        assert neighbour.client.post(page, data=sent).status_code == 400, "without the token of its form"
    assert neighbour.get(OFFICE.replace("status-5", "base"), status=404)
    assert neighbour.get(OWN.replace(MARITAL, "9.999999"), status=404)
    # A designer below the top, and one of the whole office, who is no administrator, leave the office's letters alone.
    assert desk("thietke").post(OFFICE, desk("thietke").get(OFFICE).form(OFFICE), {"source": CHANGED, "reason": "x", "act": "save"}).status == 403  # fmt: skip
