"""Calling functions: choosing the signature, fitting the arguments, reporting what did not fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bpmn.feel import nodes
from bpmn.feel.compiler.core import Compiler, compiles, noted
from bpmn.feel.compiler.frames import MISSING, Closure, Frame, Run, Site
from bpmn.feel.conformance import kind_of
from bpmn.feel.errors import ConversionError, Failure
from bpmn.feel.operations.coercion import Misfit, coerce
from bpmn.feel.values import Function, Overload, Parameter

QUIET = frozenset({"is defined", "get or else"})
"""Functions that ask whether something is there: a missing name among their arguments is no mistake."""


HANDED_CHARACTERS = 8
"""Characters of an argument that a unit of work pays for, as a power of two: they are looked through at C's speed."""
HANDED_ITEMS = 2
"""Elements of an argument that a unit of work pays for, as a power of two."""
FOLDED = frozenset({"date", "time", "date and time", "duration"})
"""Built-in functions whose value for literals is found when compiling."""


class Call:
    """What an implementation may ask of the evaluation it runs in."""

    __slots__ = ("run", "site")

    def __init__(self, run: Run, site: Site) -> None:
        self.run = run
        self.site = site

    def note(self, code: str, **facts: object) -> None:
        """A note at the call's place."""
        self.run.note(code, self.site, facts)

    def invoke(self, function: Function, *arguments: object) -> object:
        """Call a function value, as ``sort`` and ``list replace`` do."""
        self.run.charge(1)
        return invoke(function, arguments, None, self)


def _fit(parameter: Parameter, value: object, function: Function) -> object:
    """The argument as the parameter's type; raises Failure. An optional parameter may be left out, not be null."""
    made = value
    if value is not None and parameter.type is not None:
        try:
            made = coerce(value, parameter.type)
        except Misfit:
            facts = {"function": function.name, "parameter": parameter.name, "kind": kind_of(value)}
            raise Failure("argument-kind", expected=parameter.type, **facts) from None
    if made is None and not parameter.nullable:
        raise Failure("argument-null", function=function.name, parameter=parameter.name)
    return made


def _count_failure(function: Function, given: int) -> Failure:
    return Failure("argument-count", function=function.name, given=given, expected=function.arity)


def _positional(overload: Overload, arguments: Sequence[object], function: Function) -> list[object]:
    parameters = overload.parameters
    if parameters and parameters[-1].variadic:
        fixed = len(parameters) - 1
        if len(arguments) < fixed:
            raise _count_failure(function, len(arguments))
        rest = [_fit(parameters[-1], value, function) for value in arguments[fixed:]]
        return [_fit(p, value, function) for p, value in zip(parameters, arguments[:fixed], strict=False)] + [rest]
    if len(arguments) > len(parameters):
        raise _count_failure(function, len(arguments))
    bound = [
        value if type(value) is parameter.exact else _fit(parameter, value, function)
        for parameter, value in zip(parameters, arguments, strict=False)
    ]
    for parameter in parameters[len(arguments) :]:
        if not parameter.optional:
            raise _count_failure(function, len(arguments))
        bound.append(None)
    return bound


def _named(overload: Overload, given: Mapping[str, object], function: Function) -> list[object]:
    known = [parameter.name for parameter in overload.parameters]
    for name in given:
        if name not in known:
            raise Failure("argument-unknown", function=function.name, name=name, known=tuple(known))
    bound: list[object] = []
    for parameter in overload.parameters:
        if parameter.name not in given and not (parameter.optional or parameter.nullable):
            raise Failure("argument-missing", function=function.name, parameter=parameter.name)
        value = _fit(parameter, given[parameter.name], function) if parameter.name in given else None
        bound.append([value] if parameter.variadic and not isinstance(value, list) else value)
    return bound


def _bind(
    overload: Overload, arguments: Sequence[object], names: tuple[str, ...] | None, function: Function
) -> list[object]:
    if names is None:
        return _positional(overload, arguments, function)
    return _named(overload, dict(zip(names, arguments, strict=True)), function)


