"""The bell in the bar, its list, and marking as read."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import insert, select

from core.db.models import Dossier, Person, StaffNotice
from core.domain.identifiers import uuid7
from core.domain.staff_notices import StaffNoticeKind
from core.services.office import Office
from tests.web.admin.desks import Desk, Shown
from tests.web.admin.steps import code_on


def test_what_i_was_told_of_is_counted_listed_and_marked_as_read(
    demo: Office, desk: Callable[[str], Desk], receive: Callable[..., Shown]
) -> None:
    code = code_on(receive())
    with demo.context.work() as work:
        person = work.scalars(select(Person.id).where(Person.username == "tuphap")).one()
        dossier = work.scalars(select(Dossier.id).where(Dossier.code == code)).one()
        for kind in StaffNoticeKind:
            row = {"id": uuid7(), "person_id": person, "dossier_id": dossier, "kind": kind, "read": None}
            about = {"what": "postal.return" if kind is StaffNoticeKind.CALL else "Xem <b>xét</b>"}
            work.session.execute(insert(StaffNotice), row | {"about": about, "at": demo.context.now()})
    clerk = desk("tuphap")
    assert "6 thông báo chưa đọc" in clerk.get("/").answer.get_data(as_text=True)
    page = clerk.get("/bell")
    for words in (
        "Việc “Xem <b>xét</b>” được giao cho anh/chị.",
        "phải làm lại",
        "Xin ý kiến",
        "bưu chính",
        "không tới",
        code,
    ):
        assert words in page.text
    one = next(action for action in page.actions() if action.endswith("/read") and action != "/bell/read")
    clerk.send(one, {}, page="/bell")
    assert "5 thông báo chưa đọc" in clerk.get("/bell").answer.get_data(as_text=True)
    clerk.send("/bell/read", {}, page="/bell")
    assert "Không có thông báo chưa đọc" in clerk.get("/bell").answer.get_data(as_text=True)
    assert "Chưa có gì." in desk("tiepnhan").get("/bell").text
