"""The border: JSON values (and Python's dates) in, FEEL values inside, JSON values out. No other object crosses it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Protocol

from bpmn.feel.budget import CostMeter, EvaluationBudget
from bpmn.feel.conformance import kind_of
from bpmn.feel.errors import BudgetExceeded, ConversionError
from bpmn.feel.values import (
    Date,
    DateTime,
    DaysTimeDuration,
    Function,
    Range,
    Time,
    YearsMonthsDuration,
)
from bpmn.feel.values.numbers import from_float, from_int, is_integer
from bpmn.feel.weight import weigh

SMALL = 10**15
MAX_DEPTH = 100
#: Python writes no int of more than 4300 digits as text; longer numbers leave as decimals
PYTHON_DIGITS = 4_000
DEFAULT = EvaluationBudget()
AS_IS = frozenset({type(None), bool, str, Date, Time, DateTime, DaysTimeDuration, YearsMonthsDuration, Function, Range})
TEMPORAL = (Date, Time, DateTime, DaysTimeDuration, YearsMonthsDuration)


class CostCounter(Protocol):
    """Counts the cost of a conversion: a run with its budget."""

    @property
    def budget(self) -> EvaluationBudget:
        """The limits in force."""

    def charge(self, steps: int) -> None:
        """Count steps."""


class _Free:
    """A counter that only knows the default limits."""

    budget = DEFAULT

    def charge(self, steps: int) -> None:
        """Outside an evaluation nothing is counted."""


def _zone_of(value: datetime.datetime | datetime.time) -> tuple[int | None, str | None]:
    name = getattr(value.tzinfo, "key", None)
    if isinstance(name, str):
        return None, name
    offset = value.utcoffset()
    return (int(offset.total_seconds()), None) if offset is not None else (None, None)


def _time(value: datetime.datetime | datetime.time) -> Time:
    offset, zone = _zone_of(value)
    return Time(value.hour, value.minute, value.second, value.microsecond * 1000, offset, zone)


def _python_temporal(value: object) -> object:
    if isinstance(value, datetime.datetime):
        return DateTime(Date(value.year, value.month, value.day), _time(value))
    if isinstance(value, datetime.date):
        return Date(value.year, value.month, value.day)
    if isinstance(value, datetime.time):
        return _time(value)
    if isinstance(value, datetime.timedelta):
        return DaysTimeDuration((value.days * 86_400 + value.seconds) * 10**9 + value.microseconds * 1000)
    raise ConversionError("value-foreign", kind=type(value).__name__)


def _number(value: int | float | Decimal, digits: int) -> Decimal:
    number: Decimal | None
    if isinstance(value, Decimal):
        number = value if value.is_finite() and abs(value.adjusted()) < digits else None
    elif isinstance(value, float):
        number = from_float(value)
    else:
        number = from_int(value, digits)
    if number is None:
        raise ConversionError("number-foreign")
    return number


def convert(value: object, counter: CostCounter, depth: int = MAX_DEPTH) -> object:
    """A FEEL value from a JSON value; containers are copied. Raises ConversionError for anything else."""
    if type(value) in AS_IS:
        return value
    if type(value) is int and -SMALL < value < SMALL:
        return Decimal(value)
    if isinstance(value, int | float | Decimal):
        return _number(value, counter.budget.digits)
    if not depth:
        raise ConversionError("value-too-deep", allowed=MAX_DEPTH)
    if isinstance(value, list | tuple):
        counter.charge(len(value) >> 1)
        return [convert(item, counter, depth - 1) for item in value]
    if isinstance(value, Mapping):
        counter.charge(len(value) >> 1)
        return {_key(key): convert(item, counter, depth - 1) for key, item in value.items()}
    if isinstance(value, str):
        return str(value)
    return _python_temporal(value)


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise ConversionError("key-foreign", kind=type(key).__name__)
    return key


def from_json(value: object) -> object:
    """A FEEL value from None, bool, int, float, Decimal, str, list, dict (nested); raises ConversionError.

    Dates arrive as text and stay text: an expression says ``date(x)`` where it wants one.
    """
    return convert(value, _Free())


def to_json(value: object, meter: CostMeter | None = None) -> Any:
    """JSON-able: whole numbers as int, others as Decimal, dates and durations as ISO text; ConversionError for the rest.

    A value larger than the budget of an evaluation raises ConversionError, too: written out, shared parts are repeated. The
    cost is charged to ``meter``, if one is given; BudgetExceeded when it is used up.
    """
    own = CostMeter(DEFAULT.steps)
    try:
        weigh(value, own.charge)
    except BudgetExceeded:
        raise ConversionError("value-too-large") from None
    if meter is not None:
        meter.charge(own.spent)
    return _out(value, MAX_DEPTH * 2)


def _out(value: object, depth: int) -> Any:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Decimal):
        return int(value) if is_integer(value) and value.adjusted() < PYTHON_DIGITS else value
    if isinstance(value, TEMPORAL):
        return str(value)
    if not depth:
        raise ConversionError("value-too-deep", allowed=MAX_DEPTH * 2)
    if isinstance(value, list):
        return [_out(item, depth - 1) for item in value]
    if isinstance(value, dict):
        return {key: _out(item, depth - 1) for key, item in value.items()}
    raise ConversionError("value-no-json", kind=kind_of(value))
