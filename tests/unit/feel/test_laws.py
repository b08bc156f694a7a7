"""Laws: what is printed reads back; nothing but FEEL's own errors ever comes out; nothing costs more than its budget."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn import feel
from bpmn.feel import nodes
from bpmn.feel.printer import printed
from tests.unit.feel.evaluating import ENVIRONMENT
from tests.unit.feel.trees import SOUP, TREES, UNARY

SMALL = dataclasses.replace(
    ENVIRONMENT, budget=feel.EvaluationBudget(steps=20_000, depth=20, string_length=2_000, list_length=500)
)
SCOPE: dict[str, Any] = {
    "a": 1,
    "fee": 2.5,
    "kết quả": "đạt",
    "ngày hẹn trả": "2025-11-22",
    "a-b": [1, None, {"code": "x", "first-name": "y"}],
    "Line 2": {"year": 5, "first name": True},
    "bed and breakfast": {"code": [{"code": 3}]},
}
NAMES = (*SCOPE, "first-name", "or else")


@given(TREES)
def test_what_is_printed_reads_back_as_the_same_tree(tree: nodes.Node) -> None:
    assert feel.parse(printed(tree), NAMES) == tree


@given(UNARY)
def test_unary_tests_read_back(tests: nodes.Tests) -> None:
    assert feel.parse_unary(printed(tests), NAMES) == tests


@given(TREES)
def test_evaluating_raises_only_its_own_error_within_its_budget(tree: nodes.Node) -> None:
    text = printed(tree)
    try:
        outcome = feel.compile(text, NAMES).evaluate_with(SCOPE, SMALL)
    except feel.BudgetExceeded as error:
        assert error.message("vi")
        return
    assert all(note.message("vi") and note.message("en") for note in outcome.diagnostics)
    assert len(outcome.diagnostics) <= SMALL.budget.diagnostics
    _within(outcome.value)
    try:
        feel.to_json(outcome.value)
    except feel.ConversionError as error:
        assert error.code in ("value-no-json", "value-too-deep")


def _within(value: object) -> None:
    """No string and no list is longer than the budget lets one be made."""
    if isinstance(value, str):
        assert len(value) <= SMALL.budget.string_length
    if isinstance(value, list):
        assert len(value) <= SMALL.budget.list_length
        for item in value:
            _within(item)


@given(TREES)
def test_the_check_never_fails(tree: nodes.Node) -> None:
    for problem in feel.check(printed(tree), NAMES):
        assert problem.message_vi and problem.message_en
        assert problem.line >= 1 and problem.column >= 1


@given(SOUP)
def test_any_text_is_an_expression_or_a_feel_error(text: str) -> None:
    for read in (feel.compile, feel.compile_unary):
        try:
            made = read(text, NAMES)
        except feel.FeelSyntaxError as error:
            assert error.message("vi") and error.message("en")
            assert error.line >= 1 and error.column >= 1
            continue
        try:
            if isinstance(made, feel.Expression):
                made.evaluate(SCOPE, SMALL)
            else:
                made.matches(5, SCOPE, SMALL)
        except feel.BudgetExceeded:
            pass
    assert isinstance(feel.check(text), list)


CALLS = st.builds(
    lambda name, arguments: f"{name}({', '.join(arguments)})",
    st.sampled_from(sorted(feel.BUILT_INS)),
    st.lists(
        st.sampled_from(
            ["null", "1", "-1", "0", "1e300", "true", '""', '"a"', '"(a+)+"', "[]", "[1,2]", '["a",null]', "{}", "{a: 1}", "[1..3]",
             "(<5)", '@"2025-01-01"', '@"P1D"', '@"P1Y"', '@"10:00:00Z"', "now()", "function(x, y) x < y", "a-b", "kết quả"]
        ),
        max_size=4,
    ),
)  # fmt: skip


@given(CALLS)
def test_built_in_functions_take_anything(text: str) -> None:
    outcome = feel.compile(text, NAMES).evaluate_with(SCOPE, SMALL)
    assert (
        outcome.value is not None
        or outcome.diagnostics
        or text.startswith(("get or else", "fromAi", "assert", "boolean", "from json"))
    )


def test_deep_in_pythons_own_stack_it_is_still_a_feel_error() -> None:
    def dive(depth: int) -> None:
        if depth:
            return dive(depth - 1)
        for text in ("{f: function(x) f(x + 1), r: f(1)}.r", "(" * 40 + "1" + ")" * 40):
            try:
                feel.compile(text + " ").evaluate({}, ENVIRONMENT)
            except feel.FeelError:
                continue
        return None

    for depth in (0, 300, 600, 850, 900):
        try:
            dive(depth)
        except RecursionError:
            assert depth >= 850


@pytest.mark.parametrize("limit", ["steps", "depth", "string", "list"])
def test_each_limit_says_which_it_was(limit: str) -> None:
    text = {
        "steps": "some i in 1..1000000000 satisfies false",
        "depth": "{f: function(x) f(x), r: f(1)}.r",
        "string": '{f: function(s) f(s + s), r: f("aaaaaaaa")}.r',
        "list": "for i in 1..1000000000 return i",
    }[limit]
    with pytest.raises(feel.BudgetExceeded) as caught:
        feel.compile(text).evaluate({}, ENVIRONMENT)
    assert caught.value.limit == limit
    assert str(caught.value.allowed) in caught.value.message("vi")


TREE = "{x: for i in 1..28 return if i = 1 then [1] else [partial[-1], partial[-1]], t: x[-1], r: %s}.r"
"""A value of 28 lists whose tree has 2^28 leaves."""


@pytest.mark.parametrize(
    "whole",
    [
        "t = t",
        "t != t",
        "t in (t)",
        "t in (= t)",
        "string(t)",
        "string({k: t})",
        "to json(t)",
        "list contains([t], t)",
        "index of([t], t)",
        "distinct values([t])",
        "duplicate values([t])",
        "union([t])",
        "t instance of " + "list<" * 28 + "number" + ">" * 28,
        'string(for i in 1..100000 return string join(for j in 1..50000 return "a"))',
    ],
)
def test_what_walks_through_a_value_pays_for_its_shared_parts_too(whole: str) -> None:
    with pytest.raises(feel.BudgetExceeded):
        feel.compile(TREE % whole).evaluate({}, ENVIRONMENT)


def test_looking_into_a_long_list_is_paid_each_time() -> None:
    with pytest.raises(feel.BudgetExceeded):
        feel.compile("{ys: for x in 1..50000 return x, r: some x in ys satisfies -x in ys}.r").evaluate({}, ENVIRONMENT)


def test_a_value_that_shares_its_parts_does_not_leave_as_an_endless_one() -> None:
    found = feel.compile(TREE % "t").evaluate({}, ENVIRONMENT)
    with pytest.raises(feel.ConversionError) as caught:
        feel.to_json(found)
    assert caught.value.code == "value-too-large"
