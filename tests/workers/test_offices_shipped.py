"""The shipped procedures on two whole installations: an inquiry about marital status goes over, is answered there and comes home."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from core.db.models import Outbox
from core.domain.office_time import ZONE
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import Applicant, DossierFilter, DossierRow, DossierView, Reception
from tests.support.clock import TestClock
from tests.support.forms import filled
from tests.support.offices import differences
from tests.support.staff import staff
from tests.workers import test_offices
from tests.workers.test_offices import Pair

pair = test_offices.pair
PROCEDURE, ANSWERING = "1.004873", "9.000001"
CERTIFIED = {"decision": "propose", "certifiedStatus": "Hiện tại chưa đăng ký kết hôn với ai."}
ASKED: dict[str, Any] = {
    "decision": "inquire",
    "inquiryUnit": "H99.05.01",
    "inquiryOffice": "H98",
    "inquiryContent": "Đề nghị xác minh tình trạng hôn nhân trong thời gian thường trú tại xã.",
}
ANSWER = "Không có đăng ký kết hôn tại xã trong thời gian thường trú."


def received(pair: Pair) -> DossierView:
    office = pair.commune.office
    form = office.procedures.start_form(PROCEDURE)
    assert form is not None
    applicant = Applicant(
        name="Trần Thị Thử", identity_number="001099012345", phone="0900000001", email="thu@vi-du.example"
    )
    data = {**filled(form.schema), "birthDate": "1999-05-04"}
    return office.reception.receive(
        Reception(PROCEDURE, "H99.05.01", "counter", applicant, data, "counter"), staff(office, "receiver")
    )


def do(office: Office, code: str, element: str, data: dict[str, Any], role: str = "") -> None:
    """Completes the one open task, which is that of the element; ``role``: as who holds it, else as the office itself."""
    by = staff(office, role) if role else SYSTEM
    (task,) = office.dossiers.get(code, SYSTEM).tasks
    assert task.element == element
    office.tasks.claim(task.id, by)
    office.tasks.complete(task.id, data, by)


def opened(pair: Pair) -> list[DossierRow]:
    """What the question opened at the other office."""
    return list(pair.other.office.dossiers.page(DossierFilter(procedure=ANSWERING), SYSTEM).items)


def shown(office: Office, code: str) -> str:
    """What the form of the one open task tells."""
    (task,) = office.dossiers.get(code, SYSTEM).tasks
    form = office.task_pages.show(task.id, SYSTEM).form
    assert form is not None
    return "\n".join(one.label for one in form.fields if one.type == "text" and not one.hidden)


def answered(pair: Pair, code: str, finding: str = "found") -> None:
    """A reviewer there writes the answer and a leader signs it; nobody else has a hand in it."""
    there = pair.other.office
    do(there, code, "Task_Review", {"finding": finding, "answer": ANSWER}, "reviewer")
    do(there, code, "Task_Sign", {"approval": "approve"}, "leader")
    pair.work()


def late(pair: Pair, clock: TestClock) -> None:
    clock.advance(days=7)
    for timer in pair.commune.office.timers.due():
        pair.commune.office.timers.fire(timer)


def issue(pair: Pair, code: str) -> None:
    office = pair.commune.office
    do(office, code, "Task_Review", CERTIFIED)
    do(office, code, "Task_Sign", {"approval": "approve"})
    do(office, code, "Task_Issue", {"resultNumber": "15/UBND-XNTTHN", "resultDate": "2026-11-23"})
    do(office, code, "Task_Return", {"collectedBy": "applicant"})
    assert office.dossiers.get(code, SYSTEM).status == 10 and not differences(office)


def ask(pair: Pair, **said: Any) -> DossierView:
    dossier = received(pair)
    do(pair.commune.office, dossier.code, "Task_Review", {**ASKED, **said})
    pair.work()
    return dossier


def away(environ: Any, start: Any) -> list[bytes]:
    """A door behind which nobody is."""
    start("503 Service Unavailable", [])
    return [b""]


def test_the_question_is_answered_there_and_leads_to_the_certificate(database_url: str, pair: Pair) -> None:
    dossier = ask(pair)
    (there,) = opened(pair)
    other = pair.other.office
    view = other.dossiers.get(there.code, SYSTEM)
    told = (view.data["personName"], view.data["personIdentity"], view.data["personBirthDate"])
    assert told == ("Trần Thị Thử", "001099012345", "1999-05-04")
    last = pair.commune.office.dossiers.get(dossier.code, SYSTEM).data["inquiryDue"]
    assert view.due is not None and f"{view.due.astimezone(ZONE):%d/%m/%Y}" == last == "27/11/2026"
    assert "hỏi: Đề nghị xác minh" in shown(other, there.code) and last in shown(other, there.code)
    assert other.documents.of(there.code, SYSTEM) == ()
    answered(pair, there.code)
    assert other.dossiers.get(there.code, SYSTEM).status == 10 and not differences(other)
    with other.context.work.read() as work:
        assert set(work.scalars(select(Outbox.topic))) == {"office.answer"}, "the applicant is told by who asks alone"
    found = pair.commune.office.dossiers.get(dossier.code, SYSTEM).data
    assert found["answer"] == ANSWER and found["answeredBy"].startswith("UBND xã Mẫu Một")
    assert ANSWER in shown(pair.commune.office, dossier.code)
    issue(pair, dossier.code)
    assert {state for state, _ in test_offices.inbox(pair.commune) + test_offices.inbox(pair.other)} == {"taken"}


def test_a_question_that_came_late_is_due_on_the_day_it_names(pair: Pair, clock: TestClock) -> None:
    door, pair.other.server.app = pair.other.server.app, away
    dossier = ask(pair)
    assert opened(pair) == []
    (trouble,) = pair.commune.office.dossiers.get(dossier.code, SYSTEM).troubles
    assert trouble.since == pair.commune.office.context.now() and trouble.next_try is not None and not trouble.held
    assert "gọi cho cơ quan kia" in pair.commune.office.topics.meanwhile(trouble.topic or "", "vi")
    clock.advance(days=2)
    pair.other.server.app = door
    pair.work()
    (there,) = opened(pair)
    assert there.due is not None and f"{there.due.astimezone(ZONE):%d/%m/%Y}" == "27/11/2026"


@pytest.mark.parametrize("finding", ["nothing", "not-ours"])
def test_an_office_that_knows_nothing_says_so_at_once(pair: Pair, finding: str) -> None:
    dossier = ask(pair)
    (there,) = opened(pair)
    answered(pair, there.code, finding)
    assert ANSWER in shown(pair.commune.office, dossier.code)


def test_a_leader_sends_the_answer_back_before_it_leaves(pair: Pair) -> None:
    ask(pair)
    (there,) = opened(pair)
    other = pair.other.office
    do(other, there.code, "Task_Review", {"finding": "found", "answer": "Chưa."}, "reviewer")
    do(other, there.code, "Task_Sign", {"approval": "return", "approvalNote": "Ghi rõ sổ đã tra."}, "leader")
    assert "Ghi rõ sổ đã tra." in shown(other, there.code)
    answered(pair, there.code)
    assert other.dossiers.get(there.code, SYSTEM).status == 10


def test_an_office_that_does_not_answer_in_time_leaves_the_written_commitment(pair: Pair, clock: TestClock) -> None:
    dossier = ask(pair)
    late(pair, clock)
    here = pair.commune.office
    assert "hết ngày 27/11/2026" in shown(here, dossier.code)
    told = {"verification": "commitment", "verificationNote": "Cam đoan chưa kết hôn."}
    do(here, dossier.code, "Task_Verify", told)
    (there,) = opened(pair)
    answered(pair, there.code)
    states = {reason for _, reason in test_offices.inbox(pair.commune)}
    assert "unmatched" in states, "what comes too late waits for a person"
    issue(pair, dossier.code)


def test_an_answer_that_cannot_be_sent_goes_another_way(pair: Pair, clock: TestClock) -> None:
    ask(pair)
    (there,) = opened(pair)
    other = pair.other.office
    pair.commune.server.app = away
    answered(pair, there.code)
    clock.advance(days=1)
    for timer in other.timers.due():
        other.timers.fire(timer)
    assert ANSWER in shown(other, there.code)
    day = other.context.now().astimezone(ZONE).date().isoformat()
    do(other, there.code, "Task_SendOtherwise", {"sentBy": "letter", "sentOn": day}, "reviewer")
    assert other.dossiers.get(there.code, SYSTEM).status == 10 and not differences(other)


def test_an_office_nobody_exchanged_keys_with_gets_a_letter_as_before(pair: Pair) -> None:
    dossier = ask(pair, inquiryOffice="H97")
    office = pair.commune.office
    with office.context.work.read() as work:
        assert set(work.scalars(select(Outbox.topic))) >= {"office.ask", "records.document"}
    assert opened(pair) == [] and not office.incidents.page(SYSTEM).items
    assert [one.held for one in office.dossiers.get(dossier.code, SYSTEM).troubles] == ["refused"]


def test_a_question_for_no_unit_of_the_office_opens_nothing(pair: Pair) -> None:
    ask(pair, inquiryUnit="H15.50")
    assert opened(pair) == []
    ((state, _),) = test_offices.inbox(pair.other)
    assert state != "taken"
