"""Literals, names, arithmetic, comparison and logic as closures."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from bpmn.feel import nodes
from bpmn.feel.compiler.core import Compiler, boolean_of, compiles, note_failure
from bpmn.feel.compiler.frames import MISSING, Closure, Frame, Site
from bpmn.feel.conformance import instance_of
from bpmn.feel.errors import Failure
from bpmn.feel.operations import arithmetic, ordering
from bpmn.feel.types import BY_NAME, CONTEXT, LIST, RANGE, ContextType, ListType, Type
from bpmn.feel.values.texts import parse_temporal

SMALL = 10**15
#: types that need parameters; ``instance of`` one of them without is null (DMN 10.3.2.13, ``123 instance of list``)
WITHOUT_PARAMETERS = (LIST, RANGE, CONTEXT)


@compiles(nodes.Literal)
def _literal(node: nodes.Literal, _: Compiler) -> Closure:
    value = node.value
    return lambda _: value


@compiles(nodes.At)
def _at(node: nodes.At, compiler: Compiler) -> Closure:
    try:
        value = parse_temporal(node.text)
    except Failure as failure:
        broken, site = failure, compiler.site(node)
        return lambda frame: note_failure(frame, broken, site)
    return lambda _: value


def unknown_name(frame: Frame, name: str, site: Site) -> object:
    """Null for an unknown name; the note keeps the known ones, so that it can suggest one."""
    known = list(frame.run.scope)
    around: Frame | None = frame
    while around is not None:
        known.extend(around.variables)
        around = around.parent
    frame.run.note("name-unknown", site, {"name": name, "known": tuple(known)})
    return None


@compiles(nodes.Name)
def _name(node: nodes.Name, compiler: Compiler) -> Closure:
    name, site, built_in = node.name, compiler.site(node), compiler.built_ins.get(node.name)

    def find(frame: Frame) -> object:
        try:
            value = frame.find(name)
        except Failure as failure:
            return note_failure(frame, failure, site)
        if value is MISSING:
            return built_in if built_in is not None else unknown_name(frame, name, site)
        return value

    return find if compiler.inner else _outer_name(name, find)


def _outer_name(name: str, find: Closure) -> Closure:
    """At the top only the caller's scope can know the name: the frequent kinds are taken from it directly."""

    def quick(frame: Frame) -> object:
        value: Any = frame.run.scope.get(name, MISSING)
        kind = type(value)
        if kind is str or kind is bool:
            return value
        if kind is Decimal and value.is_finite():
            return value
        if kind is int and -SMALL < value < SMALL:
            return Decimal(value)
        return find(frame)

    return quick


def _compare_quickly(operator: str) -> Callable[[object, object], bool]:
    """The Python comparison for two numbers or two strings."""
    return {
        "<": lambda a, b: a < b,
        "<=": lambda a, b: a <= b,
        ">": lambda a, b: a > b,
        ">=": lambda a, b: a >= b,
        "=": lambda a, b: a == b,
        "!=": lambda a, b: a != b,
    }[operator]


def _slow_comparison(operator: str, site: Site) -> Callable[[Frame, object, object], bool | None]:
    compare = ordering.COMPARE[operator]

    def slow(frame: Frame, left: object, right: object) -> bool | None:
        frame.run.weigh(left)
        try:
            return compare(left, right)
        except Failure as failure:
            note_failure(frame, failure, site)
            return None

    return slow


def _less(left: Closure, right: Closure, slow: Callable[[Frame, object, object], bool | None]) -> Closure:
    def run(frame: Frame) -> object:
        a, b = left(frame), right(frame)
        if type(a) is Decimal and type(b) is Decimal:
            return a < b
        return slow(frame, a, b)

    return run


def _greater(left: Closure, right: Closure, slow: Callable[[Frame, object, object], bool | None]) -> Closure:
    def run(frame: Frame) -> object:
        a, b = left(frame), right(frame)
        if type(a) is Decimal and type(b) is Decimal:
            return a > b
        return slow(frame, a, b)

    return run


def _equal(left: Closure, right: Closure, slow: Callable[[Frame, object, object], bool | None]) -> Closure:
    def run(frame: Frame) -> object:
        a, b = left(frame), right(frame)
        kind = type(a)
        if kind is type(b) and (kind is Decimal or kind is str):
            return a == b
        return slow(frame, a, b)

    return run


def _comparison(operator: str, left: Closure, right: Closure, site: Site) -> Closure:
    slow = _slow_comparison(operator, site)
    made = {"<": _less, ">": _greater, "=": _equal}.get(operator)
    if made is not None:
        return made(left, right, slow)
    quick = _compare_quickly(operator)

    def run(frame: Frame) -> object:
        a, b = left(frame), right(frame)
        kind = type(a)
        if kind is type(b) and (kind is Decimal or kind is str):
            return quick(a, b)
        return slow(frame, a, b)

    return run


