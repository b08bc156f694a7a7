"""What crosses the border: JSON and Python's dates in, JSON out; the environment; functions of the house."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn import feel
from bpmn.feel.types import NUMBER
from tests.unit.feel.evaluating import ENVIRONMENT, codes, outcome, value

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False, places=3)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_json_goes_in_and_comes_out(data: Any) -> None:
    assert feel.to_json(feel.from_json(data)) == data


def test_numbers_keep_all_their_digits() -> None:
    big = int("123456789" * 10)
    assert feel.to_json(value("n", {"n": big})) == big
    assert feel.to_json(value("n", {"n": Decimal("0.10")})) == Decimal("0.10")
    assert feel.to_json(value("n + 0", {"n": 0.1})) == Decimal("0.1")
    assert type(feel.to_json(value("2.0 * 3"))) is int


def test_pythons_dates_are_feels() -> None:
    zone = datetime.timezone(datetime.timedelta(hours=7))
    moment = datetime.datetime(2025, 11, 22, 8, 30, 15, 250_000, zone)
    assert str(value("m", {"m": moment})) == "2025-11-22T08:30:15.25+07:00"
    assert str(value('d + duration("P1D")', {"d": datetime.date(2025, 12, 31)})) == "2026-01-01"
    assert str(value("t", {"t": datetime.time(8, 30)})) == "08:30:00"
    assert str(value("s", {"s": datetime.timedelta(days=1, minutes=5)})) == "P1DT5M"


@pytest.mark.parametrize(
    ("foreign", "code"),
    [
        (object(), "value-foreign"),
        (float("nan"), "number-foreign"),
        (Decimal("Infinity"), "number-foreign"),
        pytest.param(10**10_000, "number-foreign", id="10,000 digits"),
        ({1: 2}, "key-foreign"),
        (b"bytes", "value-foreign"),
        ([open], "value-foreign"),
    ],
)
def test_other_objects_stay_outside(foreign: object, code: str) -> None:
    assert code in codes("x", {"x": foreign})


def test_values_nested_without_end_stay_outside() -> None:
    endless: list[Any] = []
    endless.append(endless)
    assert "value-too-deep" in codes("x", {"x": endless})


def test_no_attribute_is_ever_read() -> None:
    class Trap:
        def __getattr__(self, name: str) -> object:
            raise AssertionError(f"read {name}")

    assert "value-foreign" in codes("x.y", {"x": Trap()})
    for text in ("x.__class__", 'x.format("a")', "x.upper", "(1).real", "[].append"):
        assert outcome(text, {"x": "text"}).value in (None, [])


@pytest.mark.parametrize("text", ["function(x) x", "[1..2]", "[function() 1]", "count"])
def test_what_has_no_json_form(text: str) -> None:
    with pytest.raises(feel.ConversionError):
        feel.to_json(value(text))


def test_now_and_today_are_the_steps_in_the_offices_zone() -> None:
    assert str(value("now()")) == "2026-11-23T01:30:00@Asia/Ho_Chi_Minh"
    assert str(value("today()")) == "2026-11-23"


def test_an_environment_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        feel.Environment(datetime.datetime(2026, 1, 1))  # noqa: DTZ001 - that is the mistake


def test_chance_is_the_seeds() -> None:
    text = "[uuid(), uuid(), random number()]"
    other = feel.Environment(ENVIRONMENT.now, "another")
    assert value(text) == value(text)
    assert value(text) != value(text, environment=other)
    first, second, _ = value(text)  # type: ignore[misc]
    assert first != second
    assert first[14] == "4"


def _environment(*functions: feel.Function) -> feel.Environment:
    return feel.Environment(ENVIRONMENT.now, "test", {function.name: function for function in functions})


def test_functions_of_the_house() -> None:
    double = feel.Function.of("twice as much", ["n"], lambda n: {"result": n * 2, "when": datetime.date(2025, 1, 1)})
    environment = _environment(double)
    assert value("twice as much(21).result", environment=environment) == 42
    assert value("twice as much(n: 21).when.year", environment=environment) == 2025
    assert value("(for i in [1, 2] return twice as much(i).result)[2]", environment=environment) == 4


def test_a_function_of_the_house_may_fail_and_have_types() -> None:
    def refuse(n: object) -> object:
        raise feel.Failure("not-whole", number=n)

    typed = feel.Function.of(
        "typed", [feel.Parameter("n", NUMBER), feel.Parameter("m", NUMBER, optional=True)], lambda n, m: n
    )
    environment = _environment(feel.Function.of("refuse", ["n"], refuse), typed)
    assert value("refuse(1.5)", environment=environment) is None
    assert value("typed(5)", environment=environment) == 5
    assert value('typed("x")', environment=environment) is None
    assert value("typed()", environment=environment) is None


def test_an_object_from_the_house_does_not_come_in() -> None:
    environment = _environment(feel.Function.of("leak", [], lambda: object()))
    found = feel.compile("leak()").evaluate_with({}, environment)
    assert found.value is None
    assert found.diagnostics[0].code == "value-foreign"


def test_evaluating_changes_neither_scope_nor_environment() -> None:
    scope = {"xs": [{"a": 1}], "c": {"k": [1]}}
    expression = feel.compile('{a: append(xs, 2), b: context put(c, "k", 5), c: [xs[1].a, uuid()]}')
    first = expression.evaluate(scope, ENVIRONMENT)
    assert scope == {"xs": [{"a": 1}], "c": {"k": [1]}}
    assert expression.evaluate(scope, ENVIRONMENT) == first
