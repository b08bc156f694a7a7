"""List functions (DMN 10.3.4.4) and Camunda's, without the statistics. Positions count from 1, or from the end with -1."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from bpmn.feel.builtins.conversion import whole
from bpmn.feel.builtins.registry import built_in
from bpmn.feel.builtins.statistics import ordered
from bpmn.feel.compiler.calls import CallContext
from bpmn.feel.errors import Failure
from bpmn.feel.operations.equality import equality_key, same
from bpmn.feel.values import Function

Items = list[object]


def keys_of(items: Items, call: CallContext) -> list[object]:
    """Keys by which equal items can be found without comparing each pair."""
    call.run.charge(len(items))
    call.run.weigh(items)
    return [equality_key(item) for item in items]


@built_in("list contains", "list: list, element: any?", "boolean", wants_call=True)
def list_contains(call: CallContext, items: Items, element: object) -> bool:
    """Whether the list has the element; null counts."""
    call.run.weigh(items)
    return any(same(item, element) for item in items)


@built_in("count", "list: list", "number")
def count(items: Items) -> Decimal:
    """The number of elements."""
    return Decimal(len(items))


@built_in("sublist", "list: list, start position: number, length?: number", "list", wants_call=True)
def sublist(call: CallContext, items: Items, start: Decimal, length: Decimal | None) -> Items:
    """A part of the list."""
    first = whole(start)
    if first == 0 or abs(first) > len(items):
        raise Failure("position-outside", position=start, length=len(items))
    begin = first - 1 if first > 0 else len(items) + first
    end = len(items) if length is None else begin + whole(length)
    if (length is not None and end <= begin) or end > len(items):
        raise Failure("position-outside", position=length, length=len(items))
    return call.run.checked_list(items[begin:end])


@built_in("append", "list: list?, *item: any?", "list", wants_call=True)
@built_in("append", "list: list?, *items: any?", "list", wants_call=True)
def append(call: CallContext, items: Items | None, more: Items) -> Items:
    """The list with further elements."""
    return call.run.checked_list((items if items is not None else [None]) + more)


@built_in("concatenate", "*list: any?", "list", wants_call=True)
@built_in("concatenate", "*lists: any?", "list", wants_call=True)
def concatenate(call: CallContext, lists: Items) -> Items:
    """Lists concatenated; any other value counts as a list of one."""
    return call.run.checked_list(list(_elements(lists)))


def _elements(lists: Items) -> Iterator[object]:
    for part in lists:
        if part is None:
            raise Failure("argument-null", function="concatenate", parameter="list")
        if isinstance(part, list):
            yield from part
        else:
            yield part


def _place(position: Decimal, items: Items) -> int:
    place = whole(position)
    if place == 0 or abs(place) > len(items):
        raise Failure("position-outside", position=position, length=len(items))
    return place - 1 if place > 0 else len(items) + place


@built_in("insert before", "list: list, position: number, newItem: any?", "list", wants_call=True)
def insert_before(call: CallContext, items: Items, position: Decimal, item: object) -> Items:
    """The list with an element put in before a position."""
    place = _place(position, items)
    return call.run.checked_list([*items[:place], item, *items[place:]])


@built_in("remove", "list: list, position: number", "list", wants_call=True)
def remove(call: CallContext, items: Items, position: Decimal) -> Items:
    """The list without the element at a position."""
    place = _place(position, items)
    return call.run.checked_list(items[:place] + items[place + 1 :])


@built_in("list replace", "list: list, position: number, newItem: any?", "list", wants_call=True)
def list_replace(call: CallContext, items: Items, position: Decimal, item: object) -> Items:
    """The list with another element at a position."""
    place = _place(position, items)
    return call.run.checked_list([*items[:place], item, *items[place + 1 :]])


@built_in("list replace", "list: list, match: function, newItem: any?", "list", wants_call=True)
def list_replace_matching(call: CallContext, items: Items, match: Function, item: object) -> Items:
    """The list with another element wherever ``match(element, newItem)`` holds."""
    if len(match.parameters) != 2:
        raise Failure("argument-count", function="match", given=2, expected=len(match.parameters))
    answers = [call.invoke(match, element, item) for element in items]
    if any(not isinstance(answer, bool) for answer in answers):
        raise Failure("not-boolean", value=next(answer for answer in answers if not isinstance(answer, bool)))
    return call.run.checked_list([item if answer else old for old, answer in zip(items, answers, strict=True)])


@built_in("reverse", "list: list", "list", wants_call=True)
def reverse(call: CallContext, items: Items) -> Items:
    """Last first."""
    return call.run.checked_list(items[::-1])


@built_in("index of", "list: list, match: any?", "list<number>", wants_call=True)
def index_of(call: CallContext, items: Items, match: object) -> Items:
    """The positions of an element."""
    call.run.weigh(items)
    return [Decimal(place) for place, item in enumerate(items, 1) if same(item, match)]


def distinct(items: Items, call: CallContext) -> Items:
    """The elements without repetitions, in the order of their first appearance."""
    seen: dict[object, object] = {}
    for key, item in zip(keys_of(items, call), items, strict=True):
        seen.setdefault(key, item)
    return list(seen.values())


@built_in("union", "*list: any?", "list", wants_call=True)
@built_in("union", "*lists: any?", "list", wants_call=True)
def union(call: CallContext, lists: Items) -> Items:
    """All elements of some lists without repetitions."""
    return call.run.checked_list(distinct(concatenate(call, lists), call))


@built_in("distinct values", "list: list", "list", wants_call=True)
def distinct_values(call: CallContext, items: Items) -> Items:
    """The list without repetitions."""
    return distinct(items, call)


@built_in("duplicate values", "list: list", "list", wants_call=True)
def duplicate_values(call: CallContext, items: Items) -> Items:
    """Camunda: the elements that appear more than once, each once."""
    keys = keys_of(items, call)
    counts: dict[object, int] = {}
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    return distinct([item for key, item in zip(keys, items, strict=True) if counts[key] > 1], call)


@built_in("flatten", "list: list", "list", wants_call=True)
def flatten(call: CallContext, items: Items) -> Items:
    """The elements of nested lists in one list."""
    flat: Items = []
    waiting = [iter(items)]
    while waiting:
        for item in waiting[-1]:
            call.run.charge(1)
            if isinstance(item, list):
                waiting.append(iter(item))
                break
            flat.append(item)
        else:
            waiting.pop()
    return call.run.checked_list(flat)


def _by(precedes: Function, call: CallContext) -> Callable[[object], Any]:
    def compare(left: object, right: object) -> int:
        for first, second, sign in ((left, right, -1), (right, left, 1)):
            answer = call.invoke(precedes, first, second)
            if answer is True:
                return sign
            if answer is not False:
                raise Failure("not-boolean", value=answer)
        return 0

    return functools.cmp_to_key(compare)


@built_in("sort", "list: list, precedes?: function?", "list", wants_call=True)
def sort(call: CallContext, items: Items, precedes: Function | None) -> Items:
    """In the order ``precedes(a, b)`` says; equal elements keep their order. Without it, in their own order."""
    call.run.charge(len(items))
    if precedes is None:
        return call.run.checked_list(ordered(items, "sort"))
    if len(precedes.parameters) != 2:
        raise Failure("argument-count", function="precedes", given=2, expected=len(precedes.parameters))
    return call.run.checked_list(sorted(items, key=_by(precedes, call)))


@built_in("is empty", "list: list", "boolean")
def is_empty(items: Items) -> bool:
    """Camunda: whether the list has no element."""
    return not items


@built_in("partition", "list: list, size: number", "list<list>", wants_call=True)
def partition(call: CallContext, items: Items, size: Decimal) -> Items:
    """Camunda: the list cut into lists of a size."""
    step = whole(size)
    if step < 1:
        raise Failure("size-not-positive", size=size)
    call.run.charge(len(items) // step)
    return call.run.checked_list([items[start : start + step] for start in range(0, len(items), step)])
