"""What the applicant is told at a status: decided by the step, kept once, in the history, and never a note among colleagues."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, select, text

from core.db.models import Notice, Outbox, Payment, Timer
from core.domain.identifiers import uuid7
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierView
from core.services.views.notices import NoticeView
from tests.db.test_dossier_way import ORDER, open_dossier
from tests.support.clock import TestClock
from tests.support.forms import filled
from tests.support.staff import staff

COPY, PERMIT = "2.000908", "1.009122"
NOTE = "Chỉ để trong cơ quan: người này hay khiếu nại."
pytestmark = pytest.mark.usefixtures("database_url")


def do(office: Office, code: str, element: str, **choices: Any) -> None:
    """Completes the open task of an element."""
    task = next(one for one in office.dossiers.get(code, SYSTEM).tasks if one.element == element)
    by = next(staff(office, role) for role in ORDER if role in task.roles)
    notes = {"reviewNote": NOTE, "receptionNote": NOTE, "issueNote": NOTE}
    office.tasks.complete(task.id, filled(office.tasks.get(task.id, by).form, **notes, **choices), by)


def told(office: Office, code: str) -> tuple[NoticeView, ...]:
    found = office.dossier_pages.show(code, staff(office, "receiver")).notices
    assert NOTE not in repr(found)
    return found


def letters(office: Office, dossier: DossierView) -> dict[int, Any]:
    """The payloads of the office's own letters, by status."""
    with office.context.work.read() as work:
        rows = work.scalars(
            select(Outbox.payload).where(Outbox.dossier_id == dossier.id, Outbox.topic == "notify.send")
        )
        return {payload["status"]: payload for payload in rows}


def asked(office: Office) -> DossierView:
    """A dossier for which papers were asked."""
    dossier = open_dossier(office, COPY)
    papers = "- Bản chụp căn cước (mặt sau bị mờ)\n\n2. Giấy uỷ quyền có chứng thực"
    do(office, dossier.code, "Task_Review", decision="supplement", supplementList=papers)
    return dossier


def test_a_supplement_names_the_papers_and_the_last_day(demo: Office, clock: TestClock) -> None:
    dossier = asked(demo)
    (notice,) = told(demo, dossier.code)
    assert notice.papers == ("Bản chụp căn cước (mặt sau bị mờ)", "Giấy uỷ quyền có chứng thực")
    with demo.context.work.read() as work:
        assert work.scalars(select(Timer.due)).all() == [notice.until], "the timer that ends the waiting"
    last = demo.context.calendars.of(demo.context.directory.tree().find(dossier.unit).id).local(notice.until)
    assert last.date() >= clock().date() + timedelta(days=30)
    assert (last.hour, last.minute) == (17, 0), "the end of the office hours of that day"
    assert notice.desk.name and notice.hours[0]["first"] == 0
    payload = letters(demo, dossier)[5]
    assert demo.notices.find(UUID(payload["notice"])) == notice
    (event,) = [one for one in demo.dossiers.history(dossier.code, SYSTEM) if one.payload.get("notices")]
    assert event.seq == notice.event
    assert event.payload["notices"][0]["papers"] == list(notice.papers)
    assert event.payload["notices"][0]["notice"] == payload["notice"] == str(notice.id)


def test_a_refusal_gives_the_reason_and_the_basis(demo: Office) -> None:
    dossier = open_dossier(demo, COPY, channel="online")
    why = {
        "receptionDecision": "refuse",
        "refusalReason": "Không thuộc thẩm quyền.",
        "refusalBasis": "Điều 64 Luật Hộ tịch",
    }
    do(demo, dossier.code, "Task_Check", **why)
    (notice,) = told(demo, dossier.code)
    assert (notice.status, notice.reason, notice.basis) == (3, "Không thuộc thẩm quyền.", "Điều 64 Luật Hộ tịch")
    assert not notice.papers and notice.until is None and notice.amount is None


def test_without_a_basis_of_its_own_a_refusal_has_the_procedures(demo: Office) -> None:
    dossier = open_dossier(demo, COPY, channel="online")
    do(demo, dossier.code, "Task_Check", receptionDecision="refuse", refusalReason="Thiếu.", refusalBasis="")
    assert told(demo, dossier.code)[0].basis == demo.procedures.get(COPY).law != ""


