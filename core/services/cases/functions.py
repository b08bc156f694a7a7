"""The office's own FEEL functions: ``working time(from, "4h")`` and ``working hours(a, b)``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from bpmn import feel
from core.domain import deadlines, spans
from core.domain.calendar import Calendar
from core.domain.spans import Span, SpanUnit
from core.errors.base import CoreError

_HOUR = Decimal(3600)
_DAY_WORK = 6  # units of work of a day that is looked at


def office_functions(calendar: Calendar) -> Mapping[str, feel.Function]:
    """The functions, counting by ``calendar``."""
    return _functions(id(calendar), _Held(calendar))


class _Held:
    """Carries a calendar through the cache, which goes by its identity: calendars are large and never change."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar

    def __hash__(self) -> int:
        return id(self.calendar)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.calendar is self.calendar


@lru_cache(maxsize=256)
def _functions(_identity: int, held: _Held) -> Mapping[str, feel.Function]:
    calendar = held.calendar

    def working_time(call: feel.CallContext, start: object, span: object) -> object:
        moment = _moment(start)
        if moment is None or not isinstance(span, str):
            return None
        with _failing():
            limit = spans.parse(span)
            call.run.charge(_days_of(limit) * _DAY_WORK)
            return call.run.convert(deadlines.task_due(moment, limit, calendar))

    def working_hours(call: feel.CallContext, start: object, end: object) -> object:
        first, last = _moment(start), _moment(end)
        if first is None or last is None:
            return None
        call.run.charge((abs((last - first).days) + 1) * _DAY_WORK)
        with _failing():
            return Decimal(calendar.between(first, last) // timedelta(seconds=1)) / _HOUR

    return {
        "working time": feel.Function.of("working time", ("from", "duration"), working_time, wants_call=True),
        "working hours": feel.Function.of("working hours", ("from", "to"), working_hours, wants_call=True),
    }


@contextmanager
def _failing() -> Iterator[None]:
    """What the calendar cannot say is null with a note, as everything FEEL cannot answer."""
    try:
        yield
    except CoreError as error:
        raise feel.Failure(str(error)) from error
    except OverflowError as error:
        raise feel.Failure("date-outside") from error


def _days_of(span: Span) -> int:
    """About how many days of the calendar are looked at to count a span."""
    count = int(span.count) + 1
    return {SpanUnit.HOUR: count // 5 + 1, SpanUnit.WORKING_DAY: count * 7 // 5 + 1}.get(span.unit, 60)


def _moment(value: object) -> datetime | None:
    """A FEEL date and time, or its ISO text, as an aware datetime."""
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return None
        return moment if moment.tzinfo else None
    if isinstance(value, feel.DateTime) and value.has_zone:
        try:
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=value.instant // 1000)
        except OverflowError:  # FEEL's years go further than any calendar's
            return None
    return None
