"""Which type a value has (DMN 10.3.2.9): its kind, and whether it conforms to a type."""

from __future__ import annotations

from decimal import Decimal

from bpmn.feel.types import (
    ANY,
    BOOLEAN,
    CONTEXT,
    DATE,
    DATE_TIME,
    DAYS_TIME,
    FUNCTION,
    LIST,
    NULL,
    NUMBER,
    RANGE,
    STRING,
    TIME,
    YEARS_MONTHS,
    ContextType,
    FunctionType,
    ListType,
    RangeType,
    Type,
    is_subtype,
)
from bpmn.feel.values import Date, DateTime, DaysTimeDuration, Function, Range, Time, YearsMonthsDuration

_SIMPLE: dict[type, Type] = {
    type(None): NULL,
    bool: BOOLEAN,
    Decimal: NUMBER,
    str: STRING,
    Date: DATE,
    Time: TIME,
    DateTime: DATE_TIME,
    YearsMonthsDuration: YEARS_MONTHS,
    DaysTimeDuration: DAYS_TIME,
    list: LIST,
    dict: CONTEXT,
    Range: RANGE,
    Function: FUNCTION,
}

#: the one Python class of the values of a simple type
EXACT: dict[Type, type] = {kind: made for made, kind in _SIMPLE.items() if kind is not NULL}


def kind_of(value: object) -> Type:
    """The value's kind, without its elements' types: what an error names."""
    return _SIMPLE.get(type(value), ANY)


def _function_conforms(function: Function, kind: FunctionType) -> bool:
    """Some signature takes exactly these parameters; where a type is not declared, it is taken to fit."""
    for overload in function.overloads:
        pairs = zip(overload.parameters, kind.parameters, strict=False)
        if len(overload.parameters) == len(kind.parameters) and all(
            mine.type is None or theirs == ANY or is_subtype(theirs, mine.type) for mine, theirs in pairs
        ):
            return overload.result is None or is_subtype(overload.result, kind.result)
    return False


def _range_conforms(value: Range, kind: RangeType) -> bool:
    ends = [end for end in (value.start, value.end) if end is not None]
    return kind.element == ANY or all(conforms(end, kind.element) for end in ends)


def conforms(value: object, kind: Type) -> bool:
    """Whether the value is of the type. Null is of every type but is an *instance of* none (see ``instance_of``)."""
    if kind is ANY or kind.name == "Any" or value is None:
        return True
    if isinstance(kind, ListType):
        return isinstance(value, list) and (kind.element is ANY or all(conforms(item, kind.element) for item in value))
    if isinstance(kind, ContextType):
        return isinstance(value, dict) and all(
            key in value and conforms(value[key], entry) for key, entry in kind.entries.items()
        )
    if isinstance(kind, RangeType):
        return isinstance(value, Range) and _range_conforms(value, kind)
    if isinstance(kind, FunctionType):
        return isinstance(value, Function) and _function_conforms(value, kind)
    return kind_of(value) == kind


def instance_of(value: object, kind: Type) -> bool:
    """``value instance of kind``: as :func:`conforms`, but null is an instance of Null only (DMN 10.3.2.13)."""
    if value is None:
        return kind == NULL
    return conforms(value, kind)
