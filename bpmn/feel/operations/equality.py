"""``=`` of FEEL (DMN 10.3.2.13, table 42): true, false, or a Failure where the kinds cannot be compared.

Times are equal to the second: fractions do not count. A reading without a zone takes the zone of the other side.
"""

from __future__ import annotations

from decimal import Decimal

from bpmn.feel.conformance import kind_of
from bpmn.feel.errors import Failure
from bpmn.feel.values import DateTime, Function, Range, Time
from bpmn.feel.values.times import NANOS


def times_equal(left: Time, right: Time) -> bool:
    """The same second of the day. Where one has no zone, it takes the other's (DMN 10.3.2.13)."""
    if not (left.has_zone and right.has_zone):
        return left.seconds == right.seconds
    return (left.seconds - (left.own_offset or 0)) % 86_400 == (right.seconds - (right.own_offset or 0)) % 86_400


def moments_equal(left: DateTime, right: DateTime) -> bool:
    """The same second on the time line. Where one has no zone, it takes the other's (DMN 10.3.2.13)."""
    if not (left.has_zone and right.has_zone):
        return left.local_nanos // NANOS == right.local_nanos // NANOS
    return left.instant // NANOS == right.instant // NANOS


def _lists_equal(left: list[object], right: list[object]) -> bool:
    return len(left) == len(right) and all(same(a, b) for a, b in zip(left, right, strict=True))


def _contexts_equal(left: dict[str, object], right: dict[str, object]) -> bool:
    return left.keys() == right.keys() and all(same(value, right[key]) for key, value in left.items())


def ranges_equal(left: Range, right: Range) -> bool:
    """The same ends, equally open, written in the same manner: ``(< 10)`` is not ``(null..10)``."""
    return (
        (left.start_included, left.end_included, left.operator)
        == (right.start_included, right.end_included, right.operator)
        and same(left.start, right.start)
        and same(left.end, right.end)
    )


def same(left: object, right: object) -> bool:
    """Equality for looking things up: as ``=``, but false where kinds differ."""
    try:
        return equal(left, right)
    except Failure:
        return False


def equal(left: object, right: object) -> bool:
    """``left = right``; raises Failure ``kinds-differ`` where the question has no answer (null)."""
    kind = type(left)
    if left is None or right is None:
        return left is right
    if kind is not type(right):
        raise Failure("kinds-differ", left=kind_of(left), right=kind_of(right), operator="=")
    if kind is Decimal or kind is str or kind is bool:
        return left == right
    return _composed_equal(left, right)


def _composed_equal(left: object, right: object) -> bool:
    if isinstance(left, list) and isinstance(right, list):
        return _lists_equal(left, right)
    if isinstance(left, dict) and isinstance(right, dict):
        return _contexts_equal(left, right)
    if isinstance(left, Time) and isinstance(right, Time):
        return times_equal(left, right)
    if isinstance(left, DateTime) and isinstance(right, DateTime):
        return moments_equal(left, right)
    if isinstance(left, Range) and isinstance(right, Range):
        return ranges_equal(left, right)
    if isinstance(left, Function):
        return left is right
    return left == right


def equality_key(value: object) -> object:
    """A hashable for which equal keys mean ``same`` values: look-ups in long lists without comparing each pair."""
    if isinstance(value, list):
        return ("list", tuple(equality_key(item) for item in value))
    if isinstance(value, dict):
        return ("context", frozenset((key, equality_key(item)) for key, item in value.items()))
    if isinstance(value, Time):
        offset = value.own_offset
        return ("time", offset is None, (value.seconds - (offset or 0)) % 86_400)
    if isinstance(value, DateTime):
        return ("moment", value.has_zone, value.instant // NANOS)
    if isinstance(value, Range):
        ends = (equality_key(value.start), equality_key(value.end))
        return ("range", ends, value.start_included, value.end_included, value.operator)
    return (type(value), value)
