"""Date and time functions (DMN 10.3.4.8) and Camunda's. ``now`` and ``today`` are the environment's, not the machine's."""

from __future__ import annotations

from decimal import Decimal

from bpmn.feel.builtins.registry import built_in
from bpmn.feel.compiler.calls import CallContext
from bpmn.feel.conformance import kind_of
from bpmn.feel.operations.equality import equal
from bpmn.feel.values import Date, DateTime, Time, calendar

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
Day = Date | DateTime


def _date(value: Day) -> Date:
    return value.date if isinstance(value, DateTime) else value


@built_in("now", "", "date and time", wants_call=True, cost=10)
def now(call: CallContext) -> DateTime:
    """The moment of this step, in the office's zone."""
    return call.run.environment.moment()


@built_in("today", "", "date", wants_call=True, cost=10)
def today(call: CallContext) -> Date:
    """The date of this step, in the office's zone."""
    return call.run.environment.today()


@built_in("day of week", "date: date", "string")
@built_in("day of week", "date: date and time", "string")
def day_of_week(value: Day) -> str:
    """``"Monday"`` to ``"Sunday"``."""
    return WEEKDAYS[_date(value).weekday - 1]


@built_in("day of year", "date: date", "number", cost=10)
@built_in("day of year", "date: date and time", "number", cost=10)
def day_of_year(value: Day) -> Decimal:
    """1 January is 1."""
    day = _date(value)
    return Decimal(calendar.day_of_year(day.year, day.month, day.day))


@built_in("week of year", "date: date", "number", cost=10)
@built_in("week of year", "date: date and time", "number", cost=10)
def week_of_year(value: Day) -> Decimal:
    """The ISO 8601 week."""
    day = _date(value)
    return Decimal(calendar.week_of_year(day.year, day.month, day.day))


@built_in("month of year", "date: date", "string")
@built_in("month of year", "date: date and time", "string")
def month_of_year(value: Day) -> str:
    """``"January"`` to ``"December"``."""
    return MONTHS[_date(value).month - 1]


@built_in("last day of month", "date: date", "date", cost=10)
@built_in("last day of month", "date: date and time", "date", cost=10)
def last_day_of_month(value: Day) -> Date:
    """Camunda: the last day of the date's month."""
    day = _date(value)
    return Date(day.year, day.month, calendar.month_length(day.year, day.month))


@built_in("is", "value1: any?, value2: any?", "boolean")
def is_(left: object, right: object) -> bool:
    """The same value of the same kind: times are the same only with the same zone or offset."""
    if kind_of(left) != kind_of(right):
        return False
    if isinstance(left, Time | DateTime):
        return left == right
    return equal(left, right)
