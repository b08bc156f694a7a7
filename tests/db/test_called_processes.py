"""A procedure that calls another one, through the services: forms, versions, history, incidents."""

from __future__ import annotations

import json

import pytest

from core.errors.dossiers import CannotAdvance
from core.errors.forms import FormInvalid
from core.errors.procedures import DeploymentRefused
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierView
from core.services.views.tasks import TaskFilter, TaskView
from tests.support.staff import staff
from tests.unit.bpmn import diagrams as d
from tests.workers import procedures

CALLER, CALLED = "9.999921", "9.999922"
ASK = '<zeebe:formDefinition formId="ask"/>'


def form(key: str, label: str) -> bytes:
    field = {"type": "textfield", "id": "F", "key": key, "label": label, "validate": {"required": True}}
    return json.dumps({"type": "default", "id": "ask", "schemaVersion": 19, "components": [field]}).encode()


def called(task: str = "Ask", *, tag: str = "", groups: str = "reviewer") -> bytes:
    tagged = f'<bpmn:extensionElements><zeebe:versionTag value="{tag}"/></bpmn:extensionElements>' if tag else ""
    return d.diagram(
        tagged, d.start(), d.user(task, ASK, groups=groups), d.end(), d.path("Start", task, "End"), process_id="verify"
    )


def caller(**words: str) -> bytes:
    mapped = d.mappings({"question": '="Whose is " + note'}, {"found": "=answer"})
    parts = (d.user("First", ASK), d.call("Verify", "verify", mapped, **words), d.user("Last", ASK))
    return d.diagram(d.start(), *parts, d.end(), d.path("Start", "First", "Verify", "Last", "End"))


def deploy(office: Office, code: str, diagram: bytes, key: str, label: str = "Câu trả lời") -> None:
    files = procedures.files(diagram, code) | {"ask.form": form(key, label)}
    office.procedures.deploy(files, SYSTEM)


@pytest.fixture
def paired(demo: Office) -> Office:
    deploy(demo, CALLED, called(), "answer", "Kết quả xác minh")
    deploy(demo, CALLER, caller(), "seen")
    return demo


def task(office: Office, dossier: DossierView) -> TaskView:
    (found,) = office.dossiers.get(dossier.code, staff(office, "auditor")).tasks
    return office.tasks.get(found.id, staff(office, "reviewer"))


def complete(office: Office, dossier: DossierView, **data: str) -> TaskView:
    return office.tasks.complete(task(office, dossier).id, data, staff(office, "reviewer"))


def label(view: TaskView) -> str:
    assert view.form is not None
    return str(view.form["components"][0]["label"])


def begin(office: Office) -> DossierView:
    dossier = procedures.receive(office, code=CALLER, note="the house")
    complete(office, dossier, seen="yes")
    return dossier


@pytest.mark.usefixtures("database_url")
def test_a_task_of_a_called_process_has_the_form_and_the_values_of_its_own_version(paired: Office) -> None:
    dossier = begin(paired)
    inside = task(paired, dossier)
    assert (inside.element, label(inside), inside.procedure) == ("Verify/Ask", "Kết quả xác minh", CALLER)
    with pytest.raises(FormInvalid):
        complete(paired, dossier, seen="the form of the caller")
    shown = paired.task_pages.show(inside.id, staff(paired, "reviewer")).form
    assert shown is not None
    assert [field.key for field in shown.fields] == ["answer"]
    done = complete(paired, dossier, answer="Mrs An's")
    assert done.state == "completed"
    after = task(paired, dossier)
    assert (after.element, label(after)) == ("Last", "Câu trả lời")
    data = paired.dossiers.get(dossier.code, staff(paired, "auditor")).data
    assert (data["found"], "question" in data, "answer" in data) == ("Mrs An's", False, False)
    complete(paired, dossier, seen="yes")
    assert paired.dossiers.get(dossier.code, staff(paired, "auditor")).finished


@pytest.mark.usefixtures("database_url")
def test_a_form_inside_starts_from_the_variables_of_the_called_process(paired: Office) -> None:
    deploy(paired, CALLED, called(), "question")
    dossier = begin(paired)
    inside = task(paired, dossier)
    assert inside.data == {"question": "Whose is the house"}
    listed = paired.queue.page(TaskFilter(dossier=dossier.code), staff(paired, "reviewer"), full=True)
    assert listed.items[0].data == inside.data
    claimed = paired.tasks.claim(inside.id, staff(paired, "reviewer"))
    assert claimed.data == inside.data


