"""Numbers in Vietnamese notation: dots or spaces between thousands, a comma before decimals.

``1.500`` is one thousand five hundred, ``1,5`` one and a half; ``1.5`` raises ``UnreadableInput``. Programs send JSON
numbers; a number that a program sends as a text is read only if it is not ambiguous.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from bpmn.human_input.text import ascii_digits, normalize_line
from bpmn.human_input.unreadable import UnreadableInput

MOST_DIGITS: Final = 40
_PLAIN = re.compile(r"([+-]?)(\d+)(?:,(\d+))?")
_GROUPED = re.compile(r"([+-]?)([1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?: \d{3})+)(?:,(\d+))?")
#: digits with dots, commas and spaces in any order
_UNCLEAR = re.compile(r"[+-]?[\d., ']*\d[\d., ']*")
#: 1.500 and 1,500: thousands in Vietnamese or in English notation, decimals in the other
_AMBIGUOUS = re.compile(r"[+-]?\d{1,3}[.,]\d{3}")
_ONE_DOT = re.compile(r"[+-]?\d{1,3}\.\d{3}")
_MACHINE = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
_MONEY = re.compile(r"\s?(đ|₫|đồng|vnd|vnđ)\.?", re.IGNORECASE)


def read(text: str, unit: str = "", most_decimals: int | None = None) -> int | Decimal:
    """The number a person wrote; ``unit`` or đồng after it is left out. Raises :class:`UnreadableInput`.

    Where three decimals are allowed (``most_decimals``), 1.500 may be meant as a fraction, and counts as ambiguous, too.
    """
    written = ascii_digits(normalize_line(text))
    if unit and written.casefold().endswith(unit.casefold()):
        written = written[: -len(unit)].rstrip()
    written = _without_money(written)
    found = _PLAIN.fullmatch(written) or _GROUPED.fullmatch(written)
    if found is None or ((most_decimals or 0) >= 3 and _ONE_DOT.fullmatch(written)):
        raise UnreadableInput("ambiguous-number" if _UNCLEAR.fullmatch(written) else "not-a-number")
    sign, whole, decimals = found[1], re.sub(r"\D", "", found[2]), found[3]
    if len(whole) + len(decimals or "") > MOST_DIGITS:
        raise UnreadableInput("not-a-number")
    number: int | Decimal = Decimal(f"{sign}{whole}.{decimals}") if decimals else int(f"{sign}{whole}")
    return number if number else 0  # no minus before zero


def read_sent(text: str, unit: str = "") -> int | Decimal:
    """The number in a text that a program sent, in the notation of JSON or in Vietnamese notation.

    Raises :class:`UnreadableInput` also where the two notations mean different numbers.
    """
    if _AMBIGUOUS.fullmatch(ascii_digits(normalize_line(text))):
        raise UnreadableInput("ambiguous-number")
    number = parse_stored(text)
    return number if number is not None else read(text, unit)


def parse_stored(text: str) -> int | Decimal | None:
    """The number in a text that :func:`to_stored` made, else None."""
    if not _MACHINE.fullmatch(text) or len(text) > MOST_DIGITS + 2:
        return None
    return exact(Decimal(text))


def to_stored(number: int | Decimal) -> str:
    """A number as a text that :func:`parse_stored` reads: all digits, a dot before decimals, no exponent."""
    return format(number, "f") if isinstance(number, Decimal) else str(number)


def exact(number: int | float | Decimal) -> int | Decimal:
    """A number as it is stored: whole ones as integers, no exponent.

    Raises :class:`UnreadableInput` for NaN, infinities and more than ``MOST_DIGITS`` digits.
    """
    decimal = number if isinstance(number, Decimal) else Decimal(str(number))
    if not decimal.is_finite() or (decimal and abs(decimal.adjusted()) >= MOST_DIGITS):
        raise UnreadableInput("not-a-number")
    places = decimal.as_tuple().exponent
    if isinstance(places, int) and places < 0 and decimal == decimal.to_integral_value():
        return int(decimal)
    if len(decimal.as_tuple().digits) > MOST_DIGITS:
        raise UnreadableInput("not-a-number")
    return int(decimal) if isinstance(places, int) and places >= 0 else decimal


def decimal_places(number: int | Decimal) -> int:
    """How many digits were written after the decimal comma: 1,50 has two."""
    places = number.as_tuple().exponent if isinstance(number, Decimal) else 0
    return max(0, -places) if isinstance(places, int) else 0


def _without_money(written: str) -> str:
    for end in range(len(written) - 1, max(-1, len(written) - 7), -1):
        if written[end].isdecimal():
            rest = written[end + 1 :]
            return written[: end + 1] if rest and _MONEY.fullmatch(rest) else written
    return written
