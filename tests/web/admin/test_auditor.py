"""The auditor's page: every event with its hashes, and a verdict that names the first broken event."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update

from admin import events
from core.db.models import Event
from core.services.office import Office
from tests.web.admin.desks import Desk, Shown
from tests.web.admin.steps import code_on, do_task, person


def test_every_event_is_there_with_its_place_in_the_chain(
    desk: Callable[[str], Desk], receive: Callable[..., Shown], demo: Office
) -> None:
    code = code_on(receive())
    do_task(desk("tuphap"), "Thẩm định hồ sơ", {"decision": "propose", "certifiedStatus": "Độc thân"})
    page = desk("thanhtra").get(f"/audit/{code}")
    events = demo.dossiers.history(code, person(demo, "thanhtra"))
    hashes = [element.text_content() for element in page.tree.iterfind(".//dl[@class='event-hashes']/dd/code")]
    assert hashes == [value for event in events for value in (event.hash, event.previous_hash)]
    assert f"{len(events)} sự kiện" in page.text
    assert "Độc thân" in page.tree.find_class("payload")[-1].text_content()


@pytest.mark.past_the_office
def test_a_changed_event_is_named(desk: Callable[[str], Desk], receive: Callable[..., Shown], demo: Office) -> None:
    code = code_on(receive())
    do_task(desk("tuphap"), "Thẩm định hồ sơ", {"decision": "propose", "certifiedStatus": "Độc thân"})
    with demo.context.work() as work:
        work.session.execute(update(Event).where(Event.seq == 2).values(actor_name="Người Khác"))
    page = desk("thanhtra").get(f"/audit/{code}")
    assert "Nhật ký bị đứt ở sự kiện 2" in page.text
    assert [element.get("id") for element in page.tree.find_class("event-broken")] == ["event-2"]


@pytest.mark.past_the_office
@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE dossier SET due = 'mai'", "Cột “due” của bảng “dossier” có nội dung không đọc được."),
        ("UPDATE dossier SET applicant = 'xx'", "Cột “applicant” của bảng “dossier” có nội dung không đọc được."),
        ("UPDATE task SET opened = 'hôm qua'", "Cột “opened” của bảng “task” có nội dung không đọc được."),
        ("UPDATE event SET at = 'xx' WHERE seq = 1", "Không đọc được sự kiện này"),
        ("UPDATE event SET payload = 'xx' WHERE seq = 1", "Không đọc được sự kiện này"),
        ("UPDATE event SET payload = '{\"opened\": 5}' WHERE seq = 1", "Không đọc được sự kiện này"),
        ("UPDATE dossier_state SET state = 'xx'", "Cột “state” của bảng “dossier_state” có nội dung không đọc được."),
    ],
)
def test_what_cannot_be_read_is_named_on_pages_that_stay_up(
    desk: Callable[[str], Desk], receive: Callable[..., Shown], demo: Office, statement: str, words: str
) -> None:
    code = code_on(receive())
    with demo.context.work() as work:
        work.connection.exec_driver_sql(statement)
    assert words in desk("thanhtra").get(f"/audit/{code}").text
    listed = desk("thanhtra").get("/audit").text
    assert code in listed and ("không đọc được" in listed) is ("UPDATE dossier SET" in statement)


@pytest.mark.past_the_office
def test_a_forged_value_is_marked_where_it_stands(
    desk: Callable[[str], Desk], receive: Callable[..., Shown], demo: Office
) -> None:
    code = code_on(receive())
    with demo.context.work() as work:
        work.connection.exec_driver_sql("UPDATE dossier SET status = 9")
    (facts,) = desk("thanhtra").get(f"/audit/{code}").tree.find_class("facts")
    (mark,) = facts.find_class("tone-late")
    assert "trạng thái đang là" in mark.text_content() and "theo sự kiện" in mark.text_content()


def test_a_call_of_no_step_has_a_whole_sentence(app: Flask) -> None:
    with app.test_request_context():
        said = events.SENTENCES["worker.call.succeeded"]({"topic": "notify.send"}, {})
    assert said == "Việc tự động của hệ thống: bộ phận gửi thông báo đã thực hiện"
