"""Due dates with legal meaning: what counts, from when, and what a pause does."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain import calendar, deadlines
from core.domain.deadlines import Pause, Remaining

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
OFFICE = calendar.standard()
MORNINGS = calendar.Calendar(
    calendar.week(calendar.hours("07:30-11:30, 13:00-17:00"), calendar.hours("07:30-11:30")),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("received", "limit", "expected"),
    [
        ("2026-11-25 14:59", "same-day", "2026-11-25 17:00"),
        ("2026-11-25 15:00", "same-day", "2026-11-25 17:00"),  # the rule says "after 15:00"
        ("2026-11-25 15:01", "same-day", "2026-11-26 17:00"),
        ("2026-11-27 15:30", "same-day", "2026-11-30 17:00"),  # Friday → Monday
        ("2026-11-23 16:00", "same-day", "2026-11-25 17:00"),  # 24/11 is a holiday
        ("2026-11-25 21:40", "same-day", "2026-11-26 17:00"),  # online in the evening: received the next morning
        ("2026-11-28 10:00", "same-day", "2026-11-30 17:00"),  # online on a Saturday
        ("2026-11-25 10:00", "3d", "2026-11-30 17:00"),  # the first day is not counted
        ("2026-11-25 16:59", "3d", "2026-11-30 17:00"),  # the 15:00 rule is for same-day matters only
        ("2026-11-25 17:30", "3d", "2026-12-01 17:00"),  # off hours: received on the 26th
        ("2026-11-28 10:00", "1d", "2026-12-01 17:00"),
        ("2026-12-28 09:00", "5d", "2027-01-05 17:00"),  # next year's first holiday counts
        ("2026-11-25 10:00", "8h", "2026-11-26 10:00"),  # hours are hours
        ("2026-11-23 14:00", "8h", "2026-11-25 14:00"),
        ("2026-11-25 10:00", "15cd", "2026-12-10 17:00"),  # calendar days run over weekends
        ("2026-11-13 10:00", "15cd", "2026-11-30 17:00"),  # the 28th is a Saturday: forward, not back
        ("2026-11-09 10:00", "15cd", "2026-11-25 17:00"),  # the 24th is a holiday
        ("2026-10-30 10:00", "1mo", "2026-11-30 17:00"),
        ("2027-01-29 10:00", "1mo", "2027-03-01 17:00"),  # there is no 29/02/2027; the 28th is a Sunday
        ("2026-12-31 10:00", "2mo", "2027-03-01 17:00"),
    ],
)
def test_due(received: str, limit: str, expected: str) -> None:
    assert deadlines.due(at(received), limit, OFFICE) == at(expected)


def test_same_day_on_a_saturday_morning_ends_with_the_morning() -> None:
    assert deadlines.due(at("2026-11-28 09:00"), "same-day", MORNINGS) == at("2026-11-28 11:30")
    assert deadlines.due(at("2026-11-28 11:45"), "same-day", MORNINGS) == at("2026-11-30 17:00")


def test_a_days_limit_is_not_its_eight_hour_total() -> None:
    received = at("2026-11-25 15:30")
    assert deadlines.due(received, "1d", OFFICE) == at("2026-11-26 17:00")
    assert deadlines.task_due(received, "1d", OFFICE) == at("2026-11-26 15:30")


@pytest.mark.parametrize(
    ("limit", "expected"),
    [("4h", "2026-11-26 10:30"), ("0.5h", "2026-11-25 16:30"), ("2d", "2026-11-27 16:00"), ("3cd", "2026-11-30 17:00")],
)
def test_task_due(limit: str, expected: str) -> None:
    assert deadlines.task_due(at("2026-11-25 16:00"), limit, OFFICE) == at(expected)


def test_steps_of_one_day_stay_within_the_day() -> None:
    moment = at("2026-11-25 07:30")
    for step in ("2h", "3h", "2h", "1h"):  # the table of decision 663 of Hà Nội's centre
        moment = deadlines.task_due(moment, step, OFFICE)
    assert moment == at("2026-11-25 17:00")


SUPPLEMENT = Pause(at("2026-11-26 09:00"), at("2026-11-30 09:00"))  # 16 working hours


def test_a_supplement_restarts_the_legal_clock_and_is_subtracted_for_the_index() -> None:
    found = deadlines.dues(at("2026-11-25 10:00"), "3d", OFFICE, [SUPPLEMENT], "restart")
    assert found.legal == at("2026-12-03 17:00")  # three days after the 30th
    assert found.index == at("2026-12-02 17:00")  # 16 working hours after Monday 30th 17:00
    assert not found.index_late


def test_a_supplement_may_be_subtracted_for_both() -> None:
    found = deadlines.dues(at("2026-11-25 10:00"), "3d", OFFICE, [SUPPLEMENT], "subtract")
    assert found.legal == found.index == at("2026-12-02 17:00")


def test_a_pause_counts_as_working_time_not_as_days() -> None:
    over_the_weekend = Pause(at("2026-11-27 16:00"), at("2026-11-30 08:30"), "applicant")  # two working hours
    found = deadlines.dues(at("2026-11-25 10:00"), "3d", OFFICE, [over_the_weekend])
    assert found.legal == at("2026-12-01 09:30")


def test_a_pause_outside_working_time_changes_nothing() -> None:
    night = Pause(at("2026-11-27 18:00"), at("2026-11-29 18:00"), "financial")
    assert deadlines.dues(at("2026-11-25 10:00"), "3d", OFFICE, [night]).legal == at("2026-11-30 17:00")


def test_waiting_for_money_never_restarts() -> None:
    money = Pause(SUPPLEMENT.start, SUPPLEMENT.end, "financial")
    found = deadlines.dues(at("2026-11-25 10:00"), "3d", OFFICE, [money], "restart")
    assert found.legal == found.index == at("2026-12-02 17:00")


def test_money_after_a_restart_is_subtracted_from_the_new_limit() -> None:
    money = Pause(at("2026-12-01 08:00"), at("2026-12-01 10:00"), "financial")
    found = deadlines.dues(at("2026-11-25 10:00"), "3d", OFFICE, [SUPPLEMENT, money])
    assert found.legal == at("2026-12-04 09:30")
    assert found.index == at("2026-12-03 09:30")


def test_a_second_supplement_counts_as_late_in_the_index() -> None:
    again = Pause(at("2026-12-01 09:00"), at("2026-12-01 10:00"))
    assert deadlines.dues(at("2026-11-25 10:00"), "3d", OFFICE, [SUPPLEMENT, again]).index_late


def test_a_pause_that_lasts_counts_up_to_now() -> None:
    lasting = Pause(at("2026-11-26 09:00"))
    received = at("2026-11-25 10:00")
    assert deadlines.dues(received, "3d", OFFICE, [lasting]).index == at("2026-11-30 17:00")
    seen = deadlines.dues(received, "3d", OFFICE, [lasting], now=at("2026-11-27 09:00"))
    assert seen.index == seen.legal == at("2026-12-01 17:00")  # not restarted: nothing was supplied yet


DUE = at("2026-11-27 17:00")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-25 10:00", "fine"),
        ("2026-11-26 16:59", "fine"),
        ("2026-11-26 17:00", "soon"),
        ("2026-11-27 17:00", "soon"),
        ("2026-11-27 17:01", "late"),
    ],
)
def test_lateness_while_it_runs(now: str, expected: str) -> None:
    assert deadlines.lateness(DUE, at(now)) == expected


def test_lateness_when_it_is_over_or_stands() -> None:
    far = at("2027-03-01 09:00")
    assert deadlines.lateness(DUE, far, finished=DUE) == "fine"
    assert deadlines.lateness(DUE, far, finished=DUE + timedelta(seconds=1)) == "late"
    assert deadlines.lateness(DUE, far, paused=True) is None
    assert deadlines.lateness(None, far) is None


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-25 10:00", Remaining("day", 2, False)),
        ("2026-11-27 13:30", Remaining("hour", 3, False)),
        ("2026-11-27 16:45", Remaining("minute", 15, False)),
        ("2026-11-29 12:00", Remaining("minute", 0, True)),  # over, but no working time has gone by
        ("2026-11-30 09:40", Remaining("hour", 2, True)),
        ("2026-12-02 08:00", Remaining("day", 2, True)),
    ],
)
def test_remaining(now: str, expected: Remaining) -> None:
    assert deadlines.remaining(DUE, at(now)) == expected


moments = st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1), timezones=st.just(ZONE))  # noqa: DTZ001
limits = st.sampled_from(["same-day", "1h", "8h", "1d", "3d", "20d", "1cd", "15cd", "1mo", "6mo"])


@given(moments, moments, limits)
def test_received_later_is_never_due_earlier(one: datetime, other: datetime, limit: str) -> None:
    early, late = sorted((one, other))
    assert deadlines.due(early, limit, OFFICE) <= deadlines.due(late, limit, OFFICE)


@given(moments, limits)
def test_due_after_reception_and_at_the_end_of_working_time(received: datetime, limit: str) -> None:
    due = deadlines.due(received, limit, OFFICE)
    assert due > received
    assert OFFICE.is_working(due - timedelta(seconds=1))


@given(moments, limits, st.integers(0, 400), st.integers(0, 400))
def test_a_pause_never_shortens(received: datetime, limit: str, after: int, lasts: int) -> None:
    start = received + timedelta(hours=after)
    pause = Pause(start, start + timedelta(hours=lasts), "financial")
    plain, paused = (deadlines.dues(received, limit, OFFICE, pauses) for pauses in ([], [pause]))
    assert paused.legal >= plain.legal
    assert paused.index >= plain.index
