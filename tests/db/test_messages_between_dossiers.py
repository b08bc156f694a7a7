"""Messages between dossiers: to one that waits, or opening another office's; nobody is told twice, nothing half."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from core.db.models import Dossier
from core.errors.dossiers import CannotOpen, NothingWaiting
from core.errors.forms import FieldError, FormInvalid
from core.errors.procedures import NotOffered
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierView, Reception
from core.services.views.jobs import Job
from tests.support.staff import staff
from tests.unit.bpmn import diagrams as d
from tests.workers import procedures
from workers.context import WorkerContext
from workers.message_delivery import pass_on

MESSAGES = (
    d.message("Ask", "inquiry.asked", "")
    + d.message("Answer", "inquiry.answered", "=origin")
    + d.message("Wait", "inquiry.answered", "=dossier.code")
)
#: asks another office and waits for its answer
ASKING = d.diagram(
    d.start(),
    d.send(
        "Ask_T", "Ask", d.mappings({"unit": '="H99.05.01"', "data": '={note: "where?"}', "origin": "=dossier.code"})
    ),
    d.catch("Wait_T", d.message_event("Wait"), d.mappings(outputs={"answer": "=answer"})),
    d.end(),
    d.path("Start", "Ask_T", "Wait_T", "End"),
    beside=MESSAGES,
)
#: is opened by the question and answers it
ANSWERING = d.diagram(
    d.begin("Asked", "Ask", d.takes("origin", "reference")),
    d.user("Look"),
    d.end("Told", d.mappings({"answer": '="here"'}), inner=d.message_event("Answer")),
    d.path("Asked", "Look", "Told"),
    beside=MESSAGES,
)
#: may be opened at the desk as well, and stops at once when the message says so
BROKEN = d.diagram(
    d.start(), d.begin("Broken", "B", d.takes("bad")), d.xor("Gate", default="fine"), d.end(), d.user("Look"),
    d.catch("Wait", d.message_event("K")), d.path("Start", "Gate"), d.path("Broken", "Gate"), d.flow("Gate", "Look", identifier="fine"),
    d.flow("Gate", "Wait", "=bad"), d.path("Wait", "End"), d.path("Look", "End"),
    beside=d.message("B", "begin.broken", "") + d.message("K", "news", "=gone"),
)  # fmt: skip
ASKS, ANSWERS, BREAKS = "9.999921", "9.999922", "9.999923"
APPLICANT = {"name": "Người nộp Minh Hoạ", "identityNumber": "001099000001", "phone": "0900000001"}


@pytest.fixture
def office(demo: Office) -> Office:
    for code, diagram in ((ASKS, ASKING), (ANSWERS, ANSWERING), (BREAKS, BROKEN)):
        procedures.deploy(demo, diagram, code)
    return demo


def thrown(office: Office) -> Job:
    """The row of the one message that is due, under lease."""
    (row,) = [row for row in office.outbox.due(100) if row.topic == "message.pass"]
    job = office.outbox.lease(row.id)
    assert job is not None
    return job


def passed(office: Office) -> str:
    """Passes the message that is due on; the code of the dossier that has it."""
    job = thrown(office)
    (code,) = office.messages.pass_on(job)
    assert office.outbox.succeeded(job, {"dossiers": [code]})
    return code


def count(office: Office) -> int:
    with office.context.work.read() as work:
        return work.scalar(select(func.count()).select_from(Dossier)) or 0


def asking(office: Office) -> DossierView:
    return procedures.receive(office, code=ASKS)


@pytest.mark.usefixtures("database_url")
class TestOneOfficeAsksAnother:
    def test_a_thrown_message_opens_the_other_offices_dossier_and_its_answer_comes_back(self, office: Office) -> None:
        first = asking(office)
        code = passed(office)
        second = office.dossiers.get(code, SYSTEM)
        assert (second.procedure, second.channel, second.return_by) == (ANSWERS, "online", first.return_by)
        assert second.applicant == first.applicant
        assert second.data == {
            "note": "where?",
            "origin": first.code,
            "reference": None,
            "returnBy": "post",
            "postService": "standard",
        }
        received, *_ = office.dossiers.history(code, SYSTEM)
        assert received.kind == "clerk.dossier.received"
        assert (received.payload["message"], received.payload["origin"]) == ("inquiry.asked", first.code)
        (task,) = second.tasks
        office.tasks.complete(task.id, {}, staff(office, "reviewer"))
        assert passed(office) == first.code
        after = office.dossiers.get(first.code, SYSTEM)
        assert (after.data["answer"], after.finished is not None) == ("here", True)
        for dossier in (first.code, code):
            assert office.audit.verify(dossier, staff(office, "auditor")).intact

    def test_passing_on_twice_opens_one(self, office: Office) -> None:
        asking(office)
        job, before = thrown(office), count(office)
        assert office.messages.pass_on(job) == office.messages.pass_on(job)
        assert count(office) == before + 1

    def test_only_the_newest_version_is_begun(self, office: Office) -> None:
        procedures.deploy(office, ANSWERING.replace(b"inquiry.asked", b"inquiry.other"), ANSWERS)
        asking(office)
        job = thrown(office)
        with pytest.raises(NothingWaiting):
            office.messages.pass_on(job)

    def test_a_message_that_says_too_little_opens_nothing_and_says_what_is_missing(self, office: Office) -> None:
        procedures.deploy(office, ASKING.replace(b'"unit"', b'"place"'), ASKS)
        asking(office)
        job, before = thrown(office), count(office)
        with pytest.raises(FormInvalid) as error:
            office.messages.pass_on(job)
        assert error.value.fields == {"variables.unit": [FieldError("required")]}
        assert count(office) == before

    def test_the_desk_cannot_open_what_begins_with_a_message(self, office: Office) -> None:
        with pytest.raises(NotOffered):
            procedures.receive(office, code=ANSWERS)
        known = {view.code: view.applied_for for view in office.procedures.catalogue()}
        assert [code for code, applied_for in known.items() if not applied_for and code != "9.000001"] == [ANSWERS], (
            "nor does anybody see it"
        )


def message(**more: Any) -> dict[str, Any]:
    return {"applicant": APPLICANT, "unit": procedures.DESK, "data": {"note": "x"}, "returnBy": "counter", **more}


@pytest.mark.usefixtures("database_url")
class TestFromOutside:
    def test_a_message_from_outside_opens_a_dossier(self, office: Office) -> None:
        by = staff(office, "receiver")
        (code,) = office.messages.correlate(
            "inquiry.asked", None, message(reference=7, channel="post", decision="x"), by, key="m1"
        )
        assert office.messages.correlate(
            "inquiry.asked", None, message(reference=7, channel="post", decision="x"), by, key="m1"
        ) == (code,)
        opened = office.dossiers.get(code, SYSTEM)
        assert (opened.procedure, opened.channel, opened.applicant.name) == (ANSWERS, "post", APPLICANT["name"])
        assert opened.data == {"note": "x", "origin": None, "reference": 7, "returnBy": "counter"}
        received, *_ = office.dossiers.history(code, SYSTEM)
        assert received.payload["ignored"] == ["decision"]

    def test_each_message_opens_one_of_its_own(self, office: Office) -> None:
        first, second = (office.messages.correlate("inquiry.asked", None, message(), SYSTEM) for _ in range(2))
        assert first != second

    @pytest.mark.parametrize(
        ("change", "faults"),
        [
            ({"unit": None}, {"variables.unit": "required"}),
            ({"unit": "H00"}, {"variables.unit": "not-an-option"}),
            ({"channel": "pigeon", "returnBy": 7}, {"variables.channel": "not-an-option", "variables.returnBy": "not-an-option"}),
            ({"data": "x"}, {"variables.data": "wrong-type"}),
            ({"data": {"note": 7}}, {"variables.data.note": "wrong-type"}),
            ({"applicant": None}, {"variables.applicant.name": "required"}),
            ({"applicant": "An"}, {"variables.applicant": "wrong-type"}),
            ({"applicant": {**APPLICANT, "phone": 9, "age": "7"}}, {"variables.applicant.phone": "wrong-type", "variables.applicant.age": "unknown"}),
            ({"returnBy": "post"}, {"variables.applicant.address": "needed-by-post"}),
        ],
    )  # fmt: skip
    def test_what_is_missing_or_wrong_is_named_and_nothing_opened(
        self, office: Office, change: dict[str, Any], faults: dict[str, str]
    ) -> None:
        before = count(office)
        with pytest.raises(FormInvalid) as error:
            office.messages.correlate("inquiry.asked", None, message(**change), SYSTEM)
        assert {path: found[0].code for path, found in error.value.fields.items()} == faults
        assert count(office) == before

    def test_who_may_not_receive_may_not_open_by_message(self, office: Office) -> None:
        before = count(office)
        with pytest.raises(Exception, match="role"):
            office.messages.correlate("inquiry.asked", None, message(), staff(office, "reviewer"))
        assert count(office) == before

    def test_a_diagram_that_stops_at_once_opens_nothing(self, office: Office) -> None:
        before = count(office)
        with pytest.raises(CannotOpen):
            office.messages.correlate("begin.broken", None, message(bad=True), SYSTEM)
        assert count(office) == before
        assert len(office.messages.correlate("begin.broken", None, message(bad=False), SYSTEM)) == 1
        assert procedures.receive(office, code=BREAKS).code

    def test_who_waits_goes_before_a_new_dossier(self, office: Office) -> None:
        waiting = d.diagram(
            d.start(), d.begin("Again", "M"), d.catch("W", d.message_event("M")), d.end(),
            d.path("Start", "W", "End"), d.path("Again", "End"), beside=d.message("M", "both", "=note"),
        )  # fmt: skip
        procedures.deploy(office, waiting, "9.999924")
        dossier = office.reception.receive(
            Reception("9.999924", procedures.DESK, "counter", procedures.APPLICANT, {"note": "K"}, "counter"),
            SYSTEM,
        )
        assert office.messages.correlate("both", "K", message(), SYSTEM) == (dossier.code,)
        (opened,) = office.messages.correlate("both", "K", message(), SYSTEM)
        assert opened != dossier.code


@pytest.mark.usefixtures("database_url")
def test_the_worker_says_what_keeps_a_message_from_its_place(office: Office) -> None:
    procedures.deploy(office, ASKING.replace(b'"unit"', b'"place"'), ASKS)
    asking(office)
    with pytest.raises(Exception, match=r"missing or wrong: variables\.unit"):
        pass_on(thrown(office), WorkerContext(office, office.context.settings))