def invoke(function: Function, arguments: Sequence[object], names: tuple[str, ...] | None, call: Call) -> object:
    """Call with the first signature that fits; raises Failure with the reason the closest one did not."""
    reason: Failure | None = None
    for overload in function.overloads:
        try:
            bound = _bind(overload, arguments, names, function)
        except Failure as failure:
            if reason is None or reason.code in ("argument-count", "argument-unknown"):
                reason = failure
            continue
        return _performed(overload, bound, call)
    raise reason or Failure("argument-count", function=function.name, given=len(arguments), expected="")


def _performed(overload: Overload, bound: list[object], call: Call) -> object:
    """The implementation's answer: paid for what it is handed and for the text it makes, whatever the function is."""
    for value in bound:
        kind = type(value)
        if kind is str:
            call.run.charge(len(value) >> HANDED_CHARACTERS)  # type: ignore[arg-type]
        elif kind is list or kind is dict:
            call.run.charge(len(value) >> HANDED_ITEMS)  # type: ignore[arg-type]
    if not overload.wants_call:
        return _foreign(overload, bound, call)
    made = overload.implementation(call, *bound)
    return call.run.checked_text(made) if type(made) is str else made


def _foreign(overload: Overload, bound: list[object], call: Call) -> object:
    """A function of the house: what it returns is converted, so that only FEEL values come in."""
    try:
        made = call.run.convert(overload.implementation(*bound))
    except ConversionError as error:
        raise Failure(error.code, **error.facts) from error
    return call.run.checked_text(made) if type(made) is str else made


def _function_finder(node: nodes.Node, compiler: Compiler) -> Callable[[Frame], object]:
    """The called value. A variable that is no function does not hide the built-in function of that name."""
    if not isinstance(node, nodes.Name):
        return compiler.compile(node)
    name, built_in, site = node.name, compiler.built_ins.get(node.name), compiler.site(node)

    def find(frame: Frame) -> object:
        found = frame.find(name)
        if built_in is not None and not isinstance(found, Function):
            return built_in
        if found is MISSING:
            known = tuple(compiler.built_ins) + tuple(frame.run.environment.functions)
            frame.run.note("function-unknown", site, {"name": name, "known": known})
        return found

    return find


@compiles(nodes.Call)
def _call(node: nodes.Call, compiler: Compiler) -> Closure:
    find, site = _function_finder(node.function, compiler), compiler.site(node.function)
    arguments = [compiler.compile(argument.value) for argument in node.arguments]
    names = tuple(argument.name or "" for argument in node.arguments) if _is_named(node) else None
    quiet = isinstance(node.function, nodes.Name) and node.function.name in QUIET
    built_in, folded = _folded(node, compiler)

    def run(frame: Frame) -> object:
        function = find(frame)
        if folded is not None and function is built_in:
            return folded
        if type(function) is not Function:
            if function is not MISSING:
                frame.run.note("not-function", site, {"kind": kind_of(function)})
            return None
        notes = len(frame.run.notes)
        values = [argument(frame) for argument in arguments]
        if quiet:
            del frame.run.notes[notes:]
        frame.run.charge(function.cost)
        try:
            return invoke(function, values, names, Call(frame.run, site))
        except Failure as failure:
            return noted(frame, failure, site)

    return run


def _folded(node: nodes.Call, compiler: Compiler) -> tuple[Function | None, object]:
    """The value of ``date("2025-11-22")`` and its like, found once; None where it must be found each time."""
    function = compiler.built_ins.get(node.function.name) if isinstance(node.function, nodes.Name) else None
    values = [argument.value for argument in node.arguments]
    if function is None or function.name not in FOLDED or _is_named(node):
        return None, None
    literals = [value.value for value in values if isinstance(value, nodes.Literal)]
    if len(literals) < len(values):
        return None, None
    for overload in function.overloads:
        if not overload.wants_call:
            try:
                return function, overload.implementation(*_positional(overload, literals, function))
            except Failure:
                continue
    return None, None


def _is_named(node: nodes.Call) -> bool:
    return bool(node.arguments) and node.arguments[0].name is not None
