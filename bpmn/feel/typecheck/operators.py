"""What the operators make of types: the result, or nothing where they have none."""

from __future__ import annotations

from decimal import Decimal

from bpmn.feel.operations.arithmetic import TABLES
from bpmn.feel.types import (
    ANY,
    DATE,
    DATE_TIME,
    DAYS_TIME,
    NULL,
    NUMBER,
    STRING,
    TIME,
    YEARS_MONTHS,
    ContextType,
    FunctionType,
    ListType,
    RangeType,
    Type,
)
from bpmn.feel.values import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration

CLASSES: dict[Type, type] = {
    NUMBER: Decimal,
    STRING: str,
    DATE: Date,
    TIME: Time,
    DATE_TIME: DateTime,
    DAYS_TIME: DaysTimeDuration,
    YEARS_MONTHS: YearsMonthsDuration,
}
DURATIONS = (DAYS_TIME, YEARS_MONTHS)
POINTS = (DATE, TIME, DATE_TIME)
ORDERED = frozenset(CLASSES)


def is_known(kind: Type) -> bool:
    """Whether the type says something: not Any, not Null (a missing value may be of every type)."""
    return kind not in (ANY, NULL)


def shape(kind: Type) -> str:
    """The kind of a type without its parameters."""
    for made, name in ((ListType, "list"), (ContextType, "context"), (RangeType, "range"), (FunctionType, "function")):
        if isinstance(kind, made):
            return name
    return kind.name


def arithmetic(operator: str, left: Type, right: Type) -> Type | None:
    """The type of ``left operator right``; None where it has no value for any values of these types."""
    if not is_known(left) or not is_known(right):
        return ANY
    classes = CLASSES.get(left), CLASSES.get(right)
    if classes not in TABLES[operator]:
        return None
    return _result(operator, left, right)


def _result(operator: str, left: Type, right: Type) -> Type:
    if operator == "-" and left in POINTS and right in POINTS:
        return DAYS_TIME
    if operator == "/" and left in DURATIONS and right in DURATIONS:
        return NUMBER
    for kind in (*POINTS, *DURATIONS):
        if kind in (left, right):
            return kind
    return left


def comparable(left: Type, right: Type) -> bool:
    """Whether the two can be compared for equality."""
    return not is_known(left) or not is_known(right) or shape(left) == shape(right)


def ordered(left: Type, right: Type) -> bool:
    """Whether the two can be compared by order."""
    if any(is_known(kind) and kind not in ORDERED for kind in (left, right)):
        return False
    return comparable(left, right)


def possible(kind: Type, wanted: Type | None) -> bool:
    """Whether a value of one type may stand where another is expected, implicit conversions included."""
    if wanted is None or not is_known(wanted) or not is_known(kind):
        return True
    if isinstance(wanted, ListType):
        return possible(kind.element if isinstance(kind, ListType) else kind, wanted.element)
    if isinstance(kind, ListType):
        return possible(kind.element, wanted)
    return shape(kind) == shape(wanted) or (kind == DATE and wanted == DATE_TIME)
