"""What is computed over a whole list (DMN 10.3.4.4): extremes, sums, averages, ``all`` and ``any``.

Each takes a list, or its elements one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from bpmn.feel.builtins.registry import built_in, of_kind
from bpmn.feel.compiler.calls import CallContext
from bpmn.feel.conformance import kind_of
from bpmn.feel.errors import Failure
from bpmn.feel.operations.arithmetic import add_numbers, divide_numbers, multiply_numbers, subtract_numbers
from bpmn.feel.operations.ordering import key_of
from bpmn.feel.values.numbers import CONTEXT, ONE, ZERO

Items = list[object]
OverList = Callable[[CallContext, Items], object]
EMPTY_ALLOWED = frozenset({"mode", "all", "any"})


def over_list(name: str, result: str = "any", weight: int = 1) -> Callable[[OverList], OverList]:
    """Registers a function both of a list and of its elements one by one; ``weight``: half cost units an element."""

    def register(function: OverList) -> OverList:
        def of_list(call: CallContext, items: Items) -> object:
            call.run.charge(len(items) * weight >> 1)
            if not items and name not in EMPTY_ALLOWED:
                raise Failure("list-empty", function=name)
            return function(call, items)

        built_in(name, "list: list", result, wants_call=True)(of_list)

        def of_elements(call: CallContext, items: Items) -> object:
            if len(items) == 1 and items[0] is None:
                raise Failure("argument-null", function=name, parameter="list")
            if not items:
                raise Failure("argument-count", function=name, given=0, expected="1")
            return of_list(call, items)

        built_in(name, "*list: any?", result, wants_call=True)(of_elements)
        return function

    return register


def ordered(items: Items, function: str) -> Items:
    """The items by their own order; all must be of one kind that has one. Raises Failure."""
    if not items:
        return []
    first = type(items[0])
    for item in items:
        if type(item) is not first:
            raise Failure("items-kind", function=function, expected=kind_of(items[0]), kind=kind_of(item))
    return sorted(items, key=key_of)


def _numbers(items: Items, function: str) -> list[Decimal]:
    return of_kind(items, Decimal, function)


@over_list("min")
def minimum(_: CallContext, items: Items) -> object:
    """The smallest; null of an empty list."""
    return ordered(items, "min")[0]


@over_list("max")
def maximum(_: CallContext, items: Items) -> object:
    """The greatest; null of an empty list."""
    return ordered(items, "max")[-1]


@over_list("sum", "number")
def total(_: CallContext, items: Items) -> Decimal:
    """The sum; null of an empty list."""
    return total_of(items)


def total_of(items: Items) -> Decimal:
    """The sum of numbers; raises Failure where one is none."""
    return _sum(_numbers(items, "sum"))


def _sum(numbers: list[Decimal]) -> Decimal:
    result = ZERO
    for number in numbers:
        result = add_numbers(result, number)
    return result


@over_list("product", "number")
def product(_: CallContext, items: Items) -> Decimal:
    """The product; null of an empty list."""
    result = ONE
    for number in _numbers(items, "product"):
        result = multiply_numbers(result, number)
    return result


@over_list("mean", "number")
def mean(_: CallContext, items: Items) -> Decimal:
    """The average; null of an empty list."""
    return divide_numbers(_sum(_numbers(items, "mean")), Decimal(len(items)))


@over_list("median", "number")
def median(_: CallContext, items: Items) -> Decimal:
    """The middle one, or the average of the two in the middle; null of an empty list."""
    numbers = sorted(_numbers(items, "median"))
    middle = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[middle]
    return divide_numbers(add_numbers(numbers[middle - 1], numbers[middle]), Decimal(2))


@over_list("stddev", "number", 4)
def standard_deviation(_: CallContext, items: Items) -> Decimal:
    """The standard deviation of a sample; null of fewer than two numbers."""
    numbers = _numbers(items, "stddev")
    if len(numbers) < 2:
        raise Failure("too-few", function="stddev", needed=2)
    average = divide_numbers(_sum(numbers), Decimal(len(numbers)))
    distances = [subtract_numbers(number, average) for number in numbers]
    squares = _sum([multiply_numbers(distance, distance) for distance in distances])
    return CONTEXT.sqrt(divide_numbers(squares, Decimal(len(numbers) - 1)))


@over_list("mode", "list<number>")
def mode(_: CallContext, items: Items) -> list[Any]:
    """The numbers that appear most often, ascending."""
    counts: dict[Decimal, int] = {}
    for number in _numbers(items, "mode"):
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(number for number, found in counts.items() if found == most)


def _decided(items: Items, deciding: bool) -> bool | None:
    """``deciding`` when it is among the items, its opposite when all are that, else null."""
    if any(item is deciding for item in items):
        return deciding
    return None if any(item is not (not deciding) for item in items) else not deciding


@over_list("all", "boolean")
def all_(call: CallContext, items: Items) -> bool | None:
    """False if one is false, true if all are true (also of an empty list), else null."""
    return _noted(call, _decided(items, False))


@over_list("any", "boolean")
def any_(call: CallContext, items: Items) -> bool | None:
    """True if one is true, false if all are false (also of an empty list), else null."""
    return _noted(call, _decided(items, True))


def _noted(call: CallContext, answer: bool | None) -> bool | None:
    if answer is None:
        call.note("not-boolean", value=None)
    return answer
