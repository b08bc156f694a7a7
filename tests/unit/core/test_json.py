"""JSON without loss, and its canonical text."""

from __future__ import annotations

import contextlib
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import jsontext
from core.jsontext import JsonInvalid, canonical, dumps, loads

texts = st.text(alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"))
decimals = st.decimals(allow_nan=False, allow_infinity=False).filter(lambda number: abs(number.adjusted()) < 6000)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | decimals | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_what_goes_out_comes_back(value: Any) -> None:
    assert loads(dumps(value)) == value
    assert loads(canonical(value)) == value


def test_numbers_keep_their_digits() -> None:
    text = "[0.10,12345678901234567890123456789012345678901234567890,1.00,-7,1E+3]"
    assert dumps(loads(text)) == text
    assert loads("0.1") == Decimal("0.1")
    assert isinstance(loads("7"), int)


@given(values, st.randoms())
def test_canonical_text_does_not_depend_on_the_order_of_keys(value: Any, random: Any) -> None:
    def shuffled(item: Any) -> Any:
        if isinstance(item, dict):
            pairs = [(key, shuffled(inner)) for key, inner in item.items()]
            random.shuffle(pairs)
            return dict(pairs)
        return [shuffled(inner) for inner in item] if isinstance(item, list) else item

    assert canonical(shuffled(value)) == canonical(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1, "1"), (Decimal("1.0"), "1"), (1.0, "1"), (Decimal("1E0"), "1"), (Decimal("-0.0"), "0"), (0, "0"),
        (Decimal("100"), "100"), (Decimal("1E+2"), "100"), (Decimal("1.50"), "1.5"), (0.1, "0.1"),
        (Decimal("0.000001"), "0.000001"), (Decimal("0.0000001"), "1e-7"), (Decimal("123E-9"), "1.23e-7"),
        (10**20, "100000000000000000000"), (10**21, "1e+21"), (Decimal("1E+21"), "1e+21"), (-(10**21), "-1e+21"),
        (True, "true"), (None, "null"), ("é\u2028\x7f\x1f\"\\/", '"é\u2028\x7f\\u001f\\"\\\\/"'),
        ({"b": 1, "a": [], "A": {}}, '{"A":{},"a":[],"b":1}'),
        ({"\ufb33": 1, "\U0001f600": 2}, '{"\U0001f600":2,"\ufb33":1}'),  # UTF-16 order (RFC 8785 §3.2.3)
    ],
)  # fmt: skip
def test_canonical(value: Any, text: str) -> None:
    assert canonical(value).decode() == text


@given(st.integers() | decimals)
def test_equal_numbers_have_one_text(number: Any) -> None:
    shifted = Decimal(number) if isinstance(number, int) else number
    sign, digits, exponent = shifted.as_tuple()
    longer = Decimal((sign, (*digits, 0), int(exponent) - 1))
    assert canonical(longer) == canonical(number)
    assert loads(canonical(number)) == number


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1,]", "NaN", "[Infinity]", "-Infinity", "'a'", '"\\ud800"', '{"a\\u0000": 1}', '"\\u0000"', "1e999999",
     "[" * 100_000, "[" * 150 + "]" * 150, "1" * 5000, b"\xff\xfe1", "nul", '{"a": 1, "a": 1}', '[{"b": {"a": 1, "\\u0061": 2}}]'],
)  # fmt: skip
def test_refuses_what_cannot_be_kept(text: str) -> None:
    with pytest.raises(JsonInvalid) as refused:
        loads(text)
    assert refused.value.params["reason"]


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), Decimal("NaN"), Decimal("Infinity"), object(), {1}, b"x"]
)
def test_refuses_to_write_what_is_no_json(value: Any) -> None:
    for writer in (dumps, canonical, jsontext.check):
        with pytest.raises(JsonInvalid):
            writer([value])


def test_more_kinds_of_values_can_be_written_by_whoever_knows_them() -> None:
    assert dumps({"of": range(3), "sum": Decimal("1.50")}, default=list) == '{"of":[0,1,2],"sum":1.50}'
    with pytest.raises(JsonInvalid):
        dumps(object(), default=len)


def test_keys_are_texts() -> None:
    with pytest.raises(JsonInvalid, match="no text"):
        canonical({1: "one"})


def test_endless_values_are_refused() -> None:
    loop: list[Any] = []
    loop.append(loop)
    for writer in (dumps, canonical):
        with pytest.raises(JsonInvalid):
            writer(loop)


@given(st.text() | st.binary())
def test_any_text_is_read_or_refused(text: str | bytes) -> None:
    with contextlib.suppress(JsonInvalid):
        canonical(loads(text))
