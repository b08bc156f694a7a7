"""The static check: what must go wrong is found, what may go right is left alone."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from bpmn import dmn, feel
from bpmn.bilingual import Bilingual
from bpmn.dmn.problems import SENTENCES as DMN_SENTENCES
from bpmn.feel import types as t
from bpmn.feel.catalogue import SENTENCES

NAMES = {
    "fee": t.NUMBER,
    "due": t.DATE,
    "anything": None,
    "items": t.ListType("list", t.ContextType("context", {"price": t.NUMBER, "first-name": t.STRING})),
    "dossier": t.ContextType("context", {"code": t.STRING, "received": t.DATE_TIME}),
    "open": t.ContextType("context", {}, True),
}
OFFICE = {"working time": feel.Function.of("working time", ["from", "duration"], lambda *_: None)}


@pytest.mark.parametrize(
    ("text", "line", "column", "code"),
    [
        ("fee +\n due", 1, 5, "operator-kinds"),
        ("foe > 1", 1, 1, "name-unknown"),
        ("dossier.cod", 1, 8, "key-missing"),
        ("due.hour", 1, 4, "no-property"),
        ("items.prise", 1, 6, "key-missing"),
        ("items[prise > 1]", 1, 7, "name-unknown"),
        ("substring(dossier.code)", 1, 1, "argument-count"),
        ("substring(string: dossier.code, start: 1)", 1, 1, "argument-unknown"),
        ("substring(string: dossier.code)", 1, 1, "argument-missing"),
        ("upper case(due)", 1, 12, "argument-kind"),
        ("workin time(1)", 1, 1, "function-unknown"),
        ("working time(due)", 1, 1, "argument-count"),
        ("fee(1)", 1, 1, "not-function"),
        ("if fee then 1 else 2", 1, 4, "not-boolean"),
        ("fee and true", 1, 5, "not-boolean"),
        ('fee = "x"', 1, 5, "kinds-differ"),
        ("[1] < 2", 1, 5, "kinds-differ"),
        ("fee between 1 and due", 1, 5, "kinds-differ"),
        ('fee in ("a")', 1, 9, "kinds-differ"),
        ("[1..due]", 1, 1, "range-kinds"),
        ("-dossier", 1, 1, "negate-kind"),
        ("1 instance of numbr", 1, 3, "type-unknown"),
        ('@"2025-02-30"', 1, 1, "date-invalid"),
        ("{a: 1, a: 2}", 1, 8, "key-twice"),
        ("function(a, a) a", 1, 1, "parameter-twice"),
        ("for i in [1] return upper case(i)", 1, 32, "argument-kind"),
        ("some i in [1] satisfies i", 1, 25, "not-boolean"),
        ("1 +", 1, 4, "expected-at-end"),
        ("(function(a) a)(1, 2)", 1, 2, "argument-count"),
    ],
)
def test_what_must_go_wrong_is_found(text: str, line: int, column: int, code: str) -> None:
    problems = feel.check(text, NAMES, OFFICE)
    assert [(problem.line, problem.column, problem.code) for problem in problems][:1] == [(line, column, code)]
    assert problems[0].message_vi != problems[0].message_en


@pytest.mark.parametrize(
    "text",
    [
        "fee * 2 + items[1].price",
        "sum(items.price) > fee",
        "items[price > 1].first-name",
        "items[fee].price",
        "anything.what.ever + 1",
        "open.key > 3",
        "if anything then fee else null",
        'due + duration("P1D") > today()',
        'dossier.received - now() < @"PT1H"',
        'working time(now(), "4h")',
        'working time(from: now(), duration: "4h")',
        "fee in [1..3] and fee in (1, 2) and fee in items.price",
        "{f: function(n) if n < 1 then 0 else f(n - 1), r: f(3)}.r",
        "count(fee)",
        'string join([dossier.code], ", ")',
        "sort(items, function(a, b) a.price < b.price)",
        "for d in due..today() return d.day",
        "every i in items satisfies i.price > 0",
        "null = fee and fee != null",
        "date and time(due, time(dossier.received))",
        "(for i in 1..3 return i * 2)[item > 2]",
        'context put({a: 1}, "b", due)',
        "fee instance of number",
        '[1, "x"][1] = 1',
    ],
)
def test_what_may_go_right_is_left_alone(text: str) -> None:
    assert [problem.message_en for problem in feel.check(text, NAMES, OFFICE)] == []


def test_without_declared_names_none_is_unknown() -> None:
    assert feel.check("anything + 1 > other.thing") == []
    assert [problem.code for problem in feel.check("upper case(1)")] == ["argument-kind"]


def test_names_alone_will_do() -> None:
    assert [problem.code for problem in feel.check("a + b", ["a"])] == ["name-unknown"]


def test_cells_are_checked_against_their_input() -> None:
    assert feel.check_unary("< 5, [6..7]", {}, None, t.NUMBER) == []
    assert [p.code for p in feel.check_unary('"x"', {}, None, t.NUMBER)] == ["kinds-differ"]
    assert [p.code for p in feel.check_unary("> ", {}, None, t.NUMBER)] == ["expected-at-end"]
    assert feel.check_unary('ends with(?, "x")', {}, None, t.STRING) == []


def test_a_suggestion_is_made_in_both_languages() -> None:
    problem = feel.check("dosier", NAMES)[0]
    assert problem.message_en.endswith("Did you mean “dossier”?")
    assert problem.message_vi.endswith("Có phải “dossier” không?")


CODES = re.compile(
    r'(?:Failure|ConversionError|note|fail|add|\.problem|_problem|_report|refused|noted)\(\s*(?:node, |[a-z.]+, )?"([a-z][a-z-]+)"'
)


def _used(package: str) -> set[str]:
    folder = Path(feel.__file__).parents[1] / package
    return {code for path in folder.rglob("*.py") for code in CODES.findall(path.read_text("utf-8"))}


def test_every_code_has_its_sentences() -> None:
    assert len(_used("feel")) > 50
    assert _used("feel") <= SENTENCES.keys(), _used("feel") - SENTENCES.keys()
    known = SENTENCES.keys() | DMN_SENTENCES.keys()
    assert _used("dmn") <= known, _used("dmn") - known


@pytest.mark.parametrize("catalogue", [SENTENCES, DMN_SENTENCES], ids=["feel", "dmn"])
def test_both_languages_tell_the_same_facts(catalogue: dict[str, Bilingual]) -> None:
    for code, found in catalogue.items():
        facts = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in (found.en, found.vi)]
        assert facts[0] == facts[1], code
        assert found.en != found.vi or code == "feel", code


def test_a_problem_of_a_model_speaks_both_languages() -> None:
    problem = dmn.DmnProblem("type-unknown", dmn.ModelPlace("Fee", rule=3, column="area"), facts={"type": "tFoo"})
    assert problem.message_en == "“Fee”, rule 3, column “area”: There is no type “tFoo”."
    assert problem.message_vi == "“Fee”, quy tắc 3, cột “area”: Không có kiểu “tFoo”."