def test_a_leaders_stop_gives_the_reviewers_reason(demo: Office) -> None:
    dossier = open_dossier(demo, COPY)
    do(demo, dossier.code, "Task_Review", decision="stop", stopReason="Sổ gốc không còn.", stopBasis="Điều 63")
    assert told(demo, dossier.code) == (), "nothing is told before it is decided"
    do(demo, dossier.code, "Task_Sign", approval="approve")
    (notice,) = told(demo, dossier.code)
    assert (notice.status, notice.reason, notice.basis) == (8, "Sổ gốc không còn.", "Điều 63")
    assert notice.stage == "Ký duyệt" and "trả lại tại bộ phận một cửa" in notice.kept
    assert (notice.paid, notice.money) == (0, "Hồ sơ chưa nộp khoản tiền nào.")


def test_a_stop_says_what_becomes_of_the_money_that_came_in(demo: Office, clock: TestClock) -> None:
    dossier = asked(demo)
    with demo.context.work() as work:
        paid = {
            "kind": "received",
            "amount": 75_000,
            "method": "cash",
            "at": clock(),
            "by_name": "T",
            "receipt_number": "1",
        }
        work.session.execute(
            insert(Payment), {"id": uuid7(), "dossier_id": dossier.id, "reason": "", "doubt": "", **paid}
        )
    do(demo, dossier.code, "Task_Supplement", supplementResult="withdrawn")
    stopped = told(demo, dossier.code)[0]
    assert stopped.stage == "Chờ bổ sung giấy tờ"
    assert stopped.paid == 75_000 and "hoàn trả" in stopped.money
    with demo.context.work() as work:  # no event tells of it, and the office's evidence is checked after each test
        work.session.execute(delete(Payment))


def test_a_proposal_that_was_dropped_is_no_reason_later(demo: Office, clock: TestClock) -> None:
    """The reviewer proposed to stop, the leader sent it back, papers were asked for and did not come."""
    dossier = open_dossier(demo, COPY)
    do(demo, dossier.code, "Task_Review", decision="stop", stopReason="Sổ gốc không còn.", stopBasis="Điều 63")
    do(demo, dossier.code, "Task_Sign", approval="return", approvalNote="Xem lại.")
    do(demo, dossier.code, "Task_Review", decision="supplement", supplementList="Bản chụp")
    clock.advance(days=31)
    for timer in demo.timers.due():
        assert demo.timers.fire(timer)
    stopped, supplement = told(demo, dossier.code)
    assert (stopped.status, supplement.status) == (8, 5)
    assert stopped.reason == "Đã hết thời hạn bổ sung mà cơ quan chưa nhận được giấy tờ bổ sung."
    assert "Điều 63" not in stopped.basis


def test_who_takes_the_dossier_back_is_told_so(demo: Office) -> None:
    dossier = asked(demo)
    do(demo, dossier.code, "Task_Supplement", supplementResult="withdrawn")
    assert told(demo, dossier.code)[0].reason == "Ông/Bà xin rút hồ sơ."


def test_a_fee_says_how_much_for_what_and_how(demo: Office) -> None:
    dossier = open_dossier(demo, PERMIT)
    for element in ("Task_Assign", "Task_Drawings", "Task_Site", "Task_Review", "Task_Approve", "Task_Sign"):
        do(demo, dossier.code, element)
    (notice,) = told(demo, dossier.code)
    assert (notice.status, notice.amount, notice.purpose) == (
        6,
        75000,
        "Lệ phí cấp giấy phép xây dựng – Cấp mới giấy phép nhà ở riêng lẻ",
    )
    assert len(notice.pay) == 2
    assert notice.until is None, "a reminder is no last day"


def test_a_result_says_where_when_and_with_what(demo: Office) -> None:
    dossier = open_dossier(demo, COPY)
    for element in ("Task_Review", "Task_Sign", "Task_Issue"):
        do(demo, dossier.code, element)
    (notice,) = told(demo, dossier.code)
    assert (notice.status, notice.way, len(notice.bring)) == (9, "counter", 2)
    assert notice.hours and notice.desk.name
    found = demo.dossiers.lookup(dossier.code, str(dossier.receipt_secret), "198.51.100.7")
    assert found.notice == notice


