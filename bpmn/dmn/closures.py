"""The closures that boxed expressions become: contexts, invocations, functions held to their types."""

from __future__ import annotations

from bpmn.dmn import elements as dmn
from bpmn.dmn.items import ItemType
from bpmn.feel.compiler.calls import Call, invoke
from bpmn.feel.compiler.core import noted
from bpmn.feel.compiler.frames import Closure, Frame, Site
from bpmn.feel.compiler.tests import Test
from bpmn.feel.conformance import kind_of
from bpmn.feel.errors import Failure, FeelSyntaxError
from bpmn.feel.operations.coercion import Misfit
from bpmn.feel.values import Function, Parameter


def nothing(_: Frame) -> object:
    """The value of an expression that is not there."""
    return None


def paid(made: Closure, cost: int) -> Closure:
    """A text of a box, which pays for its nodes each time it is evaluated: a model may evaluate it thousands of times."""

    def run(frame: Frame) -> object:
        frame.run.charge(cost)
        return made(frame)

    return run


def paid_test(made: Test, cost: int) -> Test:
    """The same for a cell that tests a value."""

    def run(frame: Frame, value: object) -> bool | None:
        frame.run.charge(cost)
        return made(frame, value)

    return run


def broken(error: FeelSyntaxError, site: Site) -> Closure:
    """The value of a text that is no FEEL, in a model that was taken in spite of it."""

    def run(frame: Frame) -> object:
        frame.run.note(error.code, site, error.facts)
        return None

    return run


def refused_function(*_: object) -> object:
    """The body of a function in Java or PMML."""
    raise Failure("function-external")


def speaks_of(box: dmn.Expression | None, word: str) -> bool:
    """Whether a box may use a name: looked for in its texts."""
    return word in repr(box)


def admitted(value: object, kind: ItemType | None, frame: Frame, site: Site) -> object:
    """The value as its declared type, or null with a note."""
    if kind is None:
        return value
    try:
        return kind.admit(value, frame)
    except Misfit:
        frame.run.note("value-kind", site, {"expected": kind.feel, "kind": kind_of(value)})
    except Failure as failure:
        noted(frame, failure, site)
    return None


def checked_body(
    body: Closure, typed: list[tuple[Parameter, ItemType | None]], result: ItemType | None, site: Site
) -> Closure:
    """The body, called only with arguments their constraints allow."""
    checked = [(parameter.name, kind) for parameter, kind in typed if kind is not None and kind.is_checked]

    def run(frame: Frame) -> object:
        for name, kind in checked:
            if frame.variables[name] is not None and admitted(frame.variables[name], kind, frame, site) is None:
                return None
        return admitted(body(frame), result, frame, site)

    return run if checked or result is not None else body


def context_closure(entries: list[tuple[str | None, Closure, ItemType | None]], site: Site) -> Closure:
    """Entries one after another, each seeing those before; an entry without a name is the result."""

    def run(frame: Frame) -> object:
        made: dict[str, object] = {}
        inner = Frame(made, frame, frame.run)
        frame.run.charge(len(entries))
        for name, value, kind in entries:
            found = admitted(value(inner), kind, frame, site)
            if name is None:
                return found
            made[name] = found
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
            return invoke(called, values, names if names else None, Call(frame.run, site))
        except Failure as failure:
            return noted(frame, failure, site)

    return run
