"""``for``, ``some`` and ``every`` as closures, and how a domain is iterated: lazily, one counted step at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from bpmn.feel import nodes
from bpmn.feel.compiler.core import Compiler, boolean_of, compiles, note_failure
from bpmn.feel.compiler.frames import Closure, Frame, Site
from bpmn.feel.conformance import kind_of
from bpmn.feel.errors import Failure
from bpmn.feel.values import Date, Range
from bpmn.feel.values.numbers import small_int

Domain = Callable[[Frame], Iterable[object]]


def _whole(value: object) -> int:
    place = small_int(value, 10**30) if isinstance(value, Decimal) else None
    if place is None:
        raise Failure("iteration-ends", kind=kind_of(value))
    return place


def between(start: object, end: object) -> Iterator[object]:
    """Whole numbers or dates from start to end, downwards too; raises Failure for other kinds."""
    if isinstance(start, Date) and isinstance(end, Date):
        return (Date.from_days(day) for day in _steps(start.days, end.days))
    return (Decimal(number) for number in _steps(_whole(start), _whole(end)))


def _steps(first: int, last: int) -> range:
    return range(first, last + 1) if first <= last else range(first, last - 1, -1)


def of_range(interval: Range) -> Iterator[object]:
    """The whole numbers or dates inside a range, upwards only; raises Failure where it cannot be counted through."""
    start, end = interval.start, interval.end
    if isinstance(start, Date) and isinstance(end, Date):
        first, last = start.days, end.days
    else:
        first, last = _whole(start), _whole(end)
    if first > last:
        raise Failure("range-backwards")
    found = range(first + (not interval.start_included), last + interval.end_included)
    return (Date.from_days(day) for day in found) if isinstance(start, Date) else (Decimal(number) for number in found)


def elements(value: object) -> Iterable[object]:
    """What iterating over a value gives: a list's elements, a range's members, else the value alone."""
    if isinstance(value, list):
        return value
    if value is None:
        raise Failure("iteration-null")
    return of_range(value) if isinstance(value, Range) else [value]


def _domain(node: nodes.Iterator_, compiler: Compiler) -> Domain:
    first = compiler.inside(node.domain)
    if node.end is None:
        return lambda frame: elements(first(frame))
    last = compiler.inside(node.end)
    return lambda frame: between(first(frame), last(frame))


def bindings(iterators: list[tuple[str, Domain]], frame: Frame, cost: int) -> Iterator[Frame]:
    """A frame for every combination, the first iterator slowest; later domains see earlier names."""
    name, domain = iterators[0]
    run = frame.run
    for item in domain(frame):
        run.charge(cost)
        inner = Frame({name: item}, frame, run)
        if len(iterators) > 1:
            yield from bindings(iterators[1:], inner, cost)
        else:
            yield inner


def _iterators(made: tuple[nodes.Iterator_, ...], compiler: Compiler) -> list[tuple[str, Domain]]:
    return [(iterator.name, _domain(iterator, compiler)) for iterator in made]


def loop(iterators: list[tuple[str, Domain]], body: Closure, cost: int, partial: bool, site: Site) -> Closure:
    """``for``: the list of the body's values. ``partial`` gives the body the list so far."""

    def run(frame: Frame) -> object:
        results: list[object] = []
        limit = frame.run.budget.list_length
        try:
            for inner in bindings(iterators, frame, cost):
                if partial:
                    inner = Frame({"partial": frame.run.checked_list(results[:])}, inner, frame.run)
                results.append(body(inner))
                if len(results) > limit:
                    frame.run.checked_list(results)
        except Failure as failure:
            return note_failure(frame, failure, site)
        return results

    return run


def uses(node: nodes.Node, name: str) -> bool:
    """Whether the name is written anywhere in the node."""
    return any(isinstance(part, nodes.Name) and part.name == name for part in nodes.walk(node))


@compiles(nodes.For)
def _for(node: nodes.For, compiler: Compiler) -> Closure:
    iterators, body = _iterators(node.iterators, compiler), compiler.inside(node.body)
    return loop(iterators, body, nodes.size(node.body), uses(node.body, "partial"), compiler.site(node))


def quantify(
    iterators: list[tuple[str, Domain]], condition: Closure, cost: int, some: bool, site: Site, strict: bool = False
) -> Closure:
    """``some`` (one true suffices) or ``every`` (one false suffices); null where a null leaves it open.

    What is neither boolean nor null counts as null; where ``strict`` (boxed expressions) it decides at once.
    """

    def run(frame: Frame) -> object:
        unknown = False
        try:
            for inner in bindings(iterators, frame, cost):
                answer = condition(inner)
                held = boolean_of(answer, frame, site)
                if held is some:
                    return some
                if held is None:
                    unknown = True
                    if strict and answer is not None:
                        break
        except Failure as failure:
            return note_failure(frame, failure, site)
        return None if unknown else not some

    return run


@compiles(nodes.Quantified)
def _quantified(node: nodes.Quantified, compiler: Compiler) -> Closure:
    iterators, condition = _iterators(node.iterators, compiler), compiler.inside(node.condition)
    return quantify(iterators, condition, nodes.size(node.condition), node.kind == "some", compiler.site(node))
