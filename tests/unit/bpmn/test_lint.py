"""Each rule finds what it is for, names the element, and speaks both languages; nothing makes lint fall over."""

from __future__ import annotations

import json

import pytest

from bpmn.contracts import PROPERTIES
from bpmn.errors import DiagramError
from bpmn.lint import lint
from bpmn.parse import load
from bpmn.texts import TEXTS
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn import (
    lint_page,
    test_ad_hoc,
    test_compensation_refused,
    test_complex_gateway,
    test_multiple_events,
    test_sizes,
    test_talk_refused,
    test_transactions,
)
from tests.unit.bpmn.lint_cases import CASES, FEES, GOOD, line, task


@pytest.mark.parametrize(
    ("code", "element", "diagram"), CASES, ids=[f"{code}-{number}" for number, (code, *_) in enumerate(CASES)]
)
def test_a_rule_finds_what_it_is_for(code, element, diagram):
    found = [problem for problem in lint(diagram, forms={"f": FORM}, tables={"fees": FEES}) if problem.code == code]
    assert (code, element) in [(problem.code, problem.element) for problem in found], lint(diagram)
    for problem in found:
        assert problem.message and problem.vi and problem.message != problem.vi
        assert "{" not in problem.message.replace("{{", "")
        assert problem.severity == TEXTS[code].severity


FORM = json.dumps({"id": "f", "type": "default", "components": []}).encode()


def test_a_good_diagram_has_no_problems():
    assert lint(GOOD, forms={"f": FORM}) == []
    assert load(GOOD).process_id == "proc"


#: what an older version may still hold: it is asked at deployment, not when a dossier goes on
ONLY_DEPLOYING = (
    *("form-unknown", "role-unknown", "feel-constant"),
    *("topic-unknown", "topic-input-missing", "topic-header-invalid"),
)


@pytest.mark.parametrize(
    "diagram", [case[2] for case in CASES if TEXTS[case[0]].severity == "error" and case[0] not in ONLY_DEPLOYING]
)
def test_what_lint_refuses_is_not_loaded(diagram):
    with pytest.raises(DiagramError) as caught:
        load(diagram)
    assert caught.value.problems
    assert all(problem.severity == "error" for problem in caught.value.problems)


def test_every_diagram_code_is_tried_here():
    modules = (
        test_compensation_refused,
        test_transactions,
        test_complex_gateway,
        test_ad_hoc,
        test_talk_refused,
        test_multiple_events,
        test_sizes,
    )
    tried = {code for code, *_ in CASES} | {code for module in modules for code, *_ in module.REFUSED}
    assert {code for code in TEXTS if not code.startswith("form-")} - tried == {
        *(
            "role-unit-unknown",
            "topic-unserved",
            "lint-failed",
            "table-invalid",
            "table-doubtful",
            "decision-twice",
            "call-unknown",
            "call-no-start",
        )
    }


def test_problems_are_complete_and_sorted():
    diagram = d.diagram(
        d.start(),
        d.node("receiveTask", "A"),
        d.node("callActivity", "B"),
        d.script("C", "1", "x"),
        d.path("Start", "A", "B", "C"),
    )
    found = lint(diagram)
    assert [problem.element for problem in found if problem.severity == "error"] == ["A", "B", "C"]
    assert found == sorted(found, key=lambda problem: problem.order)
    assert [problem.severity for problem in found][-1] == "warning"


def test_a_black_box_pool_is_only_a_drawing():
    pools = (
        '<bpmn:collaboration id="C"><bpmn:participant id="P1" processRef="proc"/><bpmn:participant id="P2" name="Bưu điện"/>'
        '<bpmn:messageFlow id="MF" sourceRef="T" targetRef="P2"/></bpmn:collaboration>'
    )
    diagram = line(d.user("T", '<zeebe:formDefinition formId="f"/>')).replace(
        b'<bpmn:process id="proc"', pools.encode() + b'<bpmn:process id="proc"'
    )
    assert [problem.code for problem in lint(diagram)] == []


def test_without_forms_their_names_are_not_checked():
    assert lint(task('<zeebe:formDefinition formId="anything"/>')) == []


def test_forms_are_linted_too():
    problems = lint(GOOD, forms={"f": b'{"id": "g", "components": [{"type": "iframe", "key": "x"}]}'})
    assert {(problem.code, problem.element) for problem in problems} == {("form-type", "f.x"), ("form-file-name", "f")}


@pytest.mark.parametrize("one", PROPERTIES, ids=[one.name for one in PROPERTIES])
def test_a_property_may_hold_its_example(one):
    found = lint(task(d.properties(**{one.name: one.example}), '<zeebe:formDefinition formId="f"/>'), forms={"f": FORM})
    assert found == []


def test_documentation_lists_every_code_with_its_texts():
    """docs/designer/lint.md is the catalogue in a designer's hands."""
    written = lint_page.PAGE.read_text(encoding="utf-8")
    assert written == lint_page.render(written), "run python -m tests.unit.bpmn.lint_page"
    listed = [part.split("`")[1] for part in written.splitlines() if part.startswith("| `")]
    assert sorted(listed) == sorted(TEXTS)
