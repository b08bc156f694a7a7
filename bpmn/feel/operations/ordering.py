"""``<`` of FEEL: numbers, strings, dates, times, moments and durations, each with its own kind only."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from bpmn.feel.conformance import kind_of
from bpmn.feel.errors import Failure
from bpmn.feel.operations.equality import equal
from bpmn.feel.values import Date, DateTime, DaysTimeDuration, Range, Time, YearsMonthsDuration
from bpmn.feel.values.times import NANOS

Key = Callable[[Any], Any]


def _time_key(value: Time) -> int:
    return value.nanos - (value.own_offset or 0) * NANOS


KEYS: dict[type, Key] = {
    Decimal: lambda value: value,
    str: lambda value: value,
    Date: lambda value: (value.year, value.month, value.day),
    Time: _time_key,
    DateTime: lambda value: value.instant,
    DaysTimeDuration: lambda value: value.nanos,
    YearsMonthsDuration: lambda value: value.months,
}


def _incomparable(left: object, right: object, operator: str) -> Failure:
    if left is None or right is None:
        return Failure("null-compared", operator=operator)
    return Failure("kinds-differ", left=kind_of(left), right=kind_of(right), operator=operator)


def key_of(value: object) -> Any:
    """A Python value that sorts as this one does; raises Failure ``not-ordered``."""
    make = KEYS.get(type(value))
    if make is None:
        raise Failure("not-ordered", kind=kind_of(value))
    return make(value)


def less(left: object, right: object, operator: str = "<") -> bool:
    """``left < right``; raises Failure where it has no answer (null)."""
    make = KEYS.get(type(left))
    if make is None or type(left) is not type(right):
        raise _incomparable(left, right, operator)
    if isinstance(left, Time | DateTime) and isinstance(right, Time | DateTime) and left.has_zone != right.has_zone:
        return _wall_nanos(left) < _wall_nanos(right)
    return bool(make(left) < make(right))


def _wall_nanos(value: Time | DateTime) -> int:
    """The reading on the wall: where one side has no zone, it takes the other's, and both walls compare."""
    return value.nanos if isinstance(value, Time) else value.local_nanos


def at_most(left: object, right: object, operator: str = "<=") -> bool:
    """``left <= right``: less, or equal."""
    return less(left, right, operator) or equal(left, right)


COMPARE: dict[str, Callable[[object, object], bool]] = {
    "<": lambda a, b: less(a, b, "<"),
    ">": lambda a, b: less(b, a, ">"),
    "<=": lambda a, b: at_most(a, b, "<="),
    ">=": lambda a, b: at_most(b, a, ">="),
    "=": equal,
    "!=": lambda a, b: not equal(a, b),
}


def _above_start(value: object, interval: Range) -> bool:
    if interval.start is None:
        raise Failure("null-compared", operator="in")
    return (at_most if interval.start_included else less)(interval.start, value, "in")


def _below_end(value: object, interval: Range) -> bool:
    if interval.end is None:
        raise Failure("null-compared", operator="in")
    return (at_most if interval.end_included else less)(value, interval.end, "in")


def contains(interval: Range, value: object) -> bool:
    """``value in interval``; raises Failure where it has no answer."""
    if interval.operator is not None:
        end = interval.start if interval.operator in (">", ">=") else interval.end
        return COMPARE[interval.operator](value, end)
    return _above_start(value, interval) and _below_end(value, interval)
