"""Checks whether a JSON value is of the kind that a contract requires. Nothing is rounded, cut or guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from bpmn.contracts.contract import Kind

#: No fee is nearly as high: a larger number is a typing error.
MOST_DONG: Final = 10**12
STATUSES: Final = range(1, 11)


def fits(kind: Kind, value: Any) -> bool:
    """Whether ``value``, which is not null, is of that kind."""
    return _CHECKS[kind](value)


def whole(value: Any, most: int) -> int | None:
    """A number or text as a whole number from 0 to `most`; None if it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    try:
        found = Decimal(value.strip() if isinstance(value, str) else str(value))
    except InvalidOperation:
        return None
    right = found.is_finite() and 0 <= found <= most and found == found.to_integral_value()
    return int(found) if right else None


def _text(value: Any) -> bool:
    return isinstance(value, str | int | float | Decimal)


def _status(value: Any) -> bool:
    return whole(value, STATUSES[-1]) in STATUSES


def _iso(value: Any, read: Callable[[str], Any]) -> Any:
    """A text read by ``read``, without the name of a time zone, which FEEL writes after an ``@``."""
    if not isinstance(value, str):
        return value
    try:
        return read(value.partition("@")[0])
    except ValueError:
        return None


def _date(value: Any) -> bool:
    found = _iso(value, date.fromisoformat)
    return isinstance(found, date) and not isinstance(found, datetime)


def _moment(value: Any) -> bool:
    found = _iso(value, datetime.fromisoformat)
    return isinstance(found, datetime) and found.tzinfo is not None


_CHECKS: Final[Mapping[Kind, Callable[[Any], bool]]] = {
    Kind.TEXT: _text,
    Kind.AMOUNT: lambda value: whole(value, MOST_DONG) is not None,
    Kind.COUNT: lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= 0,
    Kind.STATUS: _status,
    Kind.BOOLEAN: lambda value: isinstance(value, bool),
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.CONTEXT: lambda value: isinstance(value, Mapping),
}
