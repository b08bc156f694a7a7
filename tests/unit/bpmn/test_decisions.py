"""Business rule tasks: decisions of the procedure's own DMN files (BPMN 2.0.2, 10.3.3 and 13.3.3)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bpmn.errors import DiagramError, EngineError
from bpmn.lint import lint
from bpmn.parse import load
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.office import Dossier

FEES = d.table("le-phi", "copies", ("<= 1", "0"), ("[2..10]", "copies * 2500.5"))


def asks(*extensions: str) -> bytes:
    return d.diagram(
        d.start(), d.rule("Fee", "le-phi", "fee", *extensions), d.user("T"), d.end(), d.path("Start", "Fee", "T", "End")
    )


def dossier(diagram: bytes, **variables: object) -> Dossier:
    return Dossier.under(load(diagram, {"bang-phi": FEES}), variables)


def test_a_decision_is_made_at_once_and_its_result_kept():
    """13.3.3: upon activation the rules are called; on completion of them the task completes."""
    made = dossier(asks(), copies=4)
    assert made.variables["fee"] == Decimal("10002.0")
    assert made.path() == ["Start", "Fee"]
    assert made.elements() == ["T"]


def test_mappings_feed_the_table_and_take_its_result():
    made = dossier(asks(d.mappings({"copies": "=pages / 2"}, {"total": "=fee + 1"})), pages=1)
    assert (made.variables["total"], "fee" in made.variables) == (1, False)


def test_no_rule_that_holds_is_null_and_not_an_error():
    """DMN 1.5, 8.2.11: a table without a default output gives null when no rule matches."""
    assert dossier(asks(), copies=11).variables["fee"] is None


def test_a_table_that_fails_stops_the_step():
    failing = d.table("le-phi", "copies", ("-", 'copies + "x"'))
    with pytest.raises(EngineError) as error:
        Dossier.under(load(asks(), {"a": failing}), {"copies": 1})
    assert (error.value.element, error.value.code) == ("Fee", "decision")


def test_a_diagram_that_calls_decisions_is_loaded_with_its_tables_only():
    with pytest.raises(DiagramError) as error:
        load(asks())
    assert [problem.code for problem in error.value.problems] == ["decision-unknown"]


def test_other_tables_are_another_definition():
    dearer = d.table("le-phi", "copies", ("-", "9"))
    assert Dossier.under(load(asks(), {"a": dearer}), {"copies": 1}).variables["fee"] == 9
    assert Dossier.under(load(asks(), {"a": FEES}), {"copies": 1}).variables["fee"] == 0
    assert load(asks(), {"a": FEES}) is load(asks(), {"a": FEES})


@pytest.mark.parametrize(
    ("files", "code", "element"),
    [
        ({"a": b"<html/>"}, "table-invalid", "a"),
        ({"a": FEES.replace(b"&lt;= 1", b"1 +")}, "table-invalid", "a.le-phi"),
        ({"a": FEES, "b": FEES}, "decision-twice", "b"),
        ({"a": d.table("le-phi", "copies", ("-", "1"), ("1", "2"))}, "table-doubtful", "a.le-phi"),
    ],
)
def test_tables_are_linted(files, code, element):
    found = lint(asks(), tables=files)
    assert (code, element) in [(problem.code, problem.element) for problem in found], found


def test_without_tables_decisions_are_not_checked():
    assert [problem.code for problem in lint(asks()) if problem.severity == "error"] == []


def test_a_column_of_several_kinds_is_linted_without_falling():
    mixed = d.table("le-phi", "copies", ("<= 1", "0"), ('"many"', "9"))
    assert [problem.severity for problem in lint(asks(), tables={"a": mixed})].count("error") == 0


def test_a_missing_input_is_an_error_and_not_a_silent_null():
    with pytest.raises(EngineError, match="copies"):
        dossier(asks())
