"""Registers of others: asked for an officer and a purpose, logged before they are asked, believed only where the answer fits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from core.db.models import Access, Incident
from core.services.audit.views import AccessFilter
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierView
from core.settings import Settings
from tests.support.clock import TestClock
from tests.support.staff import staff
from tests.workers import calls, procedures
from tests.workers.conftest import Outside
from workers import context as contexts
from workers import jobs
from workers.context import WorkerContext
from workers.registers import simulator

REGISTERS = sorted(simulator.REGISTERS)
PURPOSE = "Xét hỗ trợ theo Nghị định 20/2021/NĐ-CP"
POOR, NOT_POOR = "001099000002", "001099000001"


@pytest.fixture
def ctx(demo: Any, settings: Settings, shelves: Outside) -> Iterator[WorkerContext]:
    yield contexts.set_current(WorkerContext(demo, settings.but(**simulator.pointing(shelves.url))))
    contexts._current.clear()


def deploy(ctx: WorkerContext, register: str = "poor-households", catch: bool = False, **inputs: str) -> None:
    given = {"purpose": f'"{PURPOSE}"', "identityNumber": f'"{POOR}"', "name": '"Nguyễn Thị Thử"', **inputs}
    outputs = {name: name for name in ("found", "entry", "request", "askedBy")}
    headers = {"register": register} if register else {}
    diagram = procedures.diagram("records.lookup", inputs=given, headers=headers, outputs=outputs, catch_errors=catch)
    procedures.deploy(ctx.office, diagram)


def asked(ctx: WorkerContext, **how: Any) -> DossierView:
    """A dossier that a receiver of the demonstration opened and whose look-up was tried once."""
    deploy(ctx, **how)
    dossier = procedures.receive(ctx.office, by=staff(ctx.office, "receiver"))
    calls.make(ctx, "records.lookup")
    return dossier


def logged(ctx: WorkerContext) -> list[Any]:
    return [row for row in calls.rows(ctx, Access) if row.page == "register"]


def questions(shelves: Outside, register: str = "poor-households") -> list[dict[str, Any]]:
    return shelves.asked(f"/{register}/lookups")


@pytest.mark.parametrize("register", REGISTERS)
def test_a_register_is_asked_for_an_officer_and_a_purpose(ctx: WorkerContext, shelves: Outside, register: str) -> None:
    dossier, officer = asked(ctx, register=register), staff(ctx.office, "receiver")
    (question,) = questions(shelves, register)
    body = question["body"]
    assert (body["dossier"], body["purpose"]) == (dossier.code, PURPOSE)
    assert (body["officer"]["username"], body["officer"]["name"]) == (officer.username, officer.name)
    assert body["identityNumber"] == POOR and question["key"] == body["request"]
    found = calls.data(ctx, dossier)
    assert found["found"] is True and found["entry"] and found["askedBy"] == officer.name
    (event,) = [e for e in ctx.office.dossiers.history(dossier.code, SYSTEM) if e.kind == "worker.call.succeeded"]
    assert event.payload["result"]["request"] == body["request"] == found["request"]
    assert ctx.office.audit.verify(dossier.code, SYSTEM).intact


def test_an_auditor_finds_who_looked_whom_up_and_why(ctx: WorkerContext) -> None:
    dossier, officer = asked(ctx), staff(ctx.office, "receiver")
    lines = ctx.office.traces.accesses(
        AccessFilter(dossier=dossier.code, part="register"), staff(ctx.office, "auditor")
    ).items
    (line,) = lines
    assert (line.username, line.purpose, line.door) == (officer.username, PURPOSE, "workers")
    facts = line.subject or {}
    assert facts["register"] == "poor-households" and facts["request"].startswith(f"{dossier.code}-")
    assert POOR not in str(facts), "whom was asked about stands in the dossier, not a second time in a log"


def test_nobody_is_in_the_register_is_an_answer(ctx: WorkerContext) -> None:
    found = calls.data(ctx, asked(ctx, identityNumber=f'"{NOT_POOR}"'))
    assert found["found"] is False and found["entry"] is None


@pytest.mark.parametrize("purpose", ['""', "null", '"  "', 'string join(for i in 1..300 return "x")'])
def test_without_a_purpose_nothing_is_asked_and_nothing_logged(
    ctx: WorkerContext, shelves: Outside, purpose: str
) -> None:
    asked(ctx, purpose=purpose)
    assert questions(shelves) == [] and logged(ctx) == []
    (incident,) = calls.rows(ctx, Incident)
    assert "purpose" in incident.message


def test_without_an_officer_nothing_is_asked(ctx: WorkerContext, shelves: Outside) -> None:
    """The system itself opened the dossier: nobody could answer for the look-up."""
    deploy(ctx)
    procedures.receive(ctx.office)
    calls.make(ctx, "records.lookup")
    assert questions(shelves) == [] and logged(ctx) == []
    (incident,) = calls.rows(ctx, Incident)
    assert "công chức" in incident.message


def test_what_cannot_be_logged_is_not_asked(
    ctx: WorkerContext, shelves: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("core.services.outside.lookups.record_register", broken)
    asked(ctx)
    assert questions(shelves) == [] and calls.row_of(ctx, "records.lookup").state == "ready"


def test_without_a_register_named_a_person_is_told(ctx: WorkerContext) -> None:
    asked(ctx, register="")
    (incident,) = calls.rows(ctx, Incident)
    assert "register" in incident.message and logged(ctx) == []


def test_an_applicants_name_never_completes_somebody_elses_number(ctx: WorkerContext, shelves: Outside) -> None:
    asked(ctx, name="null")
    (question,) = questions(shelves)
    assert question["body"]["identityNumber"] == POOR and "name" not in question["body"]


def test_a_number_alone_asks_for_the_entry_and_for_nobody(ctx: WorkerContext, shelves: Outside) -> None:
    given = {"purpose": f'"{PURPOSE}"', "number": '"123/2026"'}
    diagram = procedures.diagram("records.lookup", inputs=given, headers={"register": "certifications"})
    procedures.deploy(ctx.office, diagram)
    procedures.receive(ctx.office, by=staff(ctx.office, "receiver"))
    calls.make(ctx, "records.lookup")
    (question,) = questions(shelves, "certifications")
    assert question["body"]["number"] == "123/2026" and "identityNumber" not in question["body"]


def test_people_who_still_look_cost_no_try_and_one_line_of_the_log(
    ctx: WorkerContext, shelves: Outside, clock: TestClock
) -> None:
    shelves.tell("/_twist", register="residence-archive", kind="pending", times=2)
    dossier = asked(ctx, register="residence-archive")
    assert calls.row_of(ctx, "records.lookup").attempts == 0 and "entry" not in calls.data(ctx, dossier)
    for _ in range(2):
        clock.advance(minutes=2)
        calls.make(ctx, "records.lookup")
    assert calls.data(ctx, dossier)["entry"]["kind"] == "permanent"
    requests = {question["body"]["request"] for question in questions(shelves, "residence-archive")}
    assert len(requests) == 1 and len(logged(ctx)) == 1


def test_people_who_never_answer_become_an_incident(ctx: WorkerContext, shelves: Outside, clock: TestClock) -> None:
    shelves.tell("/_twist", register="residence-archive", kind="pending", times=99)
    asked(ctx, register="residence-archive")
    clock.advance(days=3, minutes=5)
    calls.make(ctx, "records.lookup")
    (incident,) = calls.rows(ctx, Incident)
    assert "3 ngày" in incident.message and "Tàng thư" in incident.message


@pytest.mark.parametrize("kind", ["person", "request"])
def test_an_answer_to_something_else_is_not_believed(
    ctx: WorkerContext, shelves: Outside, clock: TestClock, kind: str
) -> None:
    shelves.tell("/_twist", register="poor-households", kind=kind)
    dossier = asked(ctx)
    assert "entry" not in calls.data(ctx, dossier) and calls.row_of(ctx, "records.lookup").attempts == 1
    clock.advance(hours=1)
    calls.make(ctx, "records.lookup")
    assert calls.data(ctx, dossier)["found"] is True


@pytest.mark.parametrize("mode", ["down", "error", "nonsense"])
def test_a_register_that_fails_is_asked_again_under_the_same_number(
    ctx: WorkerContext, shelves: Outside, clock: TestClock, mode: str
) -> None:
    shelves.misbehave(mode, times=1, path="/poor-households")
    dossier = asked(ctx)
    clock.advance(hours=1)
    calls.make(ctx, "records.lookup")
    assert calls.data(ctx, dossier)["found"] is True
    assert len(logged(ctx)) == 1
    assert len({question["body"]["request"] for question in questions(shelves)}) == 1


def test_a_slow_answer_counts_once(ctx: WorkerContext, shelves: Outside) -> None:
    shelves.misbehave("slow", times=1, delay=0.2, path="/poor-households")
    dossier = asked(ctx)
    jobs.call(str(calls.row_of(ctx, "records.lookup").id))
    assert calls.data(ctx, dossier)["found"] is True and len(questions(shelves)) == 1


@pytest.mark.parametrize("catch", [True, False])
def test_several_people_are_a_matter_of_the_dossier(ctx: WorkerContext, shelves: Outside, catch: bool) -> None:
    shelves.tell("/_twist", register="poor-households", kind="unclear")
    dossier = asked(ctx, catch=catch)
    assert calls.refused(ctx, dossier) is catch
    assert len(calls.rows(ctx, Incident)) == (0 if catch else 1)
