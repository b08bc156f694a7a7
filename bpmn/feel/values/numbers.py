"""Numbers: decimals of 34 digits, as IEEE 754 decimal128 (DMN 10.3.2.1, "FEEL numbers").

Numbers from outside keep all their digits until arithmetic touches them; every operation rounds half even to 34.
"""

from __future__ import annotations

import decimal
from decimal import Decimal

CONTEXT = decimal.Context(
    prec=34,
    rounding=decimal.ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)

ZERO = Decimal(0)
ONE = Decimal(1)
MIN_SCALE = -6111
MAX_SCALE = 6176


def text_of(number: Decimal) -> str:
    """Plain notation, never an exponent; the digits written are kept (``1.50`` stays ``1.50``)."""
    if number.is_zero() and number.is_signed():
        number = number.copy_abs()
    return format(number, "f")


def from_int(value: int, digits: int) -> Decimal | None:
    """An int of at most ``digits`` decimal digits, exactly; None when it is longer."""
    if value.bit_length() > digits * 4:
        return None
    number = Decimal(value)
    return number if number.adjusted() < digits else None


def from_float(value: float) -> Decimal | None:
    """The shortest decimal that reads back as this float; None for infinities and NaN."""
    number = Decimal(repr(value))
    return number if number.is_finite() else None


def is_integer(number: Decimal) -> bool:
    """True for 3 and 3.00, false for 3.5."""
    if not number:
        return True
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= 0:
        return True
    return number == number.to_integral_value()


def small_int(number: Decimal, limit: int = 10**12) -> int | None:
    """The int this number is, when it is one and its size is below ``limit``; else None."""
    if abs(number) > limit or not is_integer(number):
        return None
    return int(number)