def test_what_the_result_was_is_told_after_it_was_handed_over(demo: Office) -> None:
    dossier = open_dossier(demo, COPY)
    for element in ("Task_Review", "Task_Sign", "Task_Issue"):
        do(demo, dossier.code, element)
    (told_before,) = told(demo, dossier.code)
    do(demo, dossier.code, "Task_Return")
    found = demo.dossiers.lookup(dossier.code, str(dossier.receipt_secret), "198.51.100.7").notice
    assert found is not None and found.status == 10
    assert found.number and (found.number, found.issued) == (told_before.number, told_before.issued)
    assert not (found.way or found.bring or found.hours), "there is nothing to come for any more"


def test_a_result_that_the_post_does_not_take_waits_at_the_desk(demo: Office) -> None:
    dossier = open_dossier(demo, COPY, return_by="post")
    for element in ("Task_Review", "Task_Sign", "Task_Issue"):
        do(demo, dossier.code, element)
    (by_post,) = told(demo, dossier.code)
    assert (by_post.way, by_post.bring) == ("post", ())
    for row in demo.outbox.due():
        job = demo.outbox.lease(row.id)
        if job is not None and job.topic == "postal.return":
            assert demo.outbox.bpmn_error(job, "address-unknown", "…")
    waiting, _ = told(demo, dossier.code)
    assert (waiting.way, waiting.post_failed, len(waiting.bring)) == ("counter", True, 2)
    assert letters(demo, dossier)[9]["notice"] in {str(waiting.id), str(by_post.id)}


@pytest.mark.past_the_office
@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ("UPDATE notice SET content = replace(content, 'căn cước', 'hộ chiếu')", "is not what event 2 records"),
        ("DELETE FROM notice", "that event 2 records is gone"),
    ],
)
def test_a_notice_changed_past_the_office_is_found(demo: Office, change: str, finding: str) -> None:
    dossier = asked(demo)
    auditor = staff(demo, "auditor")
    assert demo.audit.verify(dossier.code, auditor).intact
    with demo.context.work() as work:
        work.session.execute(text(change))
    verdict = demo.audit.verify(dossier.code, auditor)
    assert [one for one in verdict.findings if finding in str(one.sentence)], verdict.findings


def test_a_version_without_notices_still_says_what_the_office_knows(demo: Office) -> None:
    files = demo.procedures.files(PERMIT)
    files["procedure.toml"] = files["procedure.toml"].split(b"# \xc4\x90i\xe1\xbb\x81u c\xc3\xb4ng")[0]
    assert b"[[notices]]" not in files["procedure.toml"]
    demo.procedures.deploy(files, SYSTEM)
    dossier = open_dossier(demo, PERMIT)
    for element in ("Task_Assign", "Task_Drawings", "Task_Site", "Task_Review", "Task_Approve", "Task_Sign"):
        do(demo, dossier.code, element)
    (notice,) = told(demo, dossier.code)
    assert (notice.amount, notice.purpose) == (75000, "")


def test_no_row_without_a_dossiers_word(demo: Office) -> None:
    open_dossier(demo, COPY)
    with demo.context.work.read() as work:
        assert work.scalars(select(Notice.id)).all() == [], "reception needs none: its letter says it all"


def test_a_fee_that_a_decision_left_is_the_one_that_is_told(demo: Office) -> None:
    """The desk asks for what the decision says, so the applicant must not read another amount."""
    files = demo.procedures.files(PERMIT)
    table = files["le-phi.dmn"].replace(b"<text>75000</text>", b"<text>120000</text>")
    assert table != files["le-phi.dmn"]
    demo.procedures.deploy({**files, "le-phi.dmn": table}, SYSTEM)
    dossier = open_dossier(demo, PERMIT)
    for element in ("Task_Assign", "Task_Drawings", "Task_Site", "Task_Review", "Task_Approve", "Task_Sign"):
        do(demo, dossier.code, element)
    assert told(demo, dossier.code)[0].amount == 120000
