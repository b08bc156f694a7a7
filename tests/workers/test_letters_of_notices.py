"""The office's own letters say what they are about: from the notice, and never by pointing at one that nobody has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from core.services.letters import templates
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.settings import Settings
from tests.db.test_dossier_way import open_dossier
from tests.db.test_notices import COPY, NOTE, PERMIT, do
from tests.support.clock import TestClock
from tests.workers.conftest import Mail
from workers import context as contexts
from workers import jobs
from workers.context import WorkerContext
from workers.notification import letters

POINTING = ("phiếu", "theo thông báo", "được ghi trong")


@pytest.fixture
def ctx(demo: Office, settings: Settings, mailbox: Mail) -> Iterator[WorkerContext]:
    yield contexts.set_current(
        WorkerContext(demo, settings.but(smtp_url=mailbox.server.url, base_url="https://motcua.example"))
    )
    contexts._current.clear()


def letter(ctx: WorkerContext, mailbox: Mail, subject: str) -> str:
    """The text of the one letter with such a subject."""
    for row in ctx.office.outbox.due():
        if row.topic == "notify.send":
            jobs.call(str(row.id))
    (found,) = [one for one in mailbox.mailbox.letters() if subject in one["subject"]]
    assert NOTE not in found["text"] and not any(words in found["text"] for words in POINTING)
    return str(found["text"]).replace("\r\n", "\n")


def steps(office: Office, code: str, *elements: str, **choices: Any) -> None:
    for element in elements:
        do(office, code, element, **choices)


def test_a_supplement(ctx: WorkerContext, mailbox: Mail) -> None:
    dossier = open_dossier(ctx.office, COPY)
    steps(ctx.office, dossier.code, "Task_Review", decision="supplement", supplementList="- Bản chụp\n- Giấy uỷ quyền")
    text = letter(ctx, mailbox, "Đề nghị bổ sung")
    assert "1. Bản chụp\n2. Giấy uỷ quyền" in text
    assert "Hạn cuối: 17:00 ngày 23/12/2026" in text
    assert "Nơi nộp bổ sung: " in text and "Thứ Hai – Thứ Sáu: 07:30–11:30" in text
    assert "Hẹn trả" not in text, "the clock stands: no day holds"


def test_a_refusal(ctx: WorkerContext, mailbox: Mail) -> None:
    dossier = open_dossier(ctx.office, COPY, channel="online")
    why = {"receptionDecision": "refuse", "refusalReason": "Không thuộc thẩm quyền.", "refusalBasis": "Điều 64"}
    steps(ctx.office, dossier.code, "Task_Check", **why)
    text = letter(ctx, mailbox, "Không tiếp nhận")
    assert "Lý do: Không thuộc thẩm quyền." in text and "Căn cứ: Điều 64" in text
    assert "Việc Ông/Bà có thể làm tiếp:\n- Sửa, bổ sung" in text and "Hẹn trả" not in text
    assert "Nơi liên hệ: " in text and "- Thứ Hai – Thứ Sáu: 07:30–11:30" in text


def test_a_stop_names_the_next_step_and_promises_no_day(ctx: WorkerContext, mailbox: Mail) -> None:
    dossier = open_dossier(ctx.office, COPY)
    steps(ctx.office, dossier.code, "Task_Review", decision="stop", stopReason="Sổ gốc không còn.", stopBasis="Điều 63")
    steps(ctx.office, dossier.code, "Task_Sign", approval="approve")
    text = letter(ctx, mailbox, "Dừng giải quyết")
    assert "Lý do: Sổ gốc không còn." in text and "Hẹn trả" not in text
    assert "- Nhận lại giấy tờ đã nộp tại bộ phận một cửa; mang theo" in text and "Luật Khiếu nại" in text
    assert "- Thứ Hai – Thứ Sáu: 07:30–11:30" in text
    assert "Dừng ở bước: Ký duyệt" in text and "Tiền đã nộp: Hồ sơ chưa nộp khoản tiền nào." in text
    assert "Giấy tờ đã nộp: Bản chính Ông/Bà đã nộp được trả lại" in text


def test_who_withdrew_is_not_told_to_complain(ctx: WorkerContext, mailbox: Mail) -> None:
    dossier = open_dossier(ctx.office, COPY)
    steps(ctx.office, dossier.code, "Task_Review", decision="supplement", supplementList="Bản chụp")
    steps(ctx.office, dossier.code, "Task_Supplement", supplementResult="withdrawn")
    text = letter(ctx, mailbox, "Dừng giải quyết")
    assert "Ông/Bà nộp hồ sơ mới bất cứ lúc nào" in text and "Khiếu nại" not in text


def test_going_on_has_the_day_again(ctx: WorkerContext, mailbox: Mail) -> None:
    dossier = open_dossier(ctx.office, COPY)
    steps(ctx.office, dossier.code, "Task_Review", decision="supplement", supplementList="Bản chụp")
    steps(ctx.office, dossier.code, "Task_Supplement", supplementResult="complete")
    assert "Hẹn trả kết quả: " in letter(ctx, mailbox, "tiếp tục được giải quyết")


TO_THE_FEE = ("Task_Assign", "Task_Drawings", "Task_Site", "Task_Review", "Task_Approve", "Task_Sign")


def how_to_pay(text: str, code: str) -> bool:
    """Whether a letter says how much, until when, where online, and at which desk in which hours."""
    page = f"https://motcua.example/portal/track?code={code}"
    told = (
        "Số tiền: 75.000 đồng",
        "Hạn nộp: hồ sơ chờ đến khi",
        f"VietQR (mở bằng mã tra cứu ghi trên giấy tiếp nhận): {page}",
    )
    desk = ("Nộp tại quầy: ", "- Thứ Hai – Thứ Sáu: 07:30–11:30")
    return all(words in text for words in (*told, *desk)) and "Hẹn trả" not in text


def test_a_reminder_of_the_fee_says_how_to_pay(ctx: WorkerContext, mailbox: Mail, clock: TestClock) -> None:
    dossier = open_dossier(ctx.office, PERMIT)
    steps(ctx.office, dossier.code, *TO_THE_FEE)
    clock.advance(days=10, seconds=1)
    for timer in ctx.office.timers.due():
        ctx.office.timers.fire(timer)
    text = letter(ctx, mailbox, "Nhắc nộp lệ phí")
    assert how_to_pay(text, dossier.code), text


def test_a_fee_with_a_last_day_names_it(ctx: WorkerContext, mailbox: Mail) -> None:
    """An interrupting timer on the sub-process of the payment ends the waiting."""
    files = ctx.office.procedures.files(PERMIT)
    boundary = b'name="Ch\xc6\xb0a n\xe1\xbb\x99p l\xe1\xbb\x87 ph\xc3\xad" cancelActivity="false"'
    assert boundary in files["process.bpmn"]
    ending = files["process.bpmn"].replace(boundary, boundary.replace(b"false", b"true"))
    ctx.office.procedures.deploy({**files, "process.bpmn": ending}, SYSTEM)
    dossier = open_dossier(ctx.office, PERMIT)
    steps(ctx.office, dossier.code, *TO_THE_FEE)
    assert "Hạn nộp: 09:00 ngày 03/12/2026. Thời gian chờ" in letter(ctx, mailbox, "nghĩa vụ tài chính")


def test_a_fee(ctx: WorkerContext, mailbox: Mail) -> None:
    dossier = open_dossier(ctx.office, PERMIT)
    steps(ctx.office, dossier.code, *TO_THE_FEE)
    text = letter(ctx, mailbox, "nghĩa vụ tài chính")
    assert "Số tiền: 75.000 đồng" in text
    basis = "Cấp mới giấy phép nhà ở riêng lẻ"
    assert f"Nội dung: Lệ phí cấp giấy phép xây dựng – {basis}, hồ sơ {dossier.code}" in text
    assert "- Tiền mặt tại bộ phận một cửa" in text
    assert how_to_pay(text, dossier.code), text


def test_a_result(ctx: WorkerContext, mailbox: Mail) -> None:
    dossier = open_dossier(ctx.office, COPY)
    steps(ctx.office, dossier.code, "Task_Review", "Task_Sign", "Task_Issue", resultNumber="15/BS")
    text = letter(ctx, mailbox, "Hồ sơ đã có kết quả")
    assert "- Giấy tiếp nhận hồ sơ và hẹn trả kết quả" in text and "Nơi nhận: " in text
    assert "Kết quả: Bản sao từ sổ gốc, số 15/BS, ngày 23/11/2026" in text, text
    assert "- Thứ Hai – Thứ Sáu: 07:30–11:30" in text and "Hẹn trả" not in text


def test_no_template_points_at_a_paper_that_there_is_not() -> None:
    for name, source in templates.office().items():
        assert not any(words in source for words in POINTING), name


@pytest.mark.parametrize("status", [3, 5, 6, 8, 9])
def test_a_call_decided_before_there_were_notices_still_gives_a_letter(status: int) -> None:
    facts = {
        "to_applicant": True, "after": "", "applicant": {"name": "A"}, "code": "H", "procedure": "P", "received": None,
        "due": None, "by_post": False, "unit": {"name": "U", "phone": ""}, "subject": "", "text": "", "parcel": None, "notice": None,
        "lookup": "https://x.vn", "staff": "https://x.vn",
    }  # fmt: skip
    assert "bộ phận một cửa" in letters.written(f"status-{status}", facts).text.lower()
