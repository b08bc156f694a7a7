"""Laws of the clock for weeks, tables, moments and limits that nobody chose, and the counter of minutes beside it."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.domain import deadlines
from core.domain.calendar import Calendar
from core.domain.deadlines import Pause, Policy
from tests.clocks import office, sheets
from tests.clocks.minutes import DAY, DAYS, HOUR, Limit, Minutes, Openings, Stop, day_number
from tests.clocks.office import at

FROM, UNTIL = day_number(1, 1, 2021) * DAY, day_number(31, 12, 2025) * DAY
LIMITS = {"h": "hour", "d": "working day", "cd": "day", "mo": "month"}
MINUTE = timedelta(minutes=1)


@st.composite
def openings(draw: st.DrawFn, least: int = 0) -> Openings:
    """Up to three openings of a day, at any minutes."""
    count = draw(st.integers(least, 3))
    ends = sorted(draw(st.sets(st.integers(0, DAY - 1), min_size=2 * count, max_size=2 * count)))
    return tuple(zip(ends[::2], ends[1::2], strict=True))


@st.composite
def offices(draw: st.DrawFn) -> tuple[tuple[Openings, ...], dict[int, str]]:
    """A week with work on Monday at least, one of the sheet's or any; and a table of days."""
    anything = st.tuples(openings(least=1), *[openings()] * 6)
    week = draw(st.sampled_from(list(sheets.weeks().values())) | anything)
    return week, draw(
        st.dictionaries(st.integers(366, DAYS - 1), st.sampled_from(["off", "work", "half"]), max_size=30)
    )


moments = st.integers(FROM, UNTIL)
limits = st.one_of(
    st.tuples(st.integers(1, 400), st.just("h")),
    st.tuples(st.integers(1, 60), st.just("d")),
    st.tuples(st.integers(1, 200), st.just("cd")),
    st.tuples(st.integers(1, 14), st.just("mo")),
    st.just((1, "same-day")),
)
policies = st.sampled_from(["restart", "subtract"])
reasons = st.sampled_from(["supplement", "financial", "applicant", "papers"])
lengths = st.integers(0, 15 * DAY)
_minutes = st.integers(0, 2 * HOUR)


def _gaps(length: st.SearchStrategy[int]) -> st.SearchStrategy[list[tuple[int, int, str]]]:
    return st.lists(st.tuples(length, length, reasons), max_size=4)


#: for each pause: how long after the one before it began, how long it took, and why. Some lie within a day, where what is
#: counted in hours meets what is counted in days.
gaps = _gaps(_minutes) | _gaps(lengths)


def _calendar(drawn: tuple[tuple[Openings, ...], dict[int, str]]) -> Calendar:
    return office.calendar(*drawn)


def _pauses(received: int, drawn: list[tuple[int, int, str]]) -> list[Pause]:
    pauses, minute = [], received
    for after, length, reason in drawn:
        pauses.append(Pause(at(minute + after), at(minute + after + length), reason))
        minute += after + length
    return pauses


def _written(limit: tuple[int, str]) -> str:
    return limit[1] if limit[1] == "same-day" else f"{limit[0]}{limit[1]}"


