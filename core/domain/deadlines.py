"""When a dossier or a task is due, and how late it is. Lateness is derived here and stored nowhere.

Sources: Civil Code 2015 Art. 147–148 (the first day is not counted; the last day ends with its office hours, and moves
forward from a day off), Decree 23/2015 Art. 7 (same-day matters received after 15:00 are due the next working day),
Decree 61/2018 Art. 19 (after a supplement the time limit runs again from the start), index of Decision 766/QĐ-TTg
(a pause is subtracted, a second supplement counts as late). An apology (form 04) does not change any of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from core.domain import spans
from core.domain.calendar import Calendar, standard
from core.domain.spans import Span, SpanUnit

Lateness: TypeAlias = Literal["late", "soon", "fine"]
Policy: TypeAlias = Literal["restart", "subtract"]
Reason: TypeAlias = Literal["supplement", "financial", "applicant", "papers"]

CUT_OFF: Final = time(15, 0)
SOON: Final = timedelta(hours=spans.HOURS_A_DAY)  # of working time: less than a working day is left
_HOUR: Final = timedelta(hours=1)
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Pause:
    """A period in which the time limit did not run, because the office waited for somebody outside. ``end``: ``None`` while it lasts."""

    start: datetime
    end: datetime | None = None
    reason: Reason = "supplement"


@dataclass(frozen=True, slots=True)
class Dues:
    """The two due times of a dossier."""

    #: the one promised to the applicant
    legal: datetime
    #: the one of the national index
    index: datetime
    #: whether the index counts the dossier as late in any case (a second supplement request)
    index_late: bool = False


@dataclass(frozen=True, slots=True)
class Remaining:
    """Working time left (or overdue), in the largest unit that fits: whole days of eight hours, hours, minutes."""

    unit: Literal["day", "hour", "minute"]
    number: int
    overdue: bool


def due(received: datetime, limit: Span | str, calendar: Calendar) -> datetime:
    """The due moment of a dossier received at ``received`` (click, postmark or counter; aware).

    Counting starts at the first working moment from then on. Hours count working time; days, months and the
    same-day rule end with the office hours of their last day.
    """
    span = spans.parse(limit, "time_limit") if isinstance(limit, str) else limit
    start = calendar.next_working(received)
    if span.unit is SpanUnit.HOUR:
        return calendar.add(start, span)
    return calendar.closing(_last_day(start, span, calendar))


def dues(
    received: datetime,
    limit: Span | str,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    policy: Policy = "restart",
    now: datetime | None = None,
) -> Dues:
    """Both due times, after ``pauses`` (in order, not overlapping).

    A pause that still lasts counts up to ``now``, as if it ended then; without ``now`` it does not count yet.
    The policy ``restart`` is for supplements only: other pauses are subtracted under either policy. No pause makes
    a due time earlier.
    """
    legal = index = due(received, limit, calendar)
    for pause in pauses:
        until = pause.end or now
        if until is None:
            continue
        index = _extended(index, pause.start, until, calendar)
        if policy == "restart" and pause.reason == "supplement" and pause.end is not None:
            # What was promised before is never taken back: after a long wait for money it may lie later than a new start.
            legal = max(legal, due(pause.end, limit, calendar))
        else:
            legal = _extended(legal, pause.start, until, calendar)
    return Dues(legal, index, sum(pause.reason == "supplement" for pause in pauses) > 1)


def task_due(opened: datetime, limit: Span | str, calendar: Calendar) -> datetime:
    """The due moment of a step. Days are step days of eight working hours, so that steps add up within a day."""
    span = spans.parse(limit) if isinstance(limit, str) else limit
    if span.unit in (SpanUnit.HOUR, SpanUnit.WORKING_DAY):
        return calendar.add(opened, span)
    return due(opened, span, calendar)


def soon_until(now: datetime, calendar: Calendar | None = None) -> datetime:
    """The moment up to which a due time counts as soon: one working day from ``now``."""
    return (calendar or standard()).add(now, SOON)


def lateness(
    due_at: datetime | None,
    now: datetime,
    finished: datetime | None = None,
    calendar: Calendar | None = None,
    paused: bool = False,
) -> Lateness | None:
    """How late something is; ``None`` without a due time and during a pause. When it is finished, ``late`` or ``fine`` for ever."""
    if due_at is None:
        return None
    if finished is not None:
        return "late" if finished > due_at else "fine"
    if paused:
        return None
    if now > due_at:
        return "late"
    return "soon" if due_at <= soon_until(now, calendar) else "fine"


def remaining(due_at: datetime, now: datetime, calendar: Calendar | None = None) -> Remaining:
    """Working time between now and the due time, rounded down; less than a minute too late is overdue, too."""
    left = (calendar or standard()).between(now, due_at)
    overdue, span = now > due_at, abs(left)
    if span >= SOON:
        return Remaining("day", span // SOON, overdue)
    if span >= _HOUR:
        return Remaining("hour", span // _HOUR, overdue)
    return Remaining("minute", span // _MINUTE, overdue)


def _last_day(start: datetime, span: Span, calendar: Calendar) -> date:
    local = calendar.local(start)
    day = local.date()
    if span.unit is SpanUnit.SAME_DAY:
        return day if local.time() <= CUT_OFF else calendar.next_day(day)
    if span.unit is SpanUnit.WORKING_DAY:
        return calendar.next_day(day, int(span.count.to_integral_value(rounding="ROUND_CEILING")))
    day = _months_on(day, span.count) if span.unit is SpanUnit.MONTH else day + timedelta(days=int(span.count))
    return day if calendar.works_on(day) else calendar.next_day(day)


def _months_on(day: date, count: Decimal) -> date:
    """The same day ``count`` months on; the last of that month where it has no such day (Civil Code Art. 148)."""
    year, month = divmod(day.year * 12 + day.month - 1 + int(count), 12)
    for back in range(4):
        try:
            return date(year, month + 1, day.day - back)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _extended(due_at: datetime, start: datetime, end: datetime, calendar: Calendar) -> datetime:
    paused = calendar.between(start, end)
    return calendar.add(due_at, paused) if paused > timedelta(0) else due_at
