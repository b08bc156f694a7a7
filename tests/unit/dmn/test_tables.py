"""Decision tables: hit policies, aggregations, defaults, listed values, what a broken table says."""

from __future__ import annotations

import pytest

from bpmn import dmn, feel
from tests.unit.dmn import models
from tests.unit.dmn.models import decision, definitions, evaluate, given, outcome, table

RULES = (("> 1", "100"), ("> 2", "200"), ("> 3", "300"))


def model(logic: str, *names: str) -> bytes:
    needs = [f"i_{name}" for name in names or ("n",)]
    return definitions(*(given(name) for name in names or ("n",)), decision("d", logic, needs))


@pytest.mark.parametrize(
    ("policy", "aggregation", "n", "expected"),
    [
        ("UNIQUE", "", 2, 100),
        ("UNIQUE", "", 4, None),
        ("U", "", 2, 100),
        ("FIRST", "", 4, 100),
        ("ANY", "", 2, 100),
        ("ANY", "", 4, None),
        ("RULE ORDER", "", 3, [100, 200]),
        ("COLLECT", "", 3, [100, 200]),
        ("COLLECT", "", 0, []),
        ("COLLECT", "SUM", 4, 600),
        ("COLLECT", "MIN", 4, 100),
        ("COLLECT", "MAX", 4, 300),
        ("COLLECT", "COUNT", 4, 3),
        ("COLLECT", "COUNT", 0, 0),
        ("COLLECT", "SUM", 0, None),
        ("FIRST", "", 0, None),
        ("UNIQUE", "", None, None),
    ],
)
def test_hit_policies(policy: str, aggregation: str, n: int | None, expected: object) -> None:
    assert feel.to_json(evaluate(model(table(["n"], RULES, policy, aggregation)), "d", n=n)) == expected


def test_more_than_one_hit_names_the_rules() -> None:
    note = outcome(model(table(["n"], RULES)), "d", n=4).diagnostics[-1]
    assert note.code == "rules-several"
    assert "1, 2, 3" in note.message("vi")
    assert isinstance(note.place, dmn.ModelPlace)
    assert note.place.element == "d"


def test_any_accepts_equal_results() -> None:
    logic = table(["n"], (("> 1", '"x"'), ("> 2", '"x"')), "ANY")
    assert evaluate(model(logic), "d", n=5) == "x"


@pytest.mark.parametrize(("policy", "expected"), [("PRIORITY", "high"), ("OUTPUT ORDER", ["high", "medium", "low"])])
def test_priorities_follow_the_listed_values(policy: str, expected: object) -> None:
    rules = (("> 1", '"low"'), ("> 2", '"high"'), ("> 3", '"medium"'))
    logic = table(["n"], rules, policy, values=['"high", "medium", "low"'])
    assert evaluate(model(logic), "d", n=9) == expected


def test_several_outputs_are_a_context() -> None:
    logic = table(["n"], (("1", '"a"', "10"), ("2", "", "20")), outputs=("name", "fee amount"))
    assert evaluate(model(logic), "d", n=1) == {"name": "a", "fee amount": 10}
    assert evaluate(model(logic), "d", n=2) == {"name": None, "fee amount": 20}


def test_defaults() -> None:
    logic = table(["n"], (("1", '"a"', "10"),), outputs=("name", "fee"), defaults=('"none"', "0"))
    assert evaluate(model(logic), "d", n=5) == {"name": "none", "fee": 0}


def test_cells_see_names_functions_and_the_question_mark() -> None:
    rules = (('ends with(?, "n") and limit > 3', "limit * 2"), ("not(null)", "-1"))
    logic = table(["n"], rules, "FIRST")
    assert evaluate(model(logic, "n", "limit"), "d", n="An", limit=5) == 10
    assert evaluate(model(logic, "n", "limit"), "d", n="Ba", limit=5) == -1


def test_an_input_outside_the_listed_values_has_no_answer() -> None:
    logic = table(["n"], (("-", "1"),), input_values=['"a", "b"'])
    assert evaluate(model(logic), "d", n="a") == 1
    found = outcome(model(logic), "d", n="c")
    assert found.value is None
    assert found.diagnostics[0].code == "input-not-allowed"


def test_inputs_may_stay_undeclared_as_in_camundas_files() -> None:
    data = definitions(
        decision("fee", table(["area", "kind"], (("<= 100", '"house"', "20000"), ("> 100", "-", "50000"))))
    )
    assert evaluate(data, "d_fee", area=50, kind="house") == 20000
    assert evaluate(data, "d_fee", area=500, kind=None) == 50000