def _stop(pause: Pause) -> Stop:
    start, end = ((moment - office.EPOCH) // MINUTE for moment in (pause.start, pause.end or pause.start))
    return Stop(start, end, pause.reason == "supplement")


@given(offices(), moments, limits, gaps, policies)
def test_the_counter_agrees_on_due_times(
    drawn: tuple[tuple[Openings, ...], dict[int, str]],
    received: int,
    limit: tuple[int, str],
    stood: list[tuple[int, int, str]],
    policy: Policy,
) -> None:
    week, days = drawn
    pauses = _pauses(received, stood)
    counted = Minutes(week, {**sheets.national(), **days}).dues(
        received, Limit(limit[0] * 100, LIMITS.get(limit[1], "same day")), map(_stop, pauses), policy == "restart"
    )
    found = deadlines.dues(at(received), _written(limit), _calendar(drawn), pauses, policy)
    assert (found.legal, found.index) == tuple(map(at, counted))


@given(offices(), moments, st.integers(0, 400 * HOUR), st.integers(0, 90 * DAY))
def test_the_counter_agrees_on_working_time(
    drawn: tuple[tuple[Openings, ...], dict[int, str]], start: int, count: int, later: int
) -> None:
    week, days = drawn
    counter, unit = Minutes(week, {**sheets.national(), **days}), _calendar(drawn)
    assert unit.add(at(start), count * MINUTE) == at(counter.add(start, count))
    assert unit.between(at(start), at(start + later)) == counter.between(start, start + later) * MINUTE
    assert unit.next_working(at(start)) == at(counter.first(start))
    assert unit.is_working(at(start)) is bool(counter.open[start])


seconds = st.integers(FROM * 60, UNTIL * 60).map(lambda second: at(0) + timedelta(seconds=second))
amounts = st.integers(1, 3000 * HOUR * 60).map(lambda second: timedelta(seconds=second))
units = offices().map(_calendar)


@given(units, seconds, amounts, amounts)
def test_working_time_is_added_and_found_again(
    unit: Calendar, moment: datetime, one: timedelta, two: timedelta
) -> None:
    there = unit.add(moment, one)
    assert unit.between(moment, there) == one
    assert unit.between(there, moment) == -one
    assert unit.add(there, two) == unit.add(moment, one + two)
    assert there < unit.add(moment, one + two)
    assert unit.is_working(there - timedelta(microseconds=1))


@given(units, seconds, seconds, seconds, amounts)
def test_later_is_never_earlier(unit: Calendar, a: datetime, b: datetime, c: datetime, amount: timedelta) -> None:
    first, middle, last = sorted((a, b, c))
    assert unit.between(first, middle) + unit.between(middle, last) == unit.between(first, last)
    assert timedelta(0) <= unit.between(first, middle) <= unit.between(first, last)
    assert unit.add(first, amount) <= unit.add(last, amount)


@given(units, seconds, seconds, limits, st.integers(1, 30))
def test_received_later_or_with_more_time_is_never_due_earlier(
    unit: Calendar, one: datetime, other: datetime, limit: tuple[int, str], more: int
) -> None:
    early, late = sorted((one, other))
    due = deadlines.due(early, _written(limit), unit)
    assert due <= deadlines.due(late, _written(limit), unit)
    assert due <= deadlines.due(early, _written((limit[0] + more, limit[1])), unit)
    assert due > early


@given(units, moments, limits, gaps, policies)
def test_due_times_lie_in_working_time(
    unit: Calendar, received: int, limit: tuple[int, str], stood: list[tuple[int, int, str]], policy: Policy
) -> None:
    found = deadlines.dues(at(received), _written(limit), unit, _pauses(received, stood), policy)
    for due in (found.legal, found.index):
        assert unit.is_working(due - timedelta(microseconds=1))


@given(units, moments, limits, gaps.filter(bool), policies, st.data())
def test_no_pause_makes_a_due_time_earlier(
    unit: Calendar,
    received: int,
    limit: tuple[int, str],
    stood: list[tuple[int, int, str]],
    policy: Policy,
    data: st.DataObject,
) -> None:
    pauses = _pauses(received, stood)
    without = data.draw(st.sampled_from(pauses))
    fewer = [pause for pause in pauses if pause is not without]
    more, less = (deadlines.dues(at(received), _written(limit), unit, some, policy) for some in (pauses, fewer))
    assert more.legal >= less.legal
    assert more.index >= less.index


@given(
    st.sampled_from(list(sheets.weeks().values())),
    moments,
    st.sampled_from(["1d", "3d", "15cd", "1mo", "same-day"]),
    _minutes,
    _minutes,
)
def test_a_supplement_does_not_take_back_what_a_wait_for_money_added(
    week: tuple[Openings, ...], moment: int, limit: str, waited: int, asked: int
) -> None:
    unit = office.calendar(week, {})
    received = unit.next_working(at(moment))
    paid = received + waited * MINUTE
    pauses = [Pause(received, paid, "financial"), Pause(paid, paid + asked * MINUTE, "supplement")]
    before, after = (deadlines.dues(received, limit, unit, some, "restart") for some in (pauses[:1], pauses))
    assert after.legal >= before.legal


@given(units, moments, limits, policies, st.integers(0, 20 * DAY), lengths)
def test_a_pause_that_lasts_never_brings_it_forward_either(
    unit: Calendar, received: int, limit: tuple[int, str], policy: Policy, after: int, length: int
) -> None:
    begun = Pause(at(received + after))
    now = at(received + after + length)
    plain = deadlines.dues(at(received), _written(limit), unit)
    lasting = deadlines.dues(at(received), _written(limit), unit, [begun], policy, now)
    assert lasting.legal >= plain.legal
    assert lasting.index >= plain.index
