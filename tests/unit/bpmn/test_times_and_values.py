"""Dates and durations of timers; JSON values and their comparison."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn.jsonvalues import dump_json, is_json, load_json, same
from bpmn.times import add_duration, from_micros, parse_moment, to_micros

START = datetime(2026, 1, 31, 2, 0, tzinfo=UTC)  # 09:00 in the office


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("PT0S", START),
        ("P1D", START + timedelta(days=1)),
        ("P2W", START + timedelta(days=14)),
        ("PT1H30M", START + timedelta(minutes=90)),
        ("PT0.5S", START + timedelta(milliseconds=500)),
        ("-P1D", START - timedelta(days=1)),
        ("P1M", datetime(2026, 2, 28, 2, tzinfo=UTC)),
        ("P1Y1M", datetime(2027, 2, 28, 2, tzinfo=UTC)),
        ("-P2M", datetime(2025, 11, 30, 2, tzinfo=UTC)),
        ("P1MT1H", datetime(2026, 2, 28, 3, tzinfo=UTC)),
    ],
)
def test_durations(text, end):
    assert add_duration(START, text) == end


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1DT", "1D", "P1H", "P-1D", "R3/PT1H", "P1.5M", "p1d", "P1D "[:-1] + "x"]
)
def test_no_durations(text):
    with pytest.raises(ValueError, match="ISO 8601"):
        add_duration(START, text)


@pytest.mark.parametrize("text", ["P9999Y", "P99999999999D"])
def test_durations_beyond_the_calendar(text):
    with pytest.raises(OverflowError):
        add_duration(START, text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-12-31", datetime(2026, 12, 30, 17, tzinfo=UTC)),
        ("2026-12-31T08:00", datetime(2026, 12, 31, 1, tzinfo=UTC)),
        ("2026-12-31T08:00:00Z", datetime(2026, 12, 31, 8, tzinfo=UTC)),
        ("2026-12-31T08:00:00-05:00", datetime(2026, 12, 31, 13, tzinfo=UTC)),
        ("2026-12-31T08:00:00@Asia/Ho_Chi_Minh", datetime(2026, 12, 31, 1, tzinfo=UTC)),
        ("2026-12-31T08:00:00@Europe/Paris", datetime(2026, 12, 31, 7, tzinfo=UTC)),
    ],
)
def test_moments(text, moment):
    assert parse_moment(text) == moment


@pytest.mark.parametrize("text", ["", "mai", "2026-13-01", "2026-12-31T25:00", "2026-12-31T08:00@Nowhere/Town", "P1D"])
def test_no_moments(text):
    with pytest.raises(ValueError, match=r"."):
        parse_moment(text)


@given(st.datetimes(timezones=st.just(UTC)))
def test_micros_lose_nothing(moment):
    assert from_micros(to_micros(moment)) == moment


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(JSON)
def test_json_text_loses_nothing(value):
    assert is_json(value)
    assert load_json(dump_json(value)) == value


@given(JSON, JSON)
def test_sameness(one, other):
    assert same(one, one)
    if same(one, other):
        assert one == other


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, True), (1, Decimal(1)), (Decimal("1.0"), Decimal("1")), (0, False), ([1], [True]), ({"a": 1}, {"a": 1.0})],
)
def test_what_history_must_tell_apart(one, other):
    assert one == other
    assert not same(one, other)


def test_depth_is_no_matter():
    deep: list[object] = []
    for _ in range(50_000):
        deep = [deep]
    assert is_json(deep)
    assert same(deep, deep)


@pytest.mark.parametrize(
    "value", [float("nan"), float("-inf"), Decimal("NaN"), {1: 2}, (1,), {1}, b"x", object(), [START]]
)
def test_not_json(value):
    assert not is_json(value)