def test_a_broken_cell_is_named() -> None:
    logic = table(["n"], (("1", "1"), ("> ", "2"), ("3", "if x")), outputs=("fee",))
    problems = models.refused(model(logic))
    assert [(p.place.rule, p.place.column) for p in problems] == [(2, "n"), (3, "fee")]
    assert "“d”, quy tắc 2, cột “n”" in problems[0].message_vi
    assert "rule 2, column “n”" in problems[0].message_en
    assert problems[0].line is not None


@pytest.mark.parametrize(
    ("logic", "code"),
    [
        (table(["n"], RULES, "GREATEST"), "hit-policy-unknown"),
        (table(["n"], RULES, "COLLECT", "MEAN"), "aggregation-unknown"),
        (table(["n"], (("1",),)), "cells-count"),
        (table(["n"], (), outputs=()), "output-missing"),
        (table([""], (("1", "1"),)), "expression-missing"),
        (table(["n"], (("1", "1", "2"),), outputs=("a", "")), "name-missing"),
        (table(["n +"], (("1", "1"),)), "feel"),
        (table(["n"], (("1", "1"),), values=["1, ("]), "feel"),
        (table(["n"], (("1", "1"),), defaults=["1 +"]), "feel"),
    ],
)
def test_broken_tables_are_refused(logic: str, code: str) -> None:
    assert code in [problem.code for problem in models.refused(model(logic))]


def _lint(logic: str, *names: str) -> list[tuple[str, dict[str, object]]]:
    found = dmn.lint(dmn.parse(model(logic, *names)))
    assert all(problem.message_vi and problem.message_en for problem in found)
    return [(problem.code, problem.facts) for problem in found]


def test_a_complete_table_has_no_findings() -> None:
    rules = (("< 10", "true", "1"), ("[10..20]", "true", "2"), ("> 20", "true", "3"), ("-", "false", "4"))
    data = definitions(
        given("n", "number"),
        given("b", "boolean"),
        decision("d", table(["n", "b"], rules).replace("<text>b</text>", "<text>b</text>").replace(
            "<inputExpression><text>b", '<inputExpression typeRef="boolean"><text>b'), ["i_n", "i_b"]),
    )  # fmt: skip
    assert dmn.lint(dmn.parse(data)) == []


def test_missing_cases_are_found() -> None:
    found = _lint(table(["n"], (("< 10", "1"), ("> 20", "2"))))
    assert ("rules-missing", {"example": "n = 10"}) in found
    assert [code for code, _ in _lint(table(["n"], (("< 10", "1"), (">= 10", "2"))))] == []
    assert _lint(table(["n"], (("< 10", "1"),), defaults=["0"])) == []


def test_missing_texts_are_found_among_the_listed_ones() -> None:
    found = _lint(table(["k"], (('"a"', "1"), ('"b"', "2")), input_values=['"a", "b", "c"']), "k")
    assert found == [("rules-missing", {"example": 'k = "c"'})]


def test_overlaps_are_found() -> None:
    found = _lint(table(["n"], (("[1..10]", "1"), ("[10..20]", "2"), ("< 1", "3"), ("> 20", "4"))))
    assert found == [("rules-overlap", {"first": 1, "second": 2, "example": "n = 10"})]
    contradicting = _lint(table(["n"], (("> 5", "1"), ("> 7", "2"), ("<= 5", "1")), "ANY"))
    assert contradicting[0][0] == "rules-contradict"
    assert _lint(table(["n"], (("> 5", "1"), ("> 7", "1"), ("<= 5", "2")), "ANY")) == []


def test_dead_and_impossible_rules_are_found() -> None:
    dead = _lint(table(["n"], (("< 10", "1"), (">= 10", "2"), ("[5..15]", "3")), "FIRST"))
    assert dead == [("rule-dead", {"other": "1, 2"})]
    impossible = [code for code, _ in _lint(table(["n"], (("(5..5)", "1"), ("-", "2")), "FIRST"))]
    assert "rule-impossible" in impossible


def test_cells_beyond_constants_are_left_alone() -> None:
    rules = (("< limit", "1"), (">= limit", "2"))
    assert _lint(table(["n"], rules), "n", "limit") == []


def test_types_of_cells_are_checked() -> None:
    data = definitions(
        given("n", "number"),
        decision("d", table(["n"], (('"x"', "upper case(5)"),), "FIRST").replace(
            "<inputExpression>", '<inputExpression typeRef="number">'), ["i_n"]),
    )  # fmt: skip
    messages = [problem.message_en for problem in dmn.lint(dmn.parse(data)) if problem.code == "feel"]
    assert any("cannot compare a number with a string" in message for message in messages)
    assert any("needs string, not number" in message for message in messages)