def _conjunction(left: Closure, right: Closure, site: Site) -> Closure:
    def run(frame: Frame) -> object:
        a = left(frame)
        if a is False:
            return False
        b = right(frame)
        if a is True and (b is True or b is False):
            return b
        if b is False:
            return False
        boolean_of(a, frame, site)
        boolean_of(b, frame, site)
        return None

    return run


def _disjunction(left: Closure, right: Closure, site: Site) -> Closure:
    def run(frame: Frame) -> object:
        a = left(frame)
        if a is True:
            return True
        b = right(frame)
        if a is False and (b is True or b is False):
            return b
        if b is True:
            return True
        boolean_of(a, frame, site)
        boolean_of(b, frame, site)
        return None

    return run


def _arithmetic(operator: str, left: Closure, right: Closure, site: Site) -> Closure:
    apply, concatenates, powers = arithmetic.apply, operator == "+", operator == "**"
    quick = {"+": arithmetic.add_numbers, "-": arithmetic.subtract_numbers, "*": arithmetic.multiply_numbers}.get(
        operator
    )

    def run(frame: Frame) -> object:
        a, b = left(frame), right(frame)
        if powers:
            frame.run.charge(60)
        try:
            if quick is not None and type(a) is Decimal and type(b) is Decimal:
                return quick(a, b)
            made = apply(operator, a, b)
        except Failure as failure:
            return note_failure(frame, failure, site)
        return frame.run.checked_text(made) if concatenates and isinstance(made, str) else made

    return run


def _spine(node: nodes.Binary) -> tuple[nodes.Node, list[nodes.Binary]]:
    """The leftmost operand and the operators after it, so that long sums compile without deep recursion."""
    chain: list[nodes.Binary] = []
    current: nodes.Node = node
    while isinstance(current, nodes.Binary):
        chain.append(current)
        current = current.left
    return current, chain[::-1]


@compiles(nodes.Binary)
def _binary(node: nodes.Binary, compiler: Compiler) -> Closure:
    leftmost, chain = _spine(node)
    made = compiler.compile(leftmost)
    for link in chain:
        right, site = compiler.compile(link.right), compiler.site(link)
        if link.operator == "and":
            made = _conjunction(made, right, site)
        elif link.operator == "or":
            made = _disjunction(made, right, site)
        elif link.operator in ordering.COMPARE:
            made = _comparison(link.operator, made, right, site)
        else:
            made = _arithmetic(link.operator, made, right, site)
    return made


@compiles(nodes.Negate)
def _negate(node: nodes.Negate, compiler: Compiler) -> Closure:
    operand, site = compiler.compile(node.operand), compiler.site(node)
    if isinstance(node.operand, nodes.Literal) and isinstance(node.operand.value, Decimal):
        value = arithmetic.negate(node.operand.value)
        return lambda _: value

    def run(frame: Frame) -> object:
        try:
            return arithmetic.negate(operand(frame))
        except Failure as failure:
            return note_failure(frame, failure, site)

    return run


@compiles(nodes.Between)
def _between(node: nodes.Between, compiler: Compiler) -> Closure:
    value, low, high = (compiler.compile(part) for part in (node.value, node.low, node.high))
    site, at_most = compiler.site(node), ordering.at_most

    def run(frame: Frame) -> object:
        tested = value(frame)
        try:
            return at_most(low(frame), tested, "between") and at_most(tested, high(frame), "between")
        except Failure as failure:
            return note_failure(frame, failure, site)

    return run


@compiles(nodes.InstanceOf)
def _instance_of(node: nodes.InstanceOf, compiler: Compiler) -> Closure:
    value, kind, site = compiler.compile(node.value), node.type, compiler.site(node)
    unknown = any(kind is one for one in WITHOUT_PARAMETERS) or (type(kind) is Type and kind.name not in BY_NAME)

    def run(frame: Frame) -> object:
        if unknown:
            frame.run.note("type-unknown", site, {"name": kind.name})
            return None
        tested = value(frame)
        if isinstance(kind, ListType | ContextType):
            frame.run.weigh(tested)
        return instance_of(tested, kind)

    return run


@compiles(nodes.If)
def _if(node: nodes.If, compiler: Compiler) -> Closure:
    condition, then, otherwise = (compiler.compile(part) for part in (node.condition, node.then, node.otherwise))
    site = compiler.site(node)

    def run(frame: Frame) -> object:
        chosen = condition(frame)
        if chosen is True:
            return then(frame)
        if chosen is not False:
            boolean_of(chosen, frame, site)
        return otherwise(frame)

    return run
