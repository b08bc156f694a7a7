"""Paths and filters as closures: ``a.b`` and ``a[b]``."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from bpmn.feel import nodes
from bpmn.feel.compiler.core import Compiler, boolean_of, compiles, note_failure
from bpmn.feel.compiler.frames import MISSING, Closure, Frame, Site
from bpmn.feel.conformance import kind_of
from bpmn.feel.errors import Failure
from bpmn.feel.values import Date, DateTime, DaysTimeDuration, Range, Time, YearsMonthsDuration
from bpmn.feel.values.numbers import small_int

Property = Callable[[Any], object]


def _offset(seconds: int | None) -> object:
    return None if seconds is None else DaysTimeDuration.of(seconds=seconds)


def _seconds(whole: int, nanos: int) -> Decimal:
    """Seconds with their fraction, where there is one."""
    return (Decimal(whole) + Decimal(nanos).scaleb(-9)).normalize() + 0 if nanos else Decimal(whole)


def _part(index: int) -> Property:
    return lambda value: Decimal(value.parts()[index] * (-1 if value.nanos < 0 else 1))


def _duration_seconds(value: DaysTimeDuration) -> Decimal:
    *_, whole, nanos = value.parts()
    found = _seconds(whole, nanos)
    return found.copy_negate() if value.nanos < 0 and found else found


DATE_PROPERTIES: dict[str, Property] = {
    "year": lambda value: Decimal(value.year),
    "month": lambda value: Decimal(value.month),
    "day": lambda value: Decimal(value.day),
    "weekday": lambda value: Decimal(value.weekday),
}
TIME_PROPERTIES: dict[str, Property] = {
    "hour": lambda value: Decimal(value.hour),
    "minute": lambda value: Decimal(value.minute),
    "second": lambda value: _seconds(value.second, value.nano),
    "timezone": lambda value: value.zone,
}


def _of_date(read: Property) -> Property:
    return lambda value: read(value.date)


def _of_time(read: Property) -> Property:
    return lambda value: read(value.time)


PROPERTIES: dict[type, dict[str, Property]] = {
    Date: DATE_PROPERTIES,
    Time: {**TIME_PROPERTIES, "time offset": lambda value: _offset(value.own_offset)},
    DateTime: {name: _of_date(read) for name, read in DATE_PROPERTIES.items()}
    | {name: _of_time(read) for name, read in TIME_PROPERTIES.items()}
    | {"time offset": lambda value: _offset(value.offset)},
    DaysTimeDuration: {name: _part(index) for index, name in enumerate(("days", "hours", "minutes"))}
    | {"seconds": _duration_seconds},
    YearsMonthsDuration: {
        "years": lambda value: Decimal(value.years),
        "months": lambda value: Decimal(value.months_of_year),
    },
    Range: {
        "start": lambda value: value.start,
        "end": lambda value: value.end,
        "start included": lambda value: value.start_included,
        "end included": lambda value: value.end_included,
    },
}


def step(value: object, name: str, frame: Frame, site: Site) -> object:
    """One step of a path; through a list it goes into every element."""
    if isinstance(value, dict):
        found = value.get(name, MISSING)
        if found is MISSING:
            frame.run.note("key-missing", site, {"name": name, "known": tuple(value)})
            return None
        return found
    if isinstance(value, list):
        frame.run.charge(len(value))
        return [step(item, name, frame, site) for item in value]
    read = PROPERTIES.get(type(value), {}).get(name)
    if read is None:
        frame.run.note(
            "no-property" if value is not None else "path-of-null", site, {"name": name, "kind": kind_of(value)}
        )
        return None
    return read(value)


@compiles(nodes.Path)
def _path(node: nodes.Path, compiler: Compiler) -> Closure:
    names = [node.name]
    source = node.source
    while isinstance(source, nodes.Path):
        names.append(source.name)
        source = source.source
    if isinstance(source, nodes.Name) and not compiler.inner:
        return _outer_path(source.name, names[::-1], compiler.compile(source), compiler.site(node))
    return _steps(compiler.compile(source), tuple(names[::-1]), compiler.site(node))


def _steps(source: Closure, names: tuple[str, ...], site: Site) -> Closure:
    def run(frame: Frame) -> object:
        value = source(frame)
        for name in names:
            value = step(value, name, frame, site)
        return value

    return run


def _outer_path(root: str, names: list[str], slow_root: Closure, site: Site) -> Closure:
    """A path from a variable of the caller: walked through the JSON as it came, only the end is converted."""
    slow, all_but_last, last = _steps(slow_root, tuple(names), site), names[:-1], names[-1]

    def run(frame: Frame) -> object:
        raw = frame.run.scope.get(root)
        for name in all_but_last:
            if type(raw) is not dict:
                return slow(frame)
            raw = raw.get(name)
        if type(raw) is not dict or last not in raw:
            return slow(frame)
        found = raw[last]
        if type(found) is str or type(found) is bool:
            return found
        try:
            return frame.run.convert(found)
        except Failure as failure:
            return note_failure(frame, failure, site)

    return run


def item_frame(item: object, frame: Frame) -> Frame:
    """The scope inside a filter: the item's entries, then ``item``, then what is around."""
    around = Frame({"item": item}, frame, frame.run)
    return Frame(item, around, frame.run) if isinstance(item, dict) else around


def pick(items: list[object], index: Decimal, frame: Frame, site: Site) -> object:
    """The element at an index from 1, or from the end with -1; null beyond."""
    place = small_int(index)
    if place is not None and 0 < abs(place) <= len(items):
        return items[place - 1 if place > 0 else place]
    frame.run.note("index-outside", site, {"index": index, "length": len(items)})
    return None


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


@compiles(nodes.Filter)
def _filter(node: nodes.Filter, compiler: Compiler) -> Closure:
    source, condition = compiler.compile(node.source), compiler.inside(node.condition)
    return filtered(source, condition, nodes.size(node.condition), compiler.site(node))


def filtered(source: Closure, condition: Closure, cost: int, site: Site, strict: bool = False) -> Closure:
    """``source[condition]``: the element at a number, or the elements for which the condition is true.

    ``strict`` (boxed filters): the condition must be a boolean; what is neither boolean nor null makes it all null.
    """

    def run(frame: Frame) -> object:
        value = source(frame)
        if value is None:
            frame.run.note("filter-of-null", site, {})
            return None
        items = _items(value)
        if not items:
            return _of_nothing(condition, frame, site)
        answers = [condition(item_frame(items[0], frame))]
        if type(answers[0]) is Decimal and not strict:
            return pick(items, answers[0], frame, site)
        frame.run.charge(cost * len(items))
        answers += [condition(item_frame(item, frame)) for item in items[1:]]
        held = [boolean_of(answer, frame, site) for answer in answers]
        if strict and any(a is not None and h is None for a, h in zip(answers, held, strict=True)):
            return None
        return frame.run.checked_list([item for item, keep in zip(items, held, strict=True) if keep])

    return run


def _of_nothing(condition: Closure, frame: Frame, site: Site) -> object:
    """The empty list filtered: empty, or null where a number asks for an element. The condition has no item to judge."""
    notes = len(frame.run.notes)
    index = condition(frame)
    del frame.run.notes[notes:]
    return pick([], index, frame, site) if type(index) is Decimal else []
