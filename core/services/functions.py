"""The office's own FEEL functions: ``working time(from, "4h")`` and ``working hours(a, b)``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from bpmn import feel
from core.domain import deadlines
from core.domain.calendar import Calendar
from core.errors import CoreError

_HOUR = Decimal(3600)


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

    def working_time(start: object, span: object) -> object:
        moment = _moment(start)
        if moment is None or not isinstance(span, str):
            return None
        try:
            return deadlines.task_due(moment, span, calendar)
        except CoreError as error:
            raise feel.Failure(str(error)) from error

    def working_hours(start: object, end: object) -> object:
        first, last = _moment(start), _moment(end)
        if first is None or last is None:
            return None
        return Decimal(calendar.between(first, last) // timedelta(seconds=1)) / _HOUR

    return {
        "working time": feel.Function.of("working time", ("from", "duration"), working_time),
        "working hours": feel.Function.of("working hours", ("from", "to"), working_hours),
    }


def _moment(value: object) -> datetime | None:
    """A FEEL date and time, or its ISO text, as an aware datetime."""
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return None
        return moment if moment.tzinfo else None
    if isinstance(value, feel.DateTime) and value.has_zone:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=value.instant // 1000)
    return None
