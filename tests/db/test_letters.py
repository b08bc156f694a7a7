"""A procedure's own letters: checked when it is deployed, written in a sandbox, and seen before anybody gets one."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import TemplateError

from core.errors.procedures import DeploymentRefused
from core.services.letters import templates
from core.services.office import Office
from core.services.views.actors import SYSTEM
from tests.workers import procedures

MINE = "letters/nhac.vi.txt"
GOOD = """{% extends "base.vi.txt" %}
{% block subject %}Nhắc hẹn {{ appointment }}: {{ code }}{% endblock %}
{% block body %}Mời Ông/Bà {{ applicant.name }} đến lúc {{ appointment }}.{% endblock %}
"""


#: a warning for each letter of a test that is there in Vietnamese only
UNTRANSLATED = "letter-untranslated"


def test_a_letter_in_one_language_only_is_a_warning(demo: Office) -> None:
    given = {"to": '"applicant"', "appointment": '"9:00"'}
    files = procedures.files(procedures.diagram("notify.send", inputs=given, headers={"template": "nhac"}))
    english = MINE.replace(".vi.", ".en.")
    (one,) = office_problems(demo, {**files, MINE: GOOD.encode()})
    assert (one.code, one.severity, one.file) == (UNTRANSLATED, "warning", MINE) and english in one.message
    both = {**files, MINE: GOOD.encode(), english: GOOD.replace(".vi.", ".en.").encode()}
    assert office_problems(demo, both) == []
    wrong = {**both, english: GOOD.replace(".vi.", ".en.").replace("appointment }}.", "apointment }}.").encode()}
    (one,) = office_problems(demo, wrong)
    assert one.code == "letter-variable-unknown" and "apointment" in one.message and english in one.message


def office_problems(office: Office, files: dict[str, bytes]) -> list[Any]:
    return list(office.procedures.lint(files))


def refused(office: Office, text: str, inputs: dict[str, str] | None = None, template: str = "nhac") -> list[str]:
    """The problems of a procedure with this letter and one step that sends it: code and sentence."""
    given = {"to": '"applicant"', **({"appointment": '"9:00"'} if inputs is None else inputs)}
    files = procedures.files(procedures.diagram("notify.send", inputs=given, headers={"template": template}))
    found = office.procedures.lint({**files, MINE: text.encode()})
    return [f"{one.code}: {one.message}" for one in found if one.code != UNTRANSLATED]


def test_a_letter_of_its_own_is_deployed(demo: Office) -> None:
    assert refused(demo, GOOD) == []


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        (GOOD.replace("appointment }}.", "apointment }}."), "letter-variable-unknown", "apointment"),
        (GOOD.replace("applicant.name", "applicant.nmae"), "letter-variable-unknown", "applicant.nmae"),
        (GOOD.replace("{% endblock %}\n", "", 1), "letter-unreadable", "line"),
        (GOOD.replace("base.vi.txt", "bsae.vi.txt"), "letter-unknown", "bsae.vi.txt"),
    ],
)
def test_what_a_letter_cannot_say_is_named(demo: Office, text: str, code: str, named: str) -> None:
    found = refused(demo, text)
    assert any(one.startswith(code) and named in one for one in found), found


def test_a_variable_that_the_step_does_not_give_is_named(demo: Office) -> None:
    (found,) = refused(demo, GOOD, inputs={})
    assert found.startswith("letter-variable-unknown") and "appointment" in found


def test_a_template_that_there_is_not_is_refused_at_deployment(demo: Office) -> None:
    found = refused(demo, GOOD, template="nhac-no")
    assert any(one.startswith("letter-unknown: There is no letter nhac-no.") for one in found), found
    diagram = procedures.diagram("notify.send", inputs={"to": '"applicant"'}, headers={"template": "nope"})
    with pytest.raises(DeploymentRefused):
        demo.procedures.deploy(procedures.files(diagram), SYSTEM)


def test_an_input_that_the_offices_facts_hide_is_refused(demo: Office) -> None:
    found = refused(demo, GOOD, inputs={"appointment": '"9:00"', "code": '"x"'})
    assert [one for one in found if one.startswith("letter-input-taken")]


@pytest.mark.parametrize(
    "text",
    [
        "x\n{{ ''.__class__.__mro__ }}",
        "x\n{{ 'a' * 999999999 }}",
        "x\n{% for i in range(99999) %}{% endfor %}",
        "x\n{{ notice.id.__init__.__globals__ }}",
    ],
)
def test_the_sandbox_holds(text: str) -> None:
    with pytest.raises(TemplateError):
        templates.rendered("nhac", {"notice": None}, {"nhac.vi.txt": text})


def test_every_letter_is_seen_with_made_up_values(demo: Office) -> None:
    files = procedures.files(
        procedures.diagram(
            "notify.send", inputs={"to": '"applicant"', "appointment": '"9:00"'}, headers={"template": "nhac"}
        )
    )
    demo.procedures.deploy({**files, MINE: GOOD.encode()}, SYSTEM)
    found = {one.event: one for one in demo.letters.previews(procedures.CODE)}
    assert {f"status-{number}" for number in range(1, 11)} <= found.keys()
    assert not [one for one in found.values() if one.error]
    assert found["nhac"].own and found["nhac"].subject == "Nhắc hẹn «appointment»: H99.05-261123-0001"
    assert not found["status-5"].own and "1. Bản chụp căn cước" in found["status-5"].text


def test_the_offices_own_templates_name_only_what_there_is() -> None:
    for name, source in templates.office().items():
        reading = templates.read(source, {})
        assert not (reading.error or reading.names or reading.attributes or reading.missing), (name, reading)
