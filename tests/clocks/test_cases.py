"""The sheet of cases, which a lawyer can read, held against the office's clock and against a counter of minutes."""

from __future__ import annotations

from datetime import date

import pytest

from core.domain import deadlines, holidays_vn
from core.domain.calendar import Calendar, CalendarMissing
from core.domain.deadlines import Dues, Pause
from core.errors.requests import BadValue
from tests.clocks import minutes, sheets
from tests.clocks.minutes import NoAnswer
from tests.clocks.office import at, calendar, limit
from tests.clocks.sheets import Case

ENOUGH = 300
ASKED = ("lịch", "ngày riêng", "tiếp nhận", "thời hạn", "tạm dừng", "cách tính")
CERTAINTIES = {"đã xem", "nguồn thứ cấp", "cần đối chiếu"}
by_number = pytest.mark.parametrize("case", sheets.cases(), ids=lambda case: case.number)


def _dues(case: Case) -> Dues:
    office: Calendar = calendar(sheets.weeks()[case.week], case.days)
    pauses = [Pause(at(start), at(end), reason) for reason, start, end in case.pauses]
    return deadlines.dues(at(case.received), limit(case.limit), office, pauses, case.policy)


@by_number
def test_the_office_is_due_when_the_sheet_says(case: Case) -> None:
    if case.legal is None or case.index is None:
        with pytest.raises((CalendarMissing, BadValue)):
            _dues(case)
        return
    assert _dues(case) == Dues(at(case.legal), at(case.index), case.index_late), case.shows


@by_number
def test_the_counter_of_minutes_agrees(case: Case) -> None:
    if case.legal is None:
        with pytest.raises(NoAnswer):
            sheets.counter(case).due(case.received, sheets.limit(case.limit))
        return
    stops = sheets.stops(case)
    found = sheets.counter(case).dues(case.received, sheets.limit(case.limit), stops, case.policy == "restart")
    assert found == (case.legal, case.index), case.shows
    assert (sum(stop.supplement for stop in stops) > 1) is case.index_late


def test_the_sheet_says_enough_and_each_row_why() -> None:
    cases = sheets.cases()
    assert len(cases) >= ENOUGH
    assert [case.number for case in cases] == [f"{number:03}" for number in range(1, len(cases) + 1)]
    assert all(case.basis and case.shows and case.certainty in CERTAINTIES for case in cases)
    asked = [tuple(row[column] for column in ASKED) for row in sheets.rows("cases.vi.csv")]
    assert len(set(asked)) == len(cases), "two rows ask the same"


def test_the_sheet_leaves_out_no_calendar_unit_pause_or_kind_of_day() -> None:
    cases = sheets.cases()
    assert {case.week for case in cases} == set(sheets.weeks())
    assert {kind for case in cases for kind in case.days.values()} == set(sheets.KINDS.values())
    assert {pause[0] for case in cases for pause in case.pauses} == set(sheets.REASONS.values())
    units = {sheets.limit(case.limit).unit for case in cases if case.legal is not None}
    assert units == {*sheets.UNITS.values(), "same day"}
    assert {case.policy for case in cases if case.pauses} == set(sheets.POLICIES.values())


def test_the_country_has_the_days_off_that_the_sheet_of_days_has() -> None:
    ours = {date(y, m, d): kind for n, kind in sheets.national().items() for d, m, y in [minutes.date_of(n)]}
    years = range(minutes.FIRST_YEAR, minutes.LAST_YEAR + 1)
    assert ours == {day: kind for year in years for day, kind in holidays_vn.days(year).items()}
