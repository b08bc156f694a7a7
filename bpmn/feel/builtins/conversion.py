"""Conversion functions (DMN 10.3.4.1) and their relations in Camunda's dialect."""

from __future__ import annotations

import re
from decimal import Decimal

from bpmn.feel.builtins.registry import built_in
from bpmn.feel.compiler.calls import CallContext
from bpmn.feel.errors import Failure
from bpmn.feel.values import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration
from bpmn.feel.values.numbers import CONTEXT, small_int
from bpmn.feel.values.texts import parse_date, parse_date_time, parse_duration, parse_time
from bpmn.feel.values.times import NANOS
from bpmn.feel.values.writing import text_of

NUMBER_TEXT = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\Z")
GROUPING, DECIMAL = frozenset({" ", ",", "."}), frozenset({".", ","})


def whole(number: Decimal, code: str = "not-whole") -> int:
    """The int a number is; raises Failure."""
    place = small_int(number, 10**18)
    if place is None:
        raise Failure(code, number=number)
    return place


@built_in("string", "from: any?", "string", wants_call=True)
def string(call: CallContext, value: object) -> str | None:
    """``string(from)``: null of null."""
    if value is None:
        call.note("argument-null", function="string", parameter="from")
        return None
    call.run.weigh(value)
    return call.run.checked_text(text_of(value))


@built_in("number", "from: string", "number", cost=10)
def number(text: str) -> Decimal:
    """``number(from)``: a number literal, with an optional minus."""
    if not NUMBER_TEXT.match(text) or len(text) > 10_000:
        raise Failure("number-text", text=text[:40])
    try:
        return CONTEXT.create_decimal(text)
    except ArithmeticError as error:
        raise Failure("number-overflow") from error


@built_in("number", "from: string, grouping separator: string?, decimal separator?: string?", "number", cost=10)
def number_with_separators(text: str, grouping: str | None, decimal: str | None) -> Decimal:
    """``number(from, grouping separator, decimal separator)``."""
    if grouping is not None and grouping not in GROUPING:
        raise Failure("separator-invalid", separator=grouping)
    if decimal is not None and decimal not in DECIMAL:
        raise Failure("separator-invalid", separator=decimal)
    point = decimal or "."
    if grouping == point:
        raise Failure("separator-invalid", separator=point)
    plain = text.replace(grouping, "") if grouping else text
    if point != "." and "." in plain:
        raise Failure("number-text", text=text[:40])
    return number(plain.replace(point, "."))


@built_in("boolean", "from: boolean?", "boolean")
def boolean(value: bool | None) -> bool | None:
    """``boolean(from)``."""
    return value


@built_in("boolean", "from: string", "boolean")
def boolean_of_text(text: str) -> bool:
    """``boolean("true")``."""
    if text.strip().lower() not in ("true", "false"):
        raise Failure("boolean-text", text=text[:40])
    return text.strip().lower() == "true"


@built_in("date", "from: date", "date", cost=10)
def date(value: Date) -> Date:
    """``date(from: date)``."""
    return value


@built_in("date", "from: date and time", "date", cost=10)
def date_of_moment(value: DateTime) -> Date:
    """``date(from: date and time)``."""
    return value.date


@built_in("date", "from: string", "date", cost=10)
def date_of_text(text: str) -> Date:
    """``date("2025-11-22")``."""
    return parse_date(text)


@built_in("date", "year: number, month: number, day: number", "date", cost=10)
def date_of_parts(year: Decimal, month: Decimal, day: Decimal) -> Date:
    """``date(2025, 11, 22)``."""
    return Date.of(whole(year), whole(month), whole(day))


@built_in("time", "from: time", "time", cost=10)
def time(value: Time) -> Time:
    """``time(from: time)``."""
    return value


@built_in("time", "from: date and time", "time", cost=10)
def time_of_moment(value: DateTime | Date) -> Time:
    """``time(from: date and time)``."""
    return value.time if isinstance(value, DateTime) else Time(0, 0, 0, 0, 0)


