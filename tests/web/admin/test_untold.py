"""The page of applicants to call or write to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.services.office import Office
from tests.db.test_notices import do
from tests.web.admin.desks import Desk, Shown
from tests.web.admin.steps import code_on

Receive = Callable[..., Shown]


@pytest.fixture
def dossier(demo: Office, receive: Receive) -> str:
    """The code of a dossier that waits for a supplement, of an applicant without e-mail and telephone."""
    without = {"applicant.email": "", "applicant.phone": "", "applicant.name": "Nguyễn <b>Thử</b>"}
    code = code_on(receive(**without))
    do(demo, code, "Task_Review", decision="supplement", supplementList="Bản chụp căn cước")
    return code


def test_the_clerk_is_told_whom_to_call_what_to_say_and_notes_it(desk: Callable[[str], Desk], dossier: str) -> None:
    clerk = desk("tiepnhan")
    page = clerk.get("/untold")
    for words in (dossier, "Nguyễn <b>Thử</b>", "Đề nghị bổ sung hồ sơ", "Bản chụp căn cước", "Không có địa chỉ thư"):
        assert words in page.text
    assert "Gọi, viết thư 1" in page.text
    action = next(one for one in page.actions() if "/untold/" in one)
    again = clerk.send(action, {"note": "Đã viết thư"}, page="/untold")
    assert again.status == 422 and "chọn cách đã báo" in again.text and "Đã viết thư" in again.text
    done = clerk.send(action, {"way": "post", "note": "Đã viết thư"}, page="/untold")
    assert "Đã báo gần đây" in done.text and "bằng thư giấy" in done.text and "Đã viết thư" in done.text
    history = clerk.get(f"/dossiers/{dossier}/history")
    assert "Đã gửi thư giấy báo cho người nộp" in history.text


def test_others_do_not_reach_the_page(desk: Callable[[str], Desk], dossier: str) -> None:
    desk("tuphap").get("/untold", status=403)
    assert "Gọi, viết thư" not in desk("tuphap").get("/").text
