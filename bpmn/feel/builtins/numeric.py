"""Numeric functions (DMN 10.3.4.5). Rounding takes a scale of -6111 to 6176 digits; every result has at most 34."""

from __future__ import annotations

import decimal
from decimal import Decimal

from bpmn.feel.builtins.conversion import whole
from bpmn.feel.builtins.registry import built_in
from bpmn.feel.compiler.calls import CallContext
from bpmn.feel.errors import Failure
from bpmn.feel.values import DaysTimeDuration, YearsMonthsDuration
from bpmn.feel.values.numbers import CONTEXT, MAX_SCALE, MIN_SCALE, ZERO, is_integer

WIDE = decimal.Context(prec=13_000, Emin=-20_000, Emax=20_000, traps=[decimal.InvalidOperation])


def rounded(number: Decimal, scale: Decimal, mode: str) -> Decimal:
    """The number to so many digits after the point (before it, where negative); more digits than it has change nothing."""
    places = whole(scale)
    if not MIN_SCALE <= places <= MAX_SCALE:
        raise Failure("scale-outside", scale=scale, lowest=MIN_SCALE, highest=MAX_SCALE)
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= places:
        return _widened(number, places)
    made = number.quantize(Decimal(1).scaleb(-places), rounding=mode, context=WIDE)
    return CONTEXT.plus(made) if places >= 0 else CONTEXT.plus(made.quantize(Decimal(1), context=WIDE))


def _widened(number: Decimal, places: int) -> Decimal:
    """The number with zeros up to the scale, as far as 34 digits go (``decimal(1, 2)`` is 1.00)."""
    if places < 0 or number.adjusted() + places > 32:
        return number
    return number.quantize(Decimal(1).scaleb(-places), context=WIDE)


@built_in("decimal", "n: number, scale: number", "number", cost=10)
def decimal_(number: Decimal, scale: Decimal) -> Decimal:
    """Rounded half even to a scale."""
    return rounded(number, scale, decimal.ROUND_HALF_EVEN)


@built_in("floor", "n: number, scale?: number", "number", cost=10)
def floor(number: Decimal, scale: Decimal | None) -> Decimal:
    """Down."""
    return rounded(number, ZERO if scale is None else scale, decimal.ROUND_FLOOR)


@built_in("ceiling", "n: number, scale?: number", "number", cost=10)
def ceiling(number: Decimal, scale: Decimal | None) -> Decimal:
    """Up."""
    return rounded(number, ZERO if scale is None else scale, decimal.ROUND_CEILING)


@built_in("round up", "n: number, scale?: number", "number", cost=10)
def round_up(number: Decimal, scale: Decimal | None) -> Decimal:
    """Away from zero."""
    return rounded(number, ZERO if scale is None else scale, decimal.ROUND_UP)


@built_in("round down", "n: number, scale?: number", "number", cost=10)
def round_down(number: Decimal, scale: Decimal | None) -> Decimal:
    """Towards zero."""
    return rounded(number, ZERO if scale is None else scale, decimal.ROUND_DOWN)


@built_in("round half up", "n: number, scale?: number", "number", cost=10)
def round_half_up(number: Decimal, scale: Decimal | None) -> Decimal:
    """To the nearest, a half away from zero."""
    return rounded(number, ZERO if scale is None else scale, decimal.ROUND_HALF_UP)


@built_in("round half down", "n: number, scale?: number", "number", cost=10)
def round_half_down(number: Decimal, scale: Decimal | None) -> Decimal:
    """To the nearest, a half towards zero."""
    return rounded(number, ZERO if scale is None else scale, decimal.ROUND_HALF_DOWN)


@built_in("abs", "n: number", "number")
@built_in("abs", "number: number", "number")
def absolute(number: Decimal) -> Decimal:
    """Without its sign."""
    return number.copy_abs()


@built_in("abs", "n: days and time duration")
@built_in("abs", "duration: days and time duration")
def absolute_days(value: DaysTimeDuration) -> DaysTimeDuration:
    """Without its sign."""
    return DaysTimeDuration(abs(value.nanos))


@built_in("abs", "n: years and months duration")
@built_in("abs", "duration: years and months duration")
def absolute_months(value: YearsMonthsDuration) -> YearsMonthsDuration:
    """Without its sign."""
    return YearsMonthsDuration(abs(value.months))


@built_in("modulo", "dividend: number, divisor: number", "number", cost=10)
def modulo(dividend: Decimal, divisor: Decimal) -> Decimal:
    """``dividend - divisor * floor(dividend / divisor)``: the remainder with the divisor's sign."""
    if not divisor:
        raise Failure("division-by-zero")
    if abs(dividend.adjusted() - divisor.adjusted()) > 6_000:
        raise Failure("number-overflow")
    remainder = WIDE.remainder(dividend, divisor)
    if remainder and (remainder < 0) != (divisor < 0):
        remainder = WIDE.add(remainder, divisor)
    return CONTEXT.plus(remainder)


@built_in("sqrt", "number: number", "number", cost=10)
def sqrt(number: Decimal) -> Decimal:
    """The square root; null of negative numbers."""
    if number < 0:
        raise Failure("number-undefined")
    return CONTEXT.sqrt(number)


@built_in("log", "number: number", "number", cost=20)
def log(number: Decimal) -> Decimal:
    """The natural logarithm; null of zero and negative numbers."""
    if number <= 0:
        raise Failure("number-undefined")
    return CONTEXT.ln(number)


@built_in("exp", "number: number", "number", cost=20)
def exp(number: Decimal) -> Decimal:
    """e to that power."""
    try:
        return CONTEXT.exp(number)
    except decimal.Overflow as error:
        raise Failure("number-overflow") from error


def _parity(number: Decimal, wanted: int) -> bool:
    if not is_integer(number):
        return False
    return int(WIDE.remainder(number.copy_abs(), Decimal(2))) == wanted


@built_in("odd", "number: number", "boolean", cost=10)
def odd(number: Decimal) -> bool:
    """Whether the number is odd; fractions are neither."""
    return _parity(number, 1)


@built_in("even", "number: number", "boolean", cost=10)
def even(number: Decimal) -> bool:
    """Whether the number is even; fractions are neither."""
    return _parity(number, 0)


@built_in("random number", "", "number", wants_call=True, cost=10)
def random_number(call: CallContext) -> Decimal:
    """Camunda: from 0 up to 1, drawn from the evaluation's seed."""
    drawn = int.from_bytes(call.run.draw()[:14], "big")
    return CONTEXT.divide(Decimal(drawn), Decimal(1 << 112))
