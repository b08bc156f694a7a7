"""The population database: what is sent in its order, what is believed of its answers, and for whom it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree

from core.db.models import Access, Incident
from core.services.office import Office
from core.services.views.actors import SYSTEM, Actor
from core.services.views.dossiers import Applicant, DossierView, Reception
from core.settings import Settings
from tests.support.clock import TestClock
from tests.support.forms import filled
from tests.support.staff import staff
from tests.workers import calls, procedures
from tests.workers.conftest import Outside
from workers import context as contexts
from workers.context import WorkerContext
from workers.population import names, simulator
from workers.population.envelope import SOAP, Birth

PURPOSE = "Xác thực người nộp, Nghị định 118/2025/NĐ-CP"
GIVEN = {
    "purpose": f'"{PURPOSE}"',
    "identityNumber": '"001099000001"',
    "name": '"Nguyễn Thị Thử"',
    "birthDate": '"1999-05-04"',
}
ORDER = [*simulator.ORDER, *simulator.CLOSING]


@pytest.fixture
def ctx(demo: Office, settings: Settings, people: Outside) -> Iterator[WorkerContext]:
    yield contexts.set_current(WorkerContext(demo, settings.but(**simulator.pointing(people.url))))
    contexts._current.clear()


def asked(ctx: WorkerContext, operation: str = "confirm", *, catch: bool = False, **inputs: str) -> DossierView:
    """A dossier that a receiver of the demonstration opened and whose call was tried once."""
    outputs = {name: name for name in ("matches", "differs", "citizen", "request", "askedBy", "answeredAt")}
    diagram = procedures.diagram(
        "records.citizen",
        inputs=GIVEN | inputs,
        headers={"operation": operation},
        outputs=outputs,
        catch_errors=catch,
    )
    procedures.deploy(ctx.office, diagram)
    dossier = procedures.receive(ctx.office, by=staff(ctx.office, "receiver"))
    calls.make(ctx, "records.citizen")
    return dossier


def sent(people: Outside) -> list[etree._Element]:
    """The bodies' elements, as they came."""
    found = people.served.app.extensions["population"].asked
    return [etree.fromstring(one).find(f"{{{SOAP}}}Body")[0] for one in found]


def put(people: Outside, **person: str) -> None:
    people.tell("/_enter", **{"identity": "001099000001", "birth": "19990504", "sex": "2", **person})


@pytest.mark.parametrize(("operation", "integration"), [("confirm", "003"), ("look-up", "037")])
def test_a_request_has_its_elements_in_the_order_of_the_service(
    ctx: WorkerContext, people: Outside, operation: str, integration: str
) -> None:
    dossier, officer = asked(ctx, operation), staff(ctx.office, "receiver")
    (body,) = sent(people)
    assert [etree.QName(one).localname for one in body] == ORDER
    assert {etree.QName(one).namespace for one in body.iter()} == {"http://dancuquocgia.bca"}
    told = {etree.QName(one).localname: one.text for one in body.iter()}
    assert (told["MaTichHop"], told["MaDVC"]) == (integration, "G15-TP110")
    assert told["MaCanBo"] == told["TaiKhoan"] == officer.username
    assert told["NgayThangNam"] == "19990504" and told["MaYeuCau"] == calls.data(ctx, dossier)["request"]
    (headers,) = people.served.app.extensions["population"].headers
    assert headers["X-Road-Client"] == "VN/GOV/H99/motcua" and headers["Content-Type"].startswith("text/xml")
    assert calls.data(ctx, dossier)["matches"] is True and calls.data(ctx, dossier)["askedBy"] == officer.name


def test_confirming_tells_yes_or_no_and_nothing_else(ctx: WorkerContext, people: Outside) -> None:
    put(people, name="NGUYỄN THỊ KHÁC")
    found = calls.data(ctx, asked(ctx))
    assert found["matches"] is False and found["citizen"] is None


def test_looking_up_takes_over_what_is_needed_and_leaves_relatives_there(ctx: WorkerContext, people: Outside) -> None:
    put(people, name="NGUYỄN THỊ THỬ", residence="Số 9, thôn Ba & Bốn")
    dossier = asked(ctx, "look-up")
    assert calls.data(ctx, dossier)["citizen"] == {
        "identityNumber": "001099000001",
        "name": "NGUYỄN THỊ THỬ",
        "birthDate": "1999-05-04",
        "sex": "female",
        "residence": "Số 9, thôn Ba & Bốn, xã Minh Hoạ",
    }
    told = str([event.payload for event in ctx.office.dossiers.history(dossier.code, SYSTEM)])
    assert "CHA MINH HOẠ" not in told and "NGUYỄN THỊ THỬ" in told
    assert ctx.office.audit.verify(dossier.code, SYSTEM).intact


