"""Working time: the mistakes real systems made, each as a test, and laws that hold for any moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain import calendar, deadlines, holidays_vn, spans
from core.domain.calendar import Calendar, CalendarDay, CalendarMissing, DayKind

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PROVINCE = Calendar(calendar.week(calendar.hours("07:00-11:30, 13:30-17:00")))  # Ninh Thuận's hours
SATURDAYS = Calendar(
    calendar.week(calendar.hours("07:00-11:30, 13:30-17:00"), calendar.hours("07:00-11:30")),
)
COMMUNE = calendar.standard()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


@pytest.mark.parametrize(
    ("unit", "start", "span", "expected"),
    [
        (PROVINCE, "2026-11-21 09:00", 4, "2026-11-23 11:00"),  # a Saturday is no working day
        (SATURDAYS, "2026-11-21 09:00", 4, "2026-11-23 08:30"),  # where the Saturday morning counts
        (PROVINCE, "2026-11-25 16:30", 7, "2026-11-26 15:30"),  # lunch of the second day is no working time
        (PROVINCE, "2026-11-25 11:30", 1, "2026-11-25 14:30"),  # exactly at the beginning of lunch
        (PROVINCE, "2026-11-23 16:00", 2, "2026-11-25 08:00"),  # Tuesday 24/11/2026 is a holiday
        (COMMUNE, "2026-11-20 07:30", 4, "2026-11-20 11:30"),  # ends with the morning, not with the lunch break
        (COMMUNE, "2026-12-31 16:00", 2, "2027-01-04 08:30"),  # next year's holidays are known
        (COMMUNE, "2026-11-25 12:15", 0.5, "2026-11-25 13:30"),
        (COMMUNE, "2026-11-25 23:59", 8, "2026-11-26 17:00"),
    ],
)
def test_adds_working_hours(unit: Calendar, start: str, span: float, expected: str) -> None:
    assert unit.add(at(start), hours(span)) == at(expected)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-25 09:12", "2026-11-25 09:12"),
        ("2026-11-25 12:10", "2026-11-25 11:30"),  # at lunch nobody is there
        ("2026-11-25 19:43", "2026-11-25 17:00"),
        ("2026-11-24 10:00", "2026-11-23 17:00"),  # a holiday
        ("2026-11-23 07:30", "2026-11-20 17:00"),  # before the first minute of work lies the end of last week
    ],
)
def test_the_last_moment_at_which_somebody_is_there(moment: str, expected: str) -> None:
    assert COMMUNE.last_working(at(moment)) == at(expected)


def test_results_do_not_depend_on_the_zone_the_moment_is_written_in() -> None:
    moment = at("2026-11-25 07:00")  # still the day before in UTC
    assert COMMUNE.add(moment.astimezone(UTC), hours(1)) == at("2026-11-25 08:30")
    assert COMMUNE.add(moment.astimezone(ZoneInfo("America/New_York")), hours(1)) == at("2026-11-25 08:30")
    assert COMMUNE.add(moment, hours(1)).tzinfo is UTC


def test_a_step_day_is_eight_hours_whatever_the_hours_of_the_office() -> None:
    short = Calendar(calendar.week(calendar.hours("08:00-12:00")), national=lambda year: {})
    assert short.add(at("2026-11-23 08:00"), spans.parse("1d")) == at("2026-11-24 12:00")


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2021-02-15", False),  # missing in the package: Tết's Saturday and Sunday made good
        ("2021-02-16", False),
        ("2021-02-17", True),
        ("2024-04-29", False),
        ("2024-05-04", True),
        ("2025-05-02", False),
        ("2025-04-26", True),
        ("2026-01-02", False),  # missing in the package
        ("2026-01-10", True),  # missing in the package
        ("2026-02-13", True),
        ("2026-02-16", False),
        ("2026-02-20", False),
        ("2026-02-23", True),
        ("2026-04-27", False),  # Giỗ Tổ fell on a Sunday
        ("2026-08-22", True),
        ("2026-08-31", False),
        ("2026-09-01", False),
        ("2026-09-02", False),
        ("2026-11-24", False),
        ("2027-01-01", False),
        ("2027-02-10", False),
        ("2027-02-11", True),
        ("2027-05-03", False),
        ("2018-12-31", False),
        ("2019-01-05", True),  # swapped over the new year: the package has it under 2018
        ("2014-12-27", True),  # and this one under 2015
        # years nobody has decided about: the rules of the Labour Code
        ("2029-02-09", True),
        ("2029-02-12", False),  # Tết: the eve and four days
        ("2029-02-16", False),
        ("2029-02-19", True),
        ("2029-04-23", False),  # 10/3 of the lunar year
        ("2029-04-30", False),
        ("2029-05-01", False),
        ("2029-09-03", False),  # 2/9 is a Sunday, 3/9 the day beside it, 4/9 makes the Sunday good
        ("2029-09-04", False),
        ("2029-09-05", True),
        ("2030-02-01", False),  # the Vietnamese lunar year begins a day before the Chinese one
        ("2030-02-06", False),
        ("2030-02-07", True),
        ("2035-02-06", False),
        ("2035-02-12", False),
        ("2035-02-13", True),
        ("2101-04-29", True),  # beyond the tables of the moon: the days that need none
        ("2101-09-02", False),
    ],
)
def test_national_days(day: str, works: bool) -> None:
    assert COMMUNE.works_on(date.fromisoformat(day)) is works


def test_every_year_has_its_holidays_and_no_year_stops_a_reception() -> None:
    for year in [1, *range(1900, 1995, 7), *range(2000, 2100), 2100, 2101, 2500, 9998]:
        off = {day for day, kind in holidays_vn.days(year).items() if kind == "off"}
        assert {date(year, month, day) for month, day in holidays_vn.FIXED} <= off
        assert {day.year for day in off} == {year}
    for year in range(2000, 2100):
        off = {day for day, kind in holidays_vn.days(year).items() if kind == "off"}
        spring = sorted(day for day in off if (1, 15) < (day.month, day.day) < (2, 28))
        assert len(spring) >= (5 if year >= 2013 else 4), year  # Tết
        received = COMMUNE.next_working(at(f"{year}-01-02 09:00"))
        for day in range(0, 360, 6):
            due = deadlines.due(received + timedelta(days=day), "15d", COMMUNE)
            assert COMMUNE.works_on(COMMUNE.local(due).date())


def test_another_years_make_up_days_are_not_this_years() -> None:
    assert {day.year for day in holidays_vn.days(2026)} == {2026}


def test_a_make_up_saturday_is_a_whole_day_also_where_saturdays_are_mornings() -> None:
    assert SATURDAYS.hours(date(2026, 8, 22)) == SATURDAYS.week[0]
    assert COMMUNE.hours(date(2026, 8, 22)) == COMMUNE.week[0]


def test_a_calendar_that_never_works_again_fails_instead_of_searching_for_ever() -> None:
    closed = Calendar(COMMUNE.week, national=lambda year: dict.fromkeys(_year(year), "off"))
    for look in (
        lambda: closed.add(at("2026-11-23 09:00"), hours(1)),
        lambda: closed.next_day(date(2026, 11, 23)),
    ):
        with pytest.raises(CalendarMissing) as refused:
            look()
        assert (refused.value.params, refused.value.kind) == ({"year": 2026}, "unavailable")


def test_a_unit_that_is_closed_for_months_opens_again() -> None:
    rebuilt = COMMUNE.with_days(
        CalendarDay(date(2026, 3, 1) + timedelta(days=number), DayKind.OFF) for number in range(200)
    )
    assert rebuilt.next_working(at("2026-03-01 09:00")) == at("2026-09-17 07:30")


def _year(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=number) for number in range(366)]


def test_naive_moments_are_refused() -> None:
    naive = datetime(2026, 11, 23, 9)  # noqa: DTZ001
    for call in (lambda: COMMUNE.add(naive, hours(1)), lambda: COMMUNE.is_working(naive)):
        with pytest.raises(ValueError, match="time zone"):
            call()


def test_time_is_not_added_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        COMMUNE.add(at("2026-11-23 09:00"), hours(-1))


def test_between_counts_working_time_only() -> None:
    assert COMMUNE.between(at("2026-11-23 11:00"), at("2026-11-25 08:00")) == hours(5)  # 24/11 is off
    assert COMMUNE.between(at("2026-11-25 08:00"), at("2026-11-23 11:00")) == hours(-5)
    assert COMMUNE.between(at("2026-11-21 08:00"), at("2026-11-22 20:00")) == hours(0)
    assert COMMUNE.between(at("2026-12-31 16:00"), at("2027-01-04 08:30")) == hours(2)


def test_is_working_and_next_working() -> None:
    assert COMMUNE.is_working(at("2026-11-23 07:30"))
    assert not COMMUNE.is_working(at("2026-11-23 11:30"))
    assert not COMMUNE.is_working(at("2026-11-24 09:00"))
    assert COMMUNE.next_working(at("2026-11-23 11:30")) == at("2026-11-23 13:00")
    assert COMMUNE.next_working(at("2026-11-23 17:00")) == at("2026-11-25 07:30")
    assert COMMUNE.next_working(at("2026-11-23 09:10")) == at("2026-11-23 09:10")


def test_the_table_wins_over_the_national_days() -> None:
    rows = [
        CalendarDay(date(2026, 11, 24), DayKind.WORK),
        CalendarDay(date(2026, 11, 25), DayKind.OFF),
        CalendarDay(date(2026, 11, 26), DayKind.HALF),
        CalendarDay(date(2026, 11, 28), DayKind.HALF),
    ]
    unit = COMMUNE.with_days(rows)
    assert unit.hours(date(2026, 11, 24)) == COMMUNE.week[0]
    assert unit.hours(date(2026, 11, 25)) == ()
    assert unit.hours(date(2026, 11, 26)) == ((time(7, 30), time(11, 30)),)
    assert unit.hours(date(2026, 11, 28)) == ((time(7, 30), time(11, 30)),)  # a Saturday worked in the morning
    assert COMMUNE.hours(date(2026, 11, 24)) == ()  # the calendar it was made from is untouched


def test_the_nearest_units_row_wins() -> None:
    day = date(2026, 11, 25)
    rows = [
        CalendarDay(day, DayKind.WORK, "commune"),
        CalendarDay(day, DayKind.OFF, "province"),
        CalendarDay(day, DayKind.HALF),
        CalendarDay(day, DayKind.OFF, "another commune"),
    ]
    assert COMMUNE.with_days(rows, ("commune", "province")).works_on(day)
    assert not COMMUNE.with_days(rows, ("other", "province")).works_on(day)
    assert COMMUNE.with_days(rows, ("elsewhere",)).hours(day) == ((time(7, 30), time(11, 30)),)


@pytest.mark.parametrize("text", ["11:30-07:30", "07:30-11:30, 11:00-17:00", "07:30", "7h-9h"])
def test_impossible_hours_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Calendar(calendar.week(calendar.hours(text)))


def test_shifts_may_follow_each_other_without_a_break() -> None:
    centre = Calendar(calendar.week(calendar.hours("07:00-13:00, 13:00-19:00")))
    assert centre.add(at("2026-11-25 12:30"), hours(1)) == at("2026-11-25 13:30")
    assert centre.next_working(at("2026-11-25 13:00")) == at("2026-11-25 13:00")


def test_a_week_without_work_is_refused() -> None:
    with pytest.raises(ValueError, match="seven days"):
        Calendar(((),) * 7)


def test_the_package_is_not_loaded_before_a_year_is_needed() -> None:
    import subprocess
    import sys

    code = "import sys; import core.domain.calendar as c; c.standard(); print('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"


moments = st.datetimes(datetime(2021, 1, 1), datetime(2030, 1, 1), timezones=st.just(ZONE))  # noqa: DTZ001
amounts = st.integers(0, 200 * 60).map(lambda minutes: timedelta(minutes=minutes))
calendars = st.sampled_from([COMMUNE, PROVINCE, SATURDAYS])


@given(calendars, moments, amounts)
def test_what_was_added_lies_between(unit: Calendar, moment: datetime, amount: timedelta) -> None:
    assert unit.between(moment, unit.add(moment, amount)) == amount


@given(calendars, moments, amounts, amounts)
def test_adding_twice_is_adding_the_sum(unit: Calendar, moment: datetime, one: timedelta, two: timedelta) -> None:
    there = unit.add(unit.add(moment, one), two)
    direct = unit.add(moment, one + two)
    assert there == direct or not two  # nothing added leads on to the next opening


@given(calendars, moments, moments, moments)
def test_working_time_adds_up(unit: Calendar, a: datetime, b: datetime, c: datetime) -> None:
    assert unit.between(a, b) + unit.between(b, c) == unit.between(a, c)


@given(calendars, moments)
def test_the_next_working_moment_is_one_and_the_first(unit: Calendar, moment: datetime) -> None:
    found = unit.next_working(moment)
    assert found >= moment
    assert unit.is_working(found)
    assert unit.between(moment, found) == timedelta(0)