@pytest.mark.usefixtures("database_url")
def test_a_version_deployed_in_the_middle_of_a_call_is_for_the_next_call(paired: Office) -> None:
    dossier = begin(paired)
    deploy(paired, CALLED, called("Newer"), "other", "Mới")
    assert (task(paired, dossier).element, label(task(paired, dossier))) == ("Verify/Ask", "Kết quả xác minh")
    later = begin(paired)
    assert (task(paired, later).element, label(task(paired, later))) == ("Verify/Newer", "Mới")
    paired.context.versions._kept.clear()  # another server process, which has read nothing yet
    paired.context.versions._by_sha256.clear()
    complete(paired, dossier, answer="kept")
    assert paired.dossiers.get(dossier.code, staff(paired, "auditor")).data["found"] == "kept"


@pytest.mark.usefixtures("database_url")
def test_only_the_form_may_differ_between_two_versions(paired: Office) -> None:
    """The same diagram with another form is another version: a running call keeps the old form."""
    dossier = begin(paired)
    deploy(paired, CALLED, called(), "answer", "Nhãn mới")
    assert label(task(paired, dossier)) == "Kết quả xác minh"
    assert label(task(paired, begin(paired))) == "Nhãn mới"


@pytest.mark.usefixtures("database_url")
def test_a_version_tag_chooses_among_all_that_were_deployed(demo: Office) -> None:
    deploy(demo, CALLED, called("Tagged", tag="luat-2025"), "answer")
    deploy(demo, CALLED, called("Newest"), "answer")
    deploy(demo, CALLER, caller(bindingType="versionTag", versionTag="luat-2025"), "seen")
    assert task(demo, begin(demo)).element == "Verify/Tagged"


@pytest.mark.usefixtures("database_url")
def test_the_dossier_stands_at_the_call_in_its_own_diagram(paired: Office) -> None:
    dossier = begin(paired)
    auditor = staff(paired, "auditor")
    drawn = paired.dossiers.diagram(dossier.code, auditor)
    assert drawn.current == ("Verify",)
    assert not any("/" in name for name in (*drawn.passed, *drawn.flows))
    assert drawn.steps[-1].element == "Verify"
    complete(paired, dossier, answer="x")
    drawn = paired.dossiers.diagram(dossier.code, auditor)
    assert (drawn.current, "Verify" in drawn.passed) == (("Last",), True)


@pytest.mark.usefixtures("database_url")
def test_the_history_names_the_version_that_was_called(paired: Office) -> None:
    dossier = begin(paired)
    events = paired.dossiers.history(dossier.code, staff(paired, "auditor"))
    (told,) = [one for event in events for one in event.payload.get("called", ())]
    version = paired.procedures.get(CALLED)
    assert (told["element"], told["process"], told["sha256"]) == ("Verify", "verify", version.sha256)
    assert paired.audit.verify(dossier.code, staff(paired, "auditor")).intact


@pytest.mark.usefixtures("database_url")
def test_a_call_that_cannot_begin_is_an_incident_at_the_call(demo: Office) -> None:
    parts = (d.user("First", ASK), d.call("Verify", '="no" + note'))
    deploy(demo, CALLER, d.diagram(d.start(), *parts, d.end(), d.path("Start", "First", "Verify", "End")), "seen")
    dossier = procedures.receive(demo, code=CALLER, note="where")
    with pytest.raises(CannotAdvance):
        complete(demo, dossier, seen="yes")
    (incident,) = demo.incidents.page(SYSTEM).items
    assert incident.element == "Verify"
    assert "nowhere" in incident.message
    assert task(demo, dossier).element == "First"


@pytest.mark.usefixtures("database_url")
def test_what_calls_an_unknown_process_or_itself_is_not_deployed(demo: Office) -> None:
    with pytest.raises(DeploymentRefused) as refused:
        deploy(demo, CALLER, caller(), "seen")
    assert [(problem.code, problem.element) for problem in refused.value.problems] == [("call-unknown", "Verify")]
    deploy(demo, CALLED, called(), "answer")
    deploy(demo, CALLER, caller(), "seen")
    back = d.diagram(d.start(), d.call("Back", "proc"), d.end(), d.path("Start", "Back", "End"), process_id="verify")
    with pytest.raises(DeploymentRefused) as refused:
        deploy(demo, CALLED, back, "answer")
    assert [(problem.code, problem.element) for problem in refused.value.problems] == [("call-cycle", "Back")]


def test_a_process_that_another_procedure_has_is_not_taken_from_it(paired: Office) -> None:
    """Whoever calls it goes on with the one it meant."""
    with pytest.raises(DeploymentRefused) as refused:
        deploy(paired, "9.999923", called("Other"), "answer")
    (found,) = [one for one in refused.value.problems if one.severity == "error"]
    assert found.code == "process-taken"
    for words in (found.message, found.vi):
        assert CALLED in words and "Thủ tục thử kết nối" in words and "verify" in words
    assert [one.code for one in paired.procedures.catalogue() if one.code.startswith("9.9999")] == [CALLED, CALLER]
    deploy(paired, CALLED, called("Anew"), "answer")
    dossier = procedures.receive(paired, code=CALLER)
    complete(paired, dossier, seen="x")
    assert task(paired, dossier).element == "Verify/Anew"