@pytest.mark.parametrize(
    ("had", "given", "matches"),
    [
        ("1999", "1999-05-04", True),
        ("1999", "1999", True),
        ("19990504", "1999", True),
        ("1998", "1999-05-04", False),
        ("19990505", "1999-05-04", False),
    ],
)
def test_a_year_alone_is_compared_as_a_year(
    ctx: WorkerContext, people: Outside, had: str, given: str, matches: bool
) -> None:
    put(people, name="Nguyễn Thị Thử", birth=had)
    assert calls.data(ctx, asked(ctx, "look-up", birthDate=f'"{given}"'))["matches"] is matches
    (body,) = sent(people)
    told = {etree.QName(one).localname: one.text for one in body.iter()}
    assert told.get("Nam") == ("1999" if given == "1999" else None)


def test_a_card_of_nine_digits_goes_under_its_own_name(ctx: WorkerContext, people: Outside) -> None:
    asked(ctx, identityNumber='"012345678"')
    (body,) = sent(people)
    assert [etree.QName(one).localname for one in body][7] == "CMND"


@pytest.mark.parametrize("catch", [True, False])
def test_nobody_with_this_number_is_a_matter_of_the_dossier(ctx: WorkerContext, catch: bool) -> None:
    dossier = asked(ctx, "look-up", identityNumber='"001099000009"', catch=catch)
    assert calls.refused(ctx, dossier) is catch
    assert len(calls.rows(ctx, Incident)) == (0 if catch else 1)


@pytest.mark.parametrize(("kind", "word"), [("fault-client", "từ chối"), ("denied", "MOTCUA_POPULATION_KEY")])
def test_a_fault_inside_200_is_a_fault(ctx: WorkerContext, people: Outside, kind: str, word: str) -> None:
    people.tell("/_twist", kind=kind)
    asked(ctx)
    (incident,) = calls.rows(ctx, Incident)
    assert word in incident.message


@pytest.mark.parametrize("operation", ["confirm", "look-up"])
@pytest.mark.parametrize("kind", ["fault-server", "fault-500", "html", "entities"])
def test_trouble_of_the_other_side_is_asked_again(
    ctx: WorkerContext, people: Outside, clock: TestClock, kind: str, operation: str
) -> None:
    people.tell("/_twist", kind=kind)
    dossier = asked(ctx, operation)
    assert calls.row_of(ctx, "records.citizen").attempts == 1 and "matches" not in calls.data(ctx, dossier)
    clock.advance(hours=1)
    calls.make(ctx, "records.citizen")
    assert calls.data(ctx, dossier)["matches"] is True
    assert len([row for row in calls.rows(ctx, Access) if row.page == "register"]) == 1
    assert len({one.findtext("{*}MaYeuCau") for one in sent(people)}) == 1


@pytest.mark.parametrize("kind", ["person", "twice", "namespace"])
def test_an_answer_about_somebody_else_is_not_believed(ctx: WorkerContext, people: Outside, kind: str) -> None:
    people.tell("/_twist", kind=kind)
    dossier = asked(ctx, "look-up")
    assert (
        calls.row_of(ctx, "records.citizen").state == "ready"
        and "citizen" not in calls.data(ctx, dossier)
        and calls.rows(ctx, Incident) == []
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [("purpose", "null"), ("identityNumber", '"12345"'), ("birthDate", '"4/5/1999"'), ("name", '""')],
)
def test_nothing_is_asked_with_less_than_is_needed(ctx: WorkerContext, people: Outside, field: str, value: str) -> None:
    asked(ctx, **{field: value})
    assert sent(people) == [] and [row for row in calls.rows(ctx, Access) if row.page == "register"] == []
    (incident,) = calls.rows(ctx, Incident)
    assert field in incident.message


def test_names_are_compared_as_vietnamese_are_typed() -> None:
    assert names.same("NGUYỄN THỊ HOÀ", "Nguyễn  Thị Hòa")
    assert names.same("Nguye\u0302\u0303n Thi\u0323 Thu\u031b\u0309", "Nguyễn Thị Thử")
    assert not names.same("Nguyễn Thị Hoà", "Nguyễn Thị Hoa")
    assert not names.same("Trần Văn Đức", "Trần Văn Dức")
    assert not names.same("", "")


@pytest.mark.parametrize("text", ["", "99", "19990504", "1999-13-01", "0000", "năm 1999"])
def test_what_is_no_birth_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Birth.of(text)


