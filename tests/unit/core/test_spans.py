"""Spans as decrees and procedures write them."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.spans import Span, SpanUnit, parse
from core.errors.requests import BadValue


@pytest.mark.parametrize(
    ("text", "unit", "count"),
    [
        ("4h", SpanUnit.HOUR, "4"),
        ("0.5h", SpanUnit.HOUR, "0.5"),
        (" 2 D ", SpanUnit.WORKING_DAY, "2"),
        ("15cd", SpanUnit.CALENDAR_DAY, "15"),
        ("1mo", SpanUnit.MONTH, "1"),
        ("same-day", SpanUnit.SAME_DAY, "1"),
    ],
)
def test_reads(text: str, unit: SpanUnit, count: str) -> None:
    assert parse(text) == Span(unit, Decimal(count))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4",
        "h",
        "0h",
        "-1d",
        "4 hours",
        "1.5cd",
        "0.5mo",
        "30m",
        "P1D",
        "٣d",
        "9999999h",
        "9999d",
        "1d4h",
        "1e3h",
        "1 5h",
        "1.500h",
    ],
)
def test_refuses_with_a_sentence_that_helps(text: str) -> None:
    with pytest.raises(BadValue) as refused:
        parse(text, "time_limit")
    assert refused.value.params["field"] == "time_limit"
    assert text in str(refused.value)


def test_eight_hours_are_a_step_day() -> None:
    assert parse("1d").working_time == parse("8h").working_time == timedelta(hours=8)
    assert parse("0.25d").working_time == timedelta(hours=2)


@pytest.mark.parametrize("text", ["15cd", "1mo", "same-day"])
def test_calendar_time_is_no_working_time(text: str) -> None:
    with pytest.raises(ValueError, match="no working time"):
        _ = parse(text).working_time


@given(st.sampled_from(["h", "d", "cd", "mo"]), st.integers(1, 48))
def test_writes_what_it_reads(unit: str, count: int) -> None:
    assert str(parse(f"{count}{unit}")) == f"{count}{unit}"


@given(st.text(max_size=20) | st.from_regex(r"[0-9.]{1,6} ?(h|d|cd|mo|H)?", fullmatch=True))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(BadValue):
        assert parse(str(parse(text))) == parse(text)
