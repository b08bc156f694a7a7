"""``+ - * / **`` of FEEL by the kinds of their operands (DMN 10.3.2.13, tables 45 to 50)."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from bpmn.feel.conformance import kind_of
from bpmn.feel.errors import Failure
from bpmn.feel.values import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration
from bpmn.feel.values.numbers import CONTEXT, ONE
from bpmn.feel.values.times import NANOS, NANOS_A_DAY

MIDNIGHT_UTC = Time(0, 0, 0, 0, 0)
MAX_NANOS = 10**18 * NANOS * 1000
MAX_MONTHS = 10**20
MAX_EXPONENT = 999_999_999
Operation = Callable[[Any, Any], object]


def numeric(operation: Callable[[Decimal, Decimal], Decimal]) -> Callable[[Decimal, Decimal], Decimal]:
    """The operation of the 34-digit context with its errors as Failures."""

    def run(left: Decimal, right: Decimal) -> Decimal:
        try:
            return operation(left, right)
        except decimal.DivisionByZero as error:
            raise Failure("division-by-zero") from error
        except decimal.Overflow as error:
            raise Failure("number-overflow") from error
        except decimal.InvalidOperation as error:
            raise Failure("division-by-zero" if operation is CONTEXT.divide else "number-undefined") from error

    return run


def exact_nanos(value: Decimal) -> int:
    """Nanoseconds of a decimal count of them, rounded half even."""
    if abs(value) > MAX_NANOS:
        raise Failure("duration-overflow")
    return int(value.to_integral_value(decimal.ROUND_HALF_EVEN))


def checked_days(nanos: int) -> DaysTimeDuration:
    """A duration within bounds."""
    if abs(nanos) > MAX_NANOS:
        raise Failure("duration-overflow")
    return DaysTimeDuration(nanos)


def checked_months(months: int) -> YearsMonthsDuration:
    """A duration within bounds."""
    if abs(months) > MAX_MONTHS:
        raise Failure("duration-overflow")
    return YearsMonthsDuration(months)


def _scaled_days(duration: DaysTimeDuration, number: Decimal) -> DaysTimeDuration:
    return checked_days(exact_nanos(multiply_numbers(Decimal(duration.nanos), number)))


def _scaled_months(duration: YearsMonthsDuration, number: Decimal) -> YearsMonthsDuration:
    months = multiply_numbers(Decimal(duration.months), number)
    if abs(months) > MAX_MONTHS:
        raise Failure("duration-overflow")
    return YearsMonthsDuration(int(months))


def _date_plus_days(day: Date, duration: DaysTimeDuration) -> Date:
    return Date.from_days((day.days * NANOS_A_DAY + duration.nanos) // NANOS_A_DAY)


def _time_plus(time: Time, duration: DaysTimeDuration) -> Time:
    return Time.from_nanos(time.nanos + duration.nanos, time.offset, time.zone)


def moment(value: Date | DateTime) -> DateTime:
    """A date where a date and time is expected is its midnight in UTC (DMN 10.3.2.9.4)."""
    return DateTime(value, MIDNIGHT_UTC) if isinstance(value, Date) else value


def _between_moments(left: Date | DateTime, right: Date | DateTime) -> DaysTimeDuration:
    later, earlier = moment(left), moment(right)
    if later.has_zone != earlier.has_zone:
        raise Failure("zones-differ", operator="-")
    return checked_days(later.instant - earlier.instant)


def _between_times(left: Time, right: Time) -> DaysTimeDuration:
    if left.has_zone != right.has_zone:
        raise Failure("zones-differ", operator="-")
    shift = (left.own_offset or 0) - (right.own_offset or 0)
    return DaysTimeDuration(left.nanos - right.nanos - shift * NANOS)


add_numbers = numeric(CONTEXT.add)
subtract_numbers = numeric(CONTEXT.subtract)
multiply_numbers = numeric(CONTEXT.multiply)
divide_numbers = numeric(CONTEXT.divide)
_power = numeric(CONTEXT.power)


def power_numbers(base: Decimal, exponent: Decimal) -> Decimal:
    """``base ** exponent``; 0 ** 0 is 1, as mathematics on computers agreed."""
    if abs(exponent) > MAX_EXPONENT:
        raise Failure("number-overflow")
    return ONE if not exponent else _power(base, exponent)


def _swapped(operation: Operation) -> Operation:
    return lambda left, right: operation(right, left)


ADD: dict[tuple[type, type], Operation] = {
    (Decimal, Decimal): add_numbers,
    (str, str): lambda a, b: a + b,
    (Date, YearsMonthsDuration): lambda a, b: a.plus_months(b.months),
    (Date, DaysTimeDuration): _date_plus_days,
    (Time, DaysTimeDuration): _time_plus,
    (DateTime, YearsMonthsDuration): lambda a, b: a.plus_months(b.months),
    (DateTime, DaysTimeDuration): lambda a, b: a.plus_nanos(b.nanos),
    (YearsMonthsDuration, YearsMonthsDuration): lambda a, b: checked_months(a.months + b.months),
    (DaysTimeDuration, DaysTimeDuration): lambda a, b: checked_days(a.nanos + b.nanos),
}
ADD |= {(right, left): _swapped(operation) for (left, right), operation in list(ADD.items()) if left is not right}

SUBTRACT: dict[tuple[type, type], Operation] = {
    (Decimal, Decimal): subtract_numbers,
    (Date, Date): _between_moments,
    (Date, DateTime): _between_moments,
    (DateTime, Date): _between_moments,
    (DateTime, DateTime): _between_moments,
    (Time, Time): _between_times,
    (Date, YearsMonthsDuration): lambda a, b: a.plus_months(-b.months),
    (Date, DaysTimeDuration): lambda a, b: _date_plus_days(a, DaysTimeDuration(-b.nanos)),
    (Time, DaysTimeDuration): lambda a, b: _time_plus(a, DaysTimeDuration(-b.nanos)),
    (DateTime, YearsMonthsDuration): lambda a, b: a.plus_months(-b.months),
    (DateTime, DaysTimeDuration): lambda a, b: a.plus_nanos(-b.nanos),
    (YearsMonthsDuration, YearsMonthsDuration): lambda a, b: checked_months(a.months - b.months),
    (DaysTimeDuration, DaysTimeDuration): lambda a, b: checked_days(a.nanos - b.nanos),
}

MULTIPLY: dict[tuple[type, type], Operation] = {
    (Decimal, Decimal): multiply_numbers,
    (DaysTimeDuration, Decimal): _scaled_days,
    (Decimal, DaysTimeDuration): lambda a, b: _scaled_days(b, a),
    (YearsMonthsDuration, Decimal): _scaled_months,
    (Decimal, YearsMonthsDuration): lambda a, b: _scaled_months(b, a),
}

DIVIDE: dict[tuple[type, type], Operation] = {
    (Decimal, Decimal): divide_numbers,
    (DaysTimeDuration, DaysTimeDuration): lambda a, b: divide_numbers(Decimal(a.nanos), Decimal(b.nanos)),
    (YearsMonthsDuration, YearsMonthsDuration): lambda a, b: divide_numbers(Decimal(a.months), Decimal(b.months)),
    (DaysTimeDuration, Decimal): lambda a, b: checked_days(exact_nanos(divide_numbers(Decimal(a.nanos), b))),
    (YearsMonthsDuration, Decimal): lambda a, b: checked_months(int(divide_numbers(Decimal(a.months), b))),
}

POWER: dict[tuple[type, type], Operation] = {(Decimal, Decimal): power_numbers}

TABLES: dict[str, dict[tuple[type, type], Operation]] = {
    "+": ADD,
    "-": SUBTRACT,
    "*": MULTIPLY,
    "/": DIVIDE,
    "**": POWER,
}


def apply(operator: str, left: object, right: object) -> object:
    """``left operator right``; raises Failure where it has no answer (null)."""
    operation = TABLES[operator].get((type(left), type(right)))
    if operation is None:
        if left is None or right is None:
            raise Failure("null-operand", operator=operator)
        raise Failure("operator-kinds", operator=operator, left=kind_of(left), right=kind_of(right))
    return operation(left, right)


def negate(value: object) -> object:
    """``-value`` of a number or a duration."""
    if isinstance(value, Decimal):
        return value.copy_negate() if value else value
    if isinstance(value, DaysTimeDuration):
        return DaysTimeDuration(-value.nanos)
    if isinstance(value, YearsMonthsDuration):
        return YearsMonthsDuration(-value.months)
    raise Failure("null-operand" if value is None else "negate-kind", operator="-", kind=kind_of(value))
