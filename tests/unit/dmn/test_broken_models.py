"""Models that are broken, hostile, or more than one wants to pay for: refused, or null where they are broken."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bpmn import dmn, feel
from bpmn.dmn import source
from tests.unit.dmn import models
from tests.unit.dmn.models import decision, definitions, evaluate, given, outcome, text


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([decision("d", text("1 +"))], "feel"),
        ([decision("d", text("1"), ["i_nothing"])], "reference-unknown"),
        ([decision("a", text("b"), ["d_b"]), decision("b", text("a"), ["d_a"])], "requirement-cycle"),
        ([decision("a", text("1"), ["d_a"])], "requirement-cycle"),
        ([decision("d", text("1")), decision("d", text("2"))], "name-twice"),
        (
            [
                decision(
                    "d",
                    '<literalExpression expressionLanguage="http://www.java.com/java"><text>x</text></literalExpression>',
                )
            ],
            "language",
        ),
        ([decision("", text("1"))], "name-missing"),
        (['<import namespace="urn:other" name="o" importType="DMN"/>'], "import-missing"),
    ],
)
def test_broken_models_are_refused(parts: list[str], code: str) -> None:
    assert code in [problem.code for problem in models.refused(definitions(*parts))]


def test_all_problems_are_told_at_once() -> None:
    problems = models.refused(
        definitions(decision("a", text("1 +")), decision("b", text("(")), decision("c", text("1"), ["i_x"]))
    )
    assert {problem.place.element for problem in problems} == {"a", "b", "c"}


LAUGHS = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "xml"),
        (b"<definitions", "xml"),
        (b"\xff\xfe\x00", "xml"),
        (b"<a/>", "not-dmn"),
        (b'<definitions xmlns="urn:other"/>', "not-dmn"),
        (LAUGHS + definitions(decision("d", text("&b;").replace("&amp;", "&"))), "xml-doctype"),
        (b'<!DOCTYPE d SYSTEM "file:///etc/passwd">' + definitions(), "xml-doctype"),
        (b"<a>" * 5000 + b"</a>" * 5000, "xml"),
        (b" " * (source.MAX_BYTES + 1), "xml-too-big"),
    ],
)
def test_hostile_files_are_refused(data: bytes, code: str) -> None:
    assert [problem.code for problem in models.refused(data)] == [code]


def test_boxes_nested_without_end_are_refused() -> None:
    nested = "<list>" * 120 + text("1") + "</list>" * 120
    try:
        value = evaluate(definitions(decision("d", nested)), "d")
    except dmn.DmnError:
        return
    for _ in range(120):
        assert isinstance(value, list)
        value = value[0]
    assert value == Decimal(1)


def test_external_functions_are_read_and_refused() -> None:
    function = f'<functionDefinition kind="Java"><formalParameter name="x"/>{text("{class: 1}")}</functionDefinition>'
    entry = f"<contextEntry><variable name='f'/>{function}</contextEntry><contextEntry>{text('f(1)')}</contextEntry>"
    found = outcome(definitions(decision("d", f"<context>{entry}</context>")), "d")
    assert found.value is None
    assert found.diagnostics[0].code == "function-external"


def test_one_budget_for_the_whole_graph() -> None:
    heavy = [decision(f"d{n}", text("count(for i in 1..60000 return i)")) for n in range(10)]
    total = decision("all", text(" + ".join(f"d{n}" for n in range(10))), [f"d_d{n}" for n in range(10)])
    with pytest.raises(feel.BudgetExceeded):
        evaluate(definitions(*heavy, total), "all")


def test_a_broken_model_may_be_taken_and_is_null_where_it_is_broken() -> None:
    rules = (("> ", "1"), ("> 5", "2 +"), ("-", "3"))
    data = definitions(
        decision("a", text("1 +")), decision("b", text("2")), decision("c", models.table(["n"], rules, "FIRST"))
    )
    model = dmn.parse(data, strict=False)
    assert [problem.severity for problem in model.warnings] == ["error"] * 3
    assert (evaluate(model, "a"), evaluate(model, "b")) == (None, 2)
    assert (evaluate(model, "c", n=9), evaluate(model, "c", n=1)) == (None, 3)
    assert outcome(model, "a").diagnostics[0].message("vi").startswith("Dòng 1, cột 4")


def test_an_unknown_decision_is_said() -> None:
    with pytest.raises(dmn.DmnError, match="nothing"):
        evaluate(definitions(decision("d", text("1"))), "nothing")


def test_lint_finds_what_is_unused_and_misspelt() -> None:
    data = definitions(given("area", "number"), given("spare"), decision("d", text("aera + 1"), ["i_area"]))
    found = [(problem.code, problem.message_en) for problem in dmn.lint(dmn.parse(data))]
    assert any(code == "unused" and "spare" in message for code, message in found)
    assert any("Did you mean “area”?" in message for _, message in found)
