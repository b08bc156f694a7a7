"""A task for people the office does not have: told at deployment, or by an incident that names element and group."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.db.models import Incident, Task, Timer
from core.errors.base import CoreError
from core.errors.dossiers import CannotAdvance, CannotOpen
from core.errors.forms import FormInvalid
from core.errors.procedures import DeploymentRefused
from core.errors.tasks import TaskClaimed
from core.services.office import Office
from tests.support import moving
from tests.support.staff import staff
from tests.workers import procedures

FORMED = moving.task("A").replace("<zeebe:userTask/>", '<zeebe:userTask/><zeebe:formDefinition formId="bat-dau"/>')
TYPED = {"note": "đã gõ rất lâu"}


def groups(text: str) -> str:
    """A task B for the groups."""
    return moving.task("B").replace('candidateGroups="reviewer"', f"candidateGroups='{text}'")


def opened(demo: Office, text: str, note: str) -> str:
    procedures.deploy(demo, moving.line(FORMED, groups(text), names=("A", "B")))
    return procedures.receive(demo, note=note).code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ke-toan", "role-unknown"),
        ("reviewer,ke-toan", "role-unknown"),
        ('="ke-toan"', "role-unknown"),
        ("receiver@H77.01", "role-unit-unknown"),
        ('=["head", "receiver@" + "H77.01"]', "role-unit-unknown"),
    ],
)
def test_deploying_is_refused(demo: Office, text: str, code: str) -> None:
    with pytest.raises(DeploymentRefused) as refused:
        opened(demo, text, "x")
    assert [(one.code, one.element) for one in refused.value.problems if one.severity == "error"] == [(code, "B")]


@pytest.mark.parametrize(
    "text", ["receiver@H99.05.01", "reviewer,head,leader,registrar,returner,auditor,admin,designer"]
)
def test_people_who_are_there_are_not_refused(demo: Office, text: str) -> None:
    moving.complete(demo, opened(demo, text, "x"))


@pytest.mark.parametrize(
    ("note", "code"), [("receiver@H77.01", "unit"), ("ke-toan", "role"), ("receiver@H99.05.01,head@nowhere", "unit")]
)
def test_what_is_typed_stays_and_the_administrator_is_told(demo: Office, note: str, code: str) -> None:
    dossier = opened(demo, '=split(note, ",")', "x")
    task = moving.the_task(demo, dossier)
    reviewer = staff(demo, "reviewer")
    with pytest.raises(CannotAdvance) as refused:
        demo.tasks.complete(task.id, {"note": note}, reviewer)
    assert demo.tasks.get(task.id, reviewer).data["note"] == note
    (found,) = demo.incidents.page(staff(demo, "leader")).items
    assert found.number in str(refused.value)
    assert found.element == "B" and note.split(",")[-1] in found.message and code in found.message
    (bare,) = demo.incidents.page(staff(demo, "admin")).items
    assert bare.element == "B" and note not in bare.message and "…" in bare.message


def test_a_group_that_stands_in_the_diagram_is_told_to_everybody(demo: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The unit was there at deployment, and is no more."""
    monkeypatch.setattr("bpmn.checking.tasks.units_are_there", lambda *_: ())
    monkeypatch.setattr("bpmn.lint.units_are_there", lambda *_: ())
    dossier = opened(demo, "receiver@H77.01", "x")
    with pytest.raises(CannotAdvance):
        moving.complete(demo, dossier)
    (bare,) = demo.incidents.page(staff(demo, "admin")).items
    assert "receiver@H77.01" in bare.message and bare.element == "B"


def test_a_timer_and_a_reception_that_lead_there_are_told_the_same_way(demo: Office) -> None:
    procedures.deploy(demo, moving.line(groups("=note"), names=("B",)))
    with pytest.raises(CannotOpen):
        procedures.receive(demo, note="head@nowhere")
    wait = (
        "<bpmn:intermediateCatchEvent id='Wait'><bpmn:timerEventDefinition><bpmn:timeDuration>PT1S</bpmn:timeDuration>"
        "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
    )
    procedures.deploy(demo, moving.line(wait, groups("=note"), names=("Wait", "B")))
    dossier = procedures.receive(demo, note="head@nowhere").code
    (timer,) = moving.rows(demo, Timer, dossier)
    assert not demo.timers.fire(timer.id)
    (found,) = moving.rows(demo, Incident, dossier)
    assert (found.kind, found.element) == ("timer", "B")


class _Refused(CoreError):
    template = "no"


@pytest.mark.parametrize("error", [_Refused(), FormInvalid({"note": []})])
def test_any_other_refusal_keeps_what_was_typed(
    demo: Office, monkeypatch: pytest.MonkeyPatch, error: CoreError
) -> None:
    task = moving.the_task(demo, opened(demo, "head", "x"))

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("core.services.running.steps.complete", refuse)
    with pytest.raises(type(error)):
        demo.tasks.complete(task.id, TYPED, staff(demo, "reviewer"))
    assert demo.tasks.get(task.id, staff(demo, "reviewer")).data["note"] == TYPED["note"]
    with pytest.raises(type(error)):
        demo.tasks.complete(task.id, {}, staff(demo, "reviewer"))
    assert demo.tasks.get(task.id, staff(demo, "reviewer")).data["note"] == TYPED["note"], (
        "nothing typed changes nothing"
    )


def test_who_may_not_complete_it_overwrites_no_draft(demo: Office) -> None:
    task, by = moving.the_task(demo, opened(demo, "head", "x")), staff(demo, "reviewer")
    demo.tasks.claim(task.id, by)
    demo.tasks.save_draft(task.id, TYPED, by)
    with pytest.raises((TaskClaimed, CoreError)):
        demo.tasks.complete(task.id, {"note": "khác"}, staff(demo, "receiver"))
    with demo.context.work.read() as work:
        assert "đã gõ" in str(work.scalar(select(Task.draft).where(Task.id == task.id)))
