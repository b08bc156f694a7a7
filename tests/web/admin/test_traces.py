"""What the auditor reads: who read what, and the office's journal, within the own line of units."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask, session
from sqlalchemy import select

from admin import journal_sentences, trace_words
from core.db.models import Access
from core.domain.journal import JournalKind
from core.services.cases.cases import id_of
from core.services.evidence import access, journal
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierRef
from core.services.views.tasks import TaskFilter
from tests.support.staff import hire, staff
from tests.web.admin.desks import PDF, Desk, Shown
from tests.web.admin.steps import code_on
from tests.web.api.calling import OUTCOMES


def lines(office: Office) -> list[Access]:
    with office.context.work.read() as work:
        return list(work.scalars(select(Access).order_by(Access.id)))


def test_reading_a_dossier_leaves_one_line_and_the_auditor_reads_it(
    desk: Callable[[str], Desk], receive: Callable[..., Shown], demo: Office
) -> None:
    code = code_on(receive())
    before = len(lines(demo))
    desk("tuphap").get(f"/dossiers/{code}")
    new = lines(demo)[before:]
    (line,) = [one for one in new if one.dossier == code]
    assert (line.username, line.page, line.door) == ("tuphap", "dossier.data", "web")
    assert {"data", "papers", "diagram"} <= set(line.parts.split(","))
    page = desk("thanhtra").get(f"/audit/accesses?dossier={code}&person=tuphap")
    assert "người nộp và dữ liệu hồ sơ" in page.text and "tuphap" in page.text
    assert "có công việc “" in page_without_filter(page) and "giải quyết hồ sơ" not in page_without_filter(page)
    assert "tuphap" not in page_without_filter(desk("thanhtra").get(f"/audit/accesses?dossier={code}&part=export"))
    links = [link for _, _, link, _ in desk("thanhtra").get(f"/audit/{code}").tree.iterlinks()]
    assert f"/audit/accesses?dossier={code}" in links


def test_who_reads_without_a_task_is_shown_so(
    desk: Callable[[str], Desk], receive: Callable[..., Shown], demo: Office
) -> None:
    code = code_on(receive())
    auditor = desk("thanhtra")
    auditor.get(f"/dossiers/{code}")
    answer = auditor.client.get(f"/search?search={code}")
    auditor.get(answer.headers["Location"])
    shown = page_without_filter(auditor.get(f"/audit/accesses?dossier={code}&person=thanhtra"))
    sentence = "không có công việc trong hồ sơ; xem theo vai trò"
    assert shown.count(sentence) == 2 and shown.count("mở từ ô tìm kiếm") == 1
    assert [line.searched for line in lines(demo)[-3:-1]] == [False, True]


def page_without_filter(page: Shown) -> str:
    return "".join(element.text_content() for element in page.tree.iterfind(".//tbody"))


def test_a_list_is_one_line_with_its_filter(desk: Callable[[str], Desk], demo: Office) -> None:
    desk("tuphap").get("/")
    before = len(lines(demo))
    desk("tuphap").get("/dossiers?search=Nguyễn+Văn+An&late=late")
    (line,) = lines(demo)[before:]
    assert (line.parts, line.subject) == (",dossiers,", {"search": "Nguyễn Văn An", "late": "late"})


def test_what_leads_elsewhere_is_no_reading(
    desk: Callable[[str], Desk], receive: Callable[..., Shown], demo: Office
) -> None:
    code = code_on(receive())
    clerk = desk("tuphap")
    before = len(lines(demo))
    assert clerk.client.get(f"/search?search={code}").status_code == 303  # to the dossier
    assert len(lines(demo)) == before


def test_what_cannot_be_logged_is_not_shown(
    desk: Callable[[str], Desk], receive: Callable[..., Shown], monkeypatch: pytest.MonkeyPatch
) -> None:
    code = code_on(receive())
    clerk = desk("tuphap")

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(access, "_write", full)
    answer = clerk.client.get(f"/dossiers/{code}")
    assert answer.status_code == 503
    assert "không ghi được nhật ký truy cập" in answer.text
    assert "Trần" not in answer.text.partition("<main")[2]


def test_a_fault_while_logging_is_shown_as_a_fault_with_its_number(
    desk: Callable[[str], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = desk("tuphap")

    def broken(*_: object) -> None:
        raise LookupError("a fault of the program")

    monkeypatch.setattr(access, "_write", broken)
    answer = clerk.client.get("/dossiers")
    assert answer.status_code == 500
    assert "Hệ thống gặp lỗi" in answer.text and "không ghi được nhật ký truy cập" not in answer.text
    assert "Trần" not in answer.text.partition("<main")[2]


@pytest.mark.parametrize("days", ["first=2026-11-01", "last=2026-12-31", "first=2026-11-01&last=2026-12-31"])
@pytest.mark.parametrize("page", ["accesses", "journal"])
def test_both_lists_are_narrowed_by_days(desk: Callable[[str], Desk], demo: Office, page: str, days: str) -> None:
    auditor = desk("thanhtra")
    auditor.get(f"/audit/{page}?{days}")
    recorded = dict(pair.split("=") for pair in days.split("&"))
    assert lines(demo)[-1].subject == recorded
    assert "2026" in page_without_filter(auditor.get("/audit/accesses?part=" + page))


def test_an_auditor_of_another_commune_reads_nothing_of_this_one(
    desk: Callable[[str], Desk], receive: Callable[..., Shown], demo: Office
) -> None:
    code = code_on(receive())
    desk("tuphap").get(f"/dossiers/{code}")
    desk("tuphap").get("/dossiers")
    demo.accounts.grant("traketqua", "auditor", "H99.06", SYSTEM)
    demo.accounts.revoke("traketqua", "returner", "H99.05.01", SYSTEM)
    foreign = desk("traketqua")
    assert code not in foreign.get("/audit/accesses").text
    assert "tuphap" not in page_without_filter(foreign.get("/audit/accesses"))
    assert "Đăng nhập" not in "".join(
        element.text_content() for element in foreign.get("/audit/journal?person=tuphap").tree.find_class("events")
    )
    assert foreign.client.get("/audit/journal?check=1").status_code == 403


def test_the_journal_is_read_and_checked(desk: Callable[[str], Desk], demo: Office) -> None:
    demo.accounts.grant("tuphap", "head", "H99.05.02", SYSTEM)
    page = desk("thanhtra").get("/audit/journal?kind=admin.role&person=tuphap&check=1")
    assert "Giao cho tuphap vai trò" in page.text
    assert page.text.count("còn nguyên vẹn") == 6
    assert desk("thanhtra").client.get("/audit/journal?first=2026-99-99").status_code == 200
    assert desk("thanhtra").client.get("/audit/journal?after=nonsense").status_code == 422
    assert desk("tuphap").client.get("/audit/journal").status_code == 403


def test_pages_follow_each_other_without_a_gap(desk: Callable[[str], Desk], demo: Office) -> None:
    for number in range(120):
        journal.write(demo.context, JournalKind.SYSTEM_OFFICE_SEEDED, {"accounts": number, "procedures": 0}, SYSTEM)
    auditor = desk("thanhtra")
    seen: list[str] = []
    address: str | None = "/audit/journal?kind=system"
    while address:
        page = auditor.get(address)
        seen += [element.get("id") for element in page.tree.iterfind(".//ol[@class='events']/li")]
        more = page.tree.xpath("//a[@rel='next']/@href")
        address = more[0] if more else None
    numbers = [int(name.rpartition("-")[2]) for name in seen]
    assert len(numbers) >= 120 and numbers == sorted(set(numbers), reverse=True)


def test_every_kind_of_entry_has_words(office: Office) -> None:
    from admin.app import create_app

    assert set(journal_sentences.SENTENCES) == set(JournalKind)
    assert set(trace_words.PARTS) == set(access.PARTS)
    app: Flask = create_app(office, office.context.settings)
    told = {}
    for language in ("vi", "en"):
        with app.test_request_context("/"):
            session["language"] = language
            told[language] = {kind: words({}) for kind, words in journal_sentences.SENTENCES.items()}
    assert not [kind for kind in JournalKind if told["vi"][kind] in ("", told["en"][kind])]


def test_what_was_decided_and_when_to_the_second_stands_in_the_history(
    desk: Callable[[str], Desk], receive: Callable[..., Shown], demo: Office
) -> None:
    code = code_on(receive())
    clerk = staff(demo, "reviewer")
    (task,) = demo.dossiers.get(code, clerk).tasks
    demo.tasks.complete(task.id, OUTCOMES["Task_Review"][1], clerk)
    for who, address in (("thanhtra", f"/audit/{code}"), ("tuphap", f"/dossiers/{code}/history")):
        page = desk(who).get(address)
        (told,) = [one.text_content() for one in page.tree.find_class("events")]
        chosen = [one.text_content() for one in page.tree.xpath("//ul[@class='event-more']/li/strong")]
        assert chosen == ["Đủ điều kiện, trình ký giấy xác nhận"]
        assert re.search(r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d", told)
    desk("thanhtra").get("/audit/accesses")
    row = page_without_filter(desk("thanhtra").get("/audit/accesses"))
    assert re.search(r"\d\d:\d\d:\d\d", row)


def test_a_look_up_in_a_register_says_whom_for_what_and_in_whose_name(
    desk: Callable[[str], Desk], receive: Callable[..., Shown], demo: Office
) -> None:
    code = code_on(receive())
    with demo.context.work.read() as work:
        dossier = DossierRef(id_of(work, code), code)
    clerk = staff(demo, "reviewer")
    facts = {"topic": "records.lookup", "register": "poor-households", "about": "00••••••••02", "request": f"{code}-1"}
    access.record_register(demo.context, clerk, "H99.05", dossier, "Xét điều kiện hộ nghèo", facts)
    access.record_register(
        demo.context, clerk, "H99.05", dossier, "Xác thực", {"topic": "records.citizen", "register": "population"}
    )
    page = desk("thanhtra").get("/audit/accesses?part=register")
    second, first = [row.text_content() for row in page.tree.xpath("//tbody/tr")]
    assert clerk.name in first and "UBND xã Mẫu Một" in first
    assert "hộ nghèo, hộ cận nghèo, 00••••••••02" in first and f"{code}-1" in first
    assert "Xét điều kiện hộ nghèo (" in first and "kết nối hệ thống khác" in first
    assert "cơ sở dữ liệu quốc gia về dân cư" in second


def test_auditors_are_offered_no_papers_to_add(desk: Callable[[str], Desk], receive: Callable[..., Shown]) -> None:
    code = code_on(receive())
    for tab in ("", "/papers", "/history"):
        assert "Thêm giấy tờ" not in desk("thanhtra").get(f"/dossiers/{code}{tab}").text
        assert "Thêm giấy tờ" in desk("tuphap").get(f"/dossiers/{code}{tab}").text


def test_the_tasks_of_one_dossier_are_a_reading_of_it(
    desk: Callable[[str], Desk], receive: Callable[..., Shown], demo: Office
) -> None:
    code = code_on(receive())
    desk("tuphap").get(f"/queue?dossier={code.lower()}")
    assert (lines(demo)[-1].dossier, lines(demo)[-1].parts) == (code, ",tasks,")
    foreign = hire(demo, "thu.ngoai", reviewer="H99.06")
    demo.queue.page(TaskFilter(dossier=code), foreign)
    assert lines(demo)[-1].dossier is None
    shown = page_without_filter(desk("thanhtra").get(f"/audit/accesses?dossier={code}&person=tuphap"))
    assert "danh sách" in shown


def test_whoever_acts_acts_from_a_unit(receive: Callable[..., Shown], demo: Office) -> None:
    code = code_on(receive())
    receiver = staff(demo, "receiver")
    demo.documents.add(code, "thu.pdf", PDF, None, receiver)
    event = demo.dossiers.history(code, receiver)[-1]
    assert (event.kind, event.unit) == ("clerk.document.added", receiver.memberships[0].unit_code)
    assert not [one for one in demo.dossiers.history(code, receiver) if one.actor != "system" and not one.unit]


def test_the_auditor_sees_who_holds_which_rights(desk: Callable[[str], Desk], demo: Office) -> None:
    demo.accounts.grant("tuphap", "head", "H99.05.02", staff(demo, "admin"))
    page = desk("thanhtra").get("/audit/rights?person=tuphap&role=head")
    assert "H99.05.02" in page_without_filter(page) and staff(demo, "admin").username in page_without_filter(page)
    assert desk("thanhtra").get("/audit/rights?day=32/13/2026").tree.xpath("//*[@id='filter-faults']")
    assert lines(demo)[-1].parts == ",people,"
    assert desk("tuphap").client.get("/audit/rights").status_code == 403