@built_in("time", "from: string", "time", cost=10)
def time_of_text(text: str) -> Time:
    """``time("08:30:00")``."""
    return parse_time(text)


@built_in("time", "hour: number, minute: number, second: number, offset?: days and time duration?", "time", cost=10)
def time_of_parts(hour: Decimal, minute: Decimal, second: Decimal, offset: DaysTimeDuration | None) -> Time:
    """``time(8, 30, 0, duration("PT7H"))``; seconds may have a fraction."""
    nanos = int((second * NANOS).to_integral_value()) if abs(second) < 60 else 60 * NANOS
    east = None if offset is None else offset.nanos // NANOS
    return Time.of(whole(hour), whole(minute), nanos // NANOS, nanos % NANOS, east)


@built_in("date and time", "from: date and time", "date and time", cost=10)
def date_time(value: DateTime) -> DateTime:
    """``date and time(from: date and time)``."""
    return value


@built_in("date and time", "from: string", "date and time", cost=10)
def date_time_of_text(text: str) -> DateTime:
    """``date and time("2025-11-22T08:30:00")``."""
    return parse_date_time(text)


@built_in("date and time", "date: date, time: time", "date and time", cost=10)
def date_time_of_parts(day: Date, clock: Time) -> DateTime:
    """``date and time(date, time)``."""
    return DateTime(day, clock)


@built_in("date and time", "date: date and time, time: time", "date and time", cost=10)
def date_time_with_time(moment: DateTime, clock: Time) -> DateTime:
    """``date and time(date and time, time)``: the day of one, the clock of the other."""
    return DateTime(moment.date, clock)


@built_in("date and time", "date: date and time, timezone: string", "date and time", wants_call=True, cost=10)
def date_time_in_zone(call: CallContext, moment: DateTime, zone: str) -> DateTime:
    """Camunda: the same moment in another time zone; a value without a zone counts as one in the office's."""
    if not moment.has_zone:
        here = Time.of(0, 0, 0, 0, None, call.run.environment.zone)
        moment = DateTime(moment.date, Time.from_nanos(moment.time.nanos, here.offset, here.zone))
    like = parse_time(f"00:00:00{zone}") if zone[:1] in "Zz+-" else Time.of(0, 0, 0, 0, None, zone)
    return DateTime.from_instant(moment.instant, like)


@built_in("duration", "from: years and months duration", cost=10)
def duration_of_months(value: YearsMonthsDuration) -> YearsMonthsDuration:
    """``duration(from: duration)``."""
    return value


@built_in("duration", "from: days and time duration", cost=10)
def duration_of_days(value: DaysTimeDuration) -> DaysTimeDuration:
    """``duration(from: duration)``."""
    return value


@built_in("duration", "from: string", cost=10)
def duration(text: str) -> YearsMonthsDuration | DaysTimeDuration:
    """``duration("P1Y2M")``, ``duration("PT4H")``."""
    return parse_duration(text)


def _months(start: Date | DateTime, end: Date | DateTime) -> YearsMonthsDuration:
    """Whole months between the two days; the time of day and the zone do not count."""
    first = start.date if isinstance(start, DateTime) else start
    last = end.date if isinstance(end, DateTime) else end
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    if months < 0 and last.day > first.day:
        months += 1
    return YearsMonthsDuration(months)


@built_in("years and months duration", "from: date, to: date", "years and months duration", cost=10)
def months_between_dates(start: Date, end: Date) -> YearsMonthsDuration:
    """``years and months duration(from, to)``."""
    return _months(start, end)


@built_in("years and months duration", "from: any, to: any", "years and months duration", cost=10)
def months_between(start: object, end: object) -> YearsMonthsDuration:
    """``years and months duration(from, to)`` of dates and moments."""
    if not isinstance(start, Date | DateTime) or not isinstance(end, Date | DateTime):
        raise Failure("argument-kind", function="years and months duration", parameter="from", expected="date", kind="")
    return _months(start, end)
