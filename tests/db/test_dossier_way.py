"""A dossier's whole way through the services, on both databases, for every shipped procedure."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select

from core.db.models import Outbox
from core.errors.dossiers import CannotOpen
from core.errors.forms import FormInvalid
from core.errors.requests import BadValue
from core.services.office import Office
from core.services.views.actors import SYSTEM, Actor
from core.services.views.dossiers import Applicant, DossierFilter, DossierView, Reception
from core.services.views.tasks import TaskFilter
from tests.support.forms import filled
from tests.support.staff import staff

PROCEDURES = ("1.004873", "1.001193", "2.000908", "1.001731", "1.009122", "2.002621")
LINKED = "2.002621"
APPLICANT = Applicant(
    "Trần Thị Thử", "001099012345", "0912345678", "nguoi.nop@vi-du.example", "Thôn 1, xã Mẫu Một, tỉnh Minh Họa"
)
ORDER = ("receiver", "reviewer", "head", "leader", "registrar", "returner")


def open_dossier(
    office: Office,
    procedure: str,
    return_by: str = "counter",
    channel: str = "counter",
    unit: str = "H99.05",
    by: Actor | None = None,
) -> DossierView:
    """Opens a dossier at the demonstration's desk, or at another one."""
    form = office.procedures.start_form(procedure)
    data = filled(form.schema) if form else {}
    command = Reception(procedure, unit, channel, APPLICANT, data, return_by)  # type: ignore[arg-type]
    return office.reception.receive(command, by or staff(office, "receiver"))


def walk(office: Office, code: str, **choices: Any) -> list[str]:
    """Completes tasks in the ordinary way, answering calls and messages, until nothing is left; the elements passed."""
    passed = []
    for _ in range(60):
        if _answer_calls(office, code):
            continue
        dossier = office.dossiers.get(code, staff(office, "auditor"))
        if dossier.finished or not dossier.tasks:
            return passed
        task = dossier.tasks[0]
        by = next(staff(office, role) for role in ORDER if role in task.roles)
        full = office.tasks.get(task.id, by)
        office.tasks.complete(task.id, filled(full.form, **choices), by)
        passed.append(task.element)
    raise AssertionError(f"{code} goes in circles: {passed}")


def procedure_of(office: Office, code: str) -> str:
    return office.dossiers.get(code, SYSTEM).procedure


def _answer_calls(office: Office, code: str) -> bool:
    answered = False
    for row in office.outbox.due():
        job = office.outbox.lease(row.id)
        assert job is not None
        if job.topic == "postal.return":
            result = {"trackingCode": f"VN-{code}"}
        elif job.topic == "records.document":
            result = {"inquiryCode": job.payload["inquiryCode"]}
        elif job.topic == "records.civil-status":
            result = {"submission": f"HT-{code}"}
        else:
            result = {}
        assert office.outbox.succeeded(job, result)
        if job.topic == "records.civil-status":
            told = {"registrationNumber": "120/2026", "registeredOn": "2026-11-23"}
            assert office.messages.correlate("civil-status.registered", f"HT-{code}", told, SYSTEM) == (code,)
        if job.topic == "records.document" and procedure_of(office, code) == LINKED:
            said = {"answer": "Đã giải quyết.", "answeredBy": "Nơi minh hoạ"}
            assert office.messages.correlate("records.answer", result["inquiryCode"], said, SYSTEM) == (code,)
        if job.topic == "postal.return":
            assert office.messages.correlate("postal.delivered", f"VN-{code}", {}, SYSTEM) == (code,)
        answered = True
    return answered


@pytest.mark.usefixtures("database_url")
@pytest.mark.parametrize("return_by", ["counter", "post"])
@pytest.mark.parametrize("procedure", PROCEDURES)
def test_the_ordinary_way_ends_with_the_result_returned(demo: Office, procedure: str, return_by: str) -> None:
    opened = open_dossier(demo, procedure, return_by)
    assert opened.receipt_secret
    walk(demo, opened.code)
    done = demo.dossiers.get(opened.code, staff(demo, "auditor"))
    assert (done.status, done.finished is not None, done.returned is not None) == (10, True, True)
    assert not done.tasks
    assert not done.waiting
    verdict = demo.audit.verify(opened.code, staff(demo, "auditor"))
    assert verdict.intact
    assert verdict.events >= 4
    public = demo.dossiers.lookup(opened.code, opened.receipt_secret, "127.0.0.1")
    assert public.status_changes[-1].status == 10
    assert not demo.queue.page(TaskFilter(dossier=opened.code), staff(demo, "auditor")).items


@pytest.mark.parametrize("return_by", ["counter", "post"])
@pytest.mark.parametrize("procedure", PROCEDURES)
def test_another_system_hands_in_what_it_has(demo: Office, procedure: str, return_by: str) -> None:
    command = Reception(
        procedure,
        "H99.05",
        "counter",
        APPLICANT,
        {"unheardOf": 1},
        return_by,
        partial=True,  # type: ignore[arg-type]
    )
    opened = demo.reception.receive(command, staff(demo, "receiver"))
    assert opened.missing
    assert opened.data["other"] == {"unheardOf": 1}
    walk(demo, opened.code)
    assert demo.dossiers.get(opened.code, staff(demo, "auditor")).status == 10


def test_what_another_system_hands_in_must_be_right(demo: Office) -> None:
    form = demo.procedures.start_form("1.004873")
    assert form
    choice = next(item for item in form.schema["components"] if item["type"] in ("select", "radio"))
    command = Reception("1.004873", "H99.05", "counter", APPLICANT, {choice["key"]: "no such choice"}, partial=True)
    with pytest.raises(FormInvalid) as refused:
        demo.reception.receive(command, staff(demo, "receiver"))
    assert list(refused.value.fields) == [choice["key"]]


def test_a_diagram_that_stops_in_its_first_step_opens_nothing(demo: Office) -> None:
    files = demo.procedures.files("2.000908")
    stuck = files["process.bpmn"].replace(
        b'candidateGroups="reviewer"', b'candidateGroups="=&quot;reviewer@&quot; + dossier.channel"'
    )
    demo.procedures.deploy({**files, "process.bpmn": stuck}, SYSTEM)
    before = list(demo.dossiers.page(DossierFilter(), SYSTEM).items)
    with pytest.raises(CannotOpen):
        open_dossier(demo, "2.000908")
    assert list(demo.dossiers.page(DossierFilter(), SYSTEM).items) == before


def test_another_system_hands_in_no_more_than_can_be_kept(demo: Office) -> None:
    command = Reception("2.000908", "H99.05", "counter", APPLICANT, {"extra": "x" * 70_000}, partial=True)
    with pytest.raises(BadValue):
        demo.reception.receive(command, staff(demo, "receiver"))


@pytest.mark.usefixtures("database_url")
@pytest.mark.parametrize("procedure", PROCEDURES)
def test_an_applicant_gets_a_letter_once_a_change(demo: Office, procedure: str) -> None:
    """A house permit passes six activities "in process": that is one fact, and no news after the reception."""
    code = open_dossier(demo, procedure).code
    walk(demo, code)
    with demo.context.work.read() as work:
        rows = work.scalars(select(Outbox.payload).where(Outbox.topic == "notify.send").order_by(Outbox.id))
        told = [row["status"] for row in rows if "status" in row]
    assert told[0] in (1, 2) and told[-1] == 10
    assert all(one != two for one, two in pairwise(told)), told
    assert told.count(4) <= told.count(5) + told.count(6)