@pytest.mark.parametrize(
    ("there", "differs"),
    [
        ({"name": "NGUYỄN THỊ THỬ"}, ""),
        ({"name": "NGUYỄN THỊ KHÁC"}, "name"),
        ({"name": "Nguyễn Thị Thử", "birth": "19990505"}, "birthDate"),
        ({"name": "NGUYỄN THỊ KHÁC", "birth": "1998"}, "name,birthDate"),
    ],
)
def test_comparing_tells_what_differs_and_nothing_of_what_the_database_has(
    ctx: WorkerContext, people: Outside, there: dict[str, str], differs: str
) -> None:
    put(people, residence="Số 9, thôn Ba", **there)
    dossier = asked(ctx, "compare")
    found = calls.data(ctx, dossier)
    assert (found["matches"], found["differs"], found["citizen"]) == (not differs, differs, None)
    told = str([event.payload for event in ctx.office.dossiers.history(dossier.code, SYSTEM)])
    assert "thôn Ba" not in told and "KHÁC" not in told


def test_comparing_with_a_number_nobody_has_tells_so(ctx: WorkerContext) -> None:
    found = calls.data(ctx, asked(ctx, "compare", identityNumber='"001099000009"'))
    assert (found["matches"], found["differs"]) == (False, "identityNumber")


@pytest.mark.parametrize("given", [{"birthDate": "null"}, {"name": '""'}, {"identityNumber": '"12"'}])
def test_what_cannot_be_asked_goes_back_at_once_and_nobody_is_asked(
    ctx: WorkerContext, people: Outside, given: dict[str, str]
) -> None:
    assert calls.refused(ctx, asked(ctx, "compare", catch=True, **given)) and sent(people) == []
    assert calls.rows(ctx, Incident) == [] and calls.rows(ctx, Access) == []


APPRAISED: dict[str, dict[str, Any]] = {
    "1.004873": {"decision": "propose", "certifiedStatus": "Hiện tại chưa đăng ký kết hôn với ai."},
    "1.001193": {"decision": "propose", "registerBook": "01/2026"},
}
MOTHER = {"motherIdentity": "001099000001", "motherName": "Nguyễn Thị Thử", "motherBirthDate": "1999-05-04"}
PERSON = {"1.004873": {"birthDate": "1999-05-04"}, "1.001193": MOTHER}


@pytest.mark.parametrize("procedure", APPRAISED)
@pytest.mark.parametrize(
    ("there", "check", "said"),
    [
        ({"name": "Nguyễn Thị Thử"}, "agrees", "khớp số định danh, họ tên, ngày sinh"),
        ({"name": "Nguyễn Thị Khác"}, "differs", "họ tên không khớp"),
        (None, "unclear", "không xác định được"),
    ],
)
def test_the_appraising_officer_reads_the_answer_in_the_form_and_decides(
    ctx: WorkerContext, people: Outside, clock: TestClock, procedure: str, there: Any, check: str, said: str
) -> None:
    if there is None:
        people.misbehave("down")
    else:
        put(people, **there)
    office, officer = ctx.office, staff(ctx.office, "", "tuphap")
    applicant = Applicant(name="Nguyễn Thị Thử", identity_number="001099000001", phone="0900000001")
    schema = office.procedures.start_form(procedure)
    assert schema is not None
    data = {**filled(schema.schema), **PERSON[procedure]}
    opened = office.reception.receive(
        Reception(procedure, "H99.05.01", "counter", applicant, data, "counter"), staff(office, "receiver")
    )
    appraise(ctx, opened.code, {"decision": "confirm"}, officer)
    calls.make(ctx, "records.citizen")
    if there is None:
        clock.advance(days=1)
        for timer in office.timers.due():
            office.timers.fire(timer)
    (task,) = office.dossiers.get(opened.code, SYSTEM).tasks
    assert task.element == "Task_Review" and calls.data(ctx, opened)["citizenCheck"] == check
    form = office.task_pages.show(task.id, officer).form
    assert form is not None
    shown = " ".join(one.label for one in form.fields if one.type == "text" and not one.hidden)
    assert said in shown
    assert next(one for one in form.fields if one.key == "decision").value is None, "nothing is chosen for the officer"
    told = [row for row in calls.rows(ctx, Access) if row.page == "register"]
    assert {row.username for row in told} == {"tuphap"} and {row.dossier_id for row in told} == {opened.id}
    appraise(ctx, opened.code, APPRAISED[procedure], officer)
    assert [one.element for one in office.dossiers.get(opened.code, SYSTEM).tasks] == ["Task_Sign"]
    assert office.audit.verify(opened.code, SYSTEM).intact


def appraise(ctx: WorkerContext, code: str, data: dict[str, Any], officer: Actor) -> None:
    (task,) = ctx.office.dossiers.get(code, SYSTEM).tasks
    ctx.office.tasks.claim(task.id, officer)
    ctx.office.tasks.complete(task.id, data, officer)
