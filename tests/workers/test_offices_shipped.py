"""The shipped procedure of marital status on two whole installations: the inquiry goes from office to office, else as before."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from core.db.models import Outbox
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import Applicant, DossierView, Reception
from tests.support.clock import TestClock
from tests.support.forms import filled
from tests.support.offices import differences
from tests.support.staff import staff
from tests.workers import test_offices
from tests.workers.test_offices import Pair, complete, theirs

pair = test_offices.pair
PROCEDURE = "1.004873"
CERTIFIED = {"decision": "propose", "certifiedStatus": "Hiện tại chưa đăng ký kết hôn với ai."}
ASKED: dict[str, Any] = {
    "decision": "inquire",
    "inquiryUnit": "H99.05.01",
    "inquiryOffice": "H98",
    "inquiryContent": "Đề nghị xác minh tình trạng hôn nhân trong thời gian thường trú tại xã.",
}


def received(pair: Pair) -> DossierView:
    office = pair.commune.office
    form = office.procedures.start_form(PROCEDURE)
    assert form is not None
    applicant = Applicant(name="Trần Thị Thử", identity_number="001099012345", phone="0900000001")
    data = {**filled(form.schema), "birthDate": "1999-05-04"}
    return office.reception.receive(
        Reception(PROCEDURE, "H99.05.01", "counter", applicant, data, "counter"), staff(office, "receiver")
    )


def do(pair: Pair, code: str, element: str, data: dict[str, Any]) -> None:
    office = pair.commune.office
    (task,) = office.dossiers.get(code, SYSTEM).tasks
    assert task.element == element
    office.tasks.claim(task.id, SYSTEM)
    office.tasks.complete(task.id, data, SYSTEM)


def late(pair: Pair, clock: TestClock) -> None:
    clock.advance(days=7)
    for timer in pair.commune.office.timers.due():
        pair.commune.office.timers.fire(timer)


def issue(pair: Pair, code: str) -> None:
    do(pair, code, "Task_Review", CERTIFIED)
    do(pair, code, "Task_Sign", {"approval": "approve"})
    do(pair, code, "Task_Issue", {"resultNumber": "15/UBND-XNTTHN", "resultDate": "2026-11-23"})
    do(pair, code, "Task_Return", {"collectedBy": "applicant"})
    assert pair.commune.office.dossiers.get(code, SYSTEM).status == 10 and not differences(pair.commune.office)


def test_the_other_office_is_asked_and_its_answer_leads_to_the_certificate(database_url: str, pair: Pair) -> None:
    dossier = received(pair)
    do(pair, dossier.code, "Task_Review", ASKED)
    pair.work()
    (opened,) = theirs(pair)
    there = pair.other.office.dossiers.get(opened.code, SYSTEM)
    last = pair.commune.office.dossiers.get(dossier.code, SYSTEM).data["inquiryDue"]
    assert last == "27/11/2026" and there.data["question"].endswith(f"Đề nghị trả lời chậm nhất ngày {last}.")
    told = there.data["other"]
    assert (told["personName"], told["personIdentity"], told["personBirthDate"]) == (
        "Trần Thị Thử",
        "001099012345",
        "1999-05-04",
    )
    assert pair.other.office.documents.of(opened.code, SYSTEM) == ()
    for _ in range(2):  # the paper has come; the answer
        complete(pair.other.office, opened.code)
        pair.work()
    found = pair.commune.office.dossiers.get(dossier.code, SYSTEM).data
    assert found["answer"] == "Chưa đăng ký kết hôn" and found["answeredBy"].startswith("UBND xã Mẫu Một")
    (task,) = pair.commune.office.dossiers.get(dossier.code, SYSTEM).tasks
    form = pair.commune.office.task_pages.show(task.id, SYSTEM).form
    assert form is not None
    shown = [one.label for one in form.fields if one.type == "text" and not one.hidden]
    assert any("Chưa đăng ký kết hôn" in one for one in shown)
    issue(pair, dossier.code)


def test_an_office_that_does_not_answer_in_time_leaves_the_written_commitment(pair: Pair, clock: TestClock) -> None:
    dossier = received(pair)
    do(pair, dossier.code, "Task_Review", ASKED)
    pair.work()
    late(pair, clock)
    (task,) = pair.commune.office.dossiers.get(dossier.code, SYSTEM).tasks
    form = pair.commune.office.task_pages.show(task.id, SYSTEM).form
    assert form is not None and "hết ngày 27/11/2026" in form.fields[0].label
    do(pair, dossier.code, "Task_Verify", {"verification": "commitment", "verificationNote": "Cam đoan chưa kết hôn."})
    (opened,) = theirs(pair)
    for _ in range(2):
        complete(pair.other.office, opened.code)
        pair.work()
    states = {reason for _, reason in test_offices.inbox(pair.commune)}
    assert "unmatched" in states, "what comes too late waits for a person"
    issue(pair, dossier.code)


def test_an_office_nobody_exchanged_keys_with_gets_a_letter_as_before(pair: Pair) -> None:
    dossier = received(pair)
    do(pair, dossier.code, "Task_Review", {**ASKED, "inquiryOffice": "H97"})
    pair.work()
    office = pair.commune.office
    with office.context.work.read() as work:
        assert set(work.scalars(select(Outbox.topic))) == {"office.ask", "records.document"}
    assert theirs(pair) == [] and not office.incidents.page(SYSTEM).items
    assert [one.held for one in office.dossiers.get(dossier.code, SYSTEM).troubles] == ["refused"]
