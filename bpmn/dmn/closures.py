"""The closures that boxed expressions become: contexts, invocations, functions with type checks."""

from __future__ import annotations

from typing import NamedTuple

from bpmn.dmn import elements as dmn
from bpmn.dmn.items import ItemType
from bpmn.feel.compiler.calls import CallContext, invoke
from bpmn.feel.compiler.core import note_failure
from bpmn.feel.compiler.frames import Closure, Frame, Site
from bpmn.feel.compiler.tests import Test
from bpmn.feel.conformance import kind_of
from bpmn.feel.errors import Failure, FeelSyntaxError
from bpmn.feel.operations.coercion import TypeMismatch
from bpmn.feel.values import Function, Parameter


class CompiledEntry(NamedTuple):
    """An entry of a boxed context; the one without a name is the result."""

    name: str | None
    value: Closure
    type: ItemType | None


class TypedParameter(NamedTuple):
    """A parameter of a boxed function, with its item definition where it declares one."""

    parameter: Parameter
    type: ItemType | None


def nothing(_: Frame) -> object:
    """The value of an expression that is not there."""
    return None


def metered(made: Closure, cost: int) -> Closure:
    """The closure of a text, counted as ``cost`` units at each evaluation: a model may evaluate it thousands of times."""

    def run(frame: Frame) -> object:
        frame.run.charge(cost)
        return made(frame)

    return run


def metered_test(made: Test, cost: int) -> Test:
    """The same for a test of a cell."""

    def run(frame: Frame, value: object) -> bool | None:
        frame.run.charge(cost)
        return made(frame, value)

    return run


def syntax_error_closure(error: FeelSyntaxError, site: Site) -> Closure:
    """The closure of an expression with a syntax error, in a model loaded in spite of it: notes the error and gives null."""

    def run(frame: Frame) -> object:
        frame.run.note(error.code, site, error.facts)
        return None

    return run


def refused_function(*_: object) -> object:
    """The body of a function in Java or PMML."""
    raise Failure("function-external")


def may_mention(box: dmn.Expression | None, name: str) -> bool:
    """Whether an expression may use a name. True too often rather than too rarely: it looks for a substring of the repr."""
    return name in repr(box)


def coerce_or_null(value: object, kind: ItemType | None, frame: Frame, site: Site) -> object:
    """The value as its declared type; null with a note where it does not conform."""
    if kind is None:
        return value
    try:
        return kind.coerce(value, frame)
    except TypeMismatch:
        frame.run.note("value-kind", site, {"expected": kind.feel, "kind": kind_of(value)})
    except Failure as failure:
        note_failure(frame, failure, site)
    return None


def checked_body(body: Closure, typed: list[TypedParameter], result: ItemType | None, site: Site) -> Closure:
    """The body; null without calling it where an argument breaks the constraints of its type."""
    checked = [(one.parameter.name, one.type) for one in typed if one.type is not None and one.type.is_checked]

    def run(frame: Frame) -> object:
        for name, kind in checked:
            if frame.variables[name] is not None and coerce_or_null(frame.variables[name], kind, frame, site) is None:
                return None
        return coerce_or_null(body(frame), result, frame, site)

    return run if checked or result is not None else body


def context_closure(entries: list[CompiledEntry], site: Site) -> Closure:
    """Entries one after another, each seeing those before; an entry without a name is the result."""

    def run(frame: Frame) -> object:
        made: dict[str, object] = {}
        inner = Frame(made, frame, frame.run)
        frame.run.charge(len(entries))
        for entry in entries:
            found = coerce_or_null(entry.value(inner), entry.type, frame, site)
            if entry.name is None:
                return found
            made[entry.name] = found
        return dict(made)

    return run


def invocation_closure(function: Closure, names: tuple[str, ...], arguments: list[Closure], site: Site) -> Closure:
    def run(frame: Frame) -> object:
        called = function(frame)
        if not isinstance(called, Function):
            frame.run.note("not-function", site, {"kind": kind_of(called)})
            return None
        frame.run.charge(called.cost)
        values = [argument(frame) for argument in arguments]
        try:
            return invoke(called, values, names if names else None, CallContext(frame.run, site))
        except Failure as failure:
            return note_failure(frame, failure, site)

    return run
