"""Calling functions: choosing the signature, coercing the arguments, reporting what does not conform."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from bpmn.feel import nodes
from bpmn.feel.compiler.core import Compiler, compiles, note_failure
from bpmn.feel.compiler.frames import MISSING, Closure, Frame, Run, Site
from bpmn.feel.conformance import kind_of
from bpmn.feel.errors import ConversionError, Failure
from bpmn.feel.operations.coercion import TypeMismatch, coerce
from bpmn.feel.values import Function, Overload, Parameter

#: functions that ask whether something is there: a missing name among their arguments is no mistake
QUIET = frozenset({"is defined", "get or else"})
#: one cost unit per 2**8 characters of a string argument (scanning is cheap), per 2**2 elements of a list or context
ARGUMENT_CHARACTERS, ARGUMENT_ITEMS = 8, 2
#: built-in functions whose value for literals is computed when compiling (constant folding)
FOLDED = frozenset({"date", "time", "date and time", "duration"})


class CallContext:
    """What an implementation may ask of the evaluation it is called in."""

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


def _coerce_argument(parameter: Parameter, value: object, function: Function) -> object:
    """The argument as the parameter's type; raises Failure. An optional parameter may be left out, but not be null."""
    made = value
    if value is not None and parameter.type is not None:
        try:
            made = coerce(value, parameter.type)
        except TypeMismatch:
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
        rest = [_coerce_argument(parameters[-1], value, function) for value in arguments[fixed:]]
        return [
            _coerce_argument(p, value, function) for p, value in zip(parameters, arguments[:fixed], strict=False)
        ] + [rest]
    if len(arguments) > len(parameters):
        raise _count_failure(function, len(arguments))
    bound = [
        value if type(value) is parameter.exact else _coerce_argument(parameter, value, function)
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
        value = _coerce_argument(parameter, given[parameter.name], function) if parameter.name in given else None
        bound.append([value] if parameter.variadic and not isinstance(value, list) else value)
    return bound


def _bind(
    overload: Overload, arguments: Sequence[object], names: tuple[str, ...] | None, function: Function
) -> list[object]:
    if names is None:
        return _positional(overload, arguments, function)
    return _named(overload, dict(zip(names, arguments, strict=True)), function)


def invoke(function: Function, arguments: Sequence[object], names: tuple[str, ...] | None, call: CallContext) -> object:
    """Call with the first signature that fits; raises Failure with the reason the closest one did not."""
    reason: Failure | None = None
    for overload in function.overloads:
        try:
            bound = _bind(overload, arguments, names, function)
        except Failure as failure:
            if reason is None or reason.code in ("argument-count", "argument-unknown"):
                reason = failure
            continue
        return _perform(overload, bound, call)
    raise reason or Failure("argument-count", function=function.name, given=len(arguments), expected="")


def _perform(overload: Overload, bound: list[object], call: CallContext) -> object:
    """The implementation's result. The size of arguments and of a text made is charged here, for every function alike."""
    for value in bound:
        if type(value) is str:
            call.run.charge(len(value) >> ARGUMENT_CHARACTERS)
        elif type(value) is list or type(value) is dict:
            call.run.charge(len(value) >> ARGUMENT_ITEMS)
    if not overload.wants_call:
        return _call_host_function(overload, bound, call)
    made = overload.implementation(call, *bound)
    return call.run.checked_text(made) if type(made) is str else made


def _call_host_function(overload: Overload, bound: list[object], call: CallContext) -> object:
    """A Python function registered by the host; its result is converted to a FEEL value."""
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


@compiles(nodes.FunctionCall)
def _call(node: nodes.FunctionCall, compiler: Compiler) -> Closure:
    find, site = _function_finder(node.function, compiler), compiler.site(node.function)
    arguments = [compiler.compile(argument.value) for argument in node.arguments]
    names = tuple(argument.name or "" for argument in node.arguments) if _is_named(node) else None
    quiet = isinstance(node.function, nodes.Name) and node.function.name in QUIET
    folded = _fold(node, compiler)

    def run(frame: Frame) -> object:
        function = find(frame)
        if folded is not None and function is folded.function:
            return folded.value
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
            return invoke(function, values, names, CallContext(frame.run, site))
        except Failure as failure:
            return note_failure(frame, failure, site)

    return run


class _Folded(NamedTuple):
    """The value of a call that was computed when compiling; it holds while the name still means ``function``."""

    function: Function
    value: object


def _fold(node: nodes.FunctionCall, compiler: Compiler) -> _Folded | None:
    """The value of ``date("2025-11-22")`` and its like; None where it must be computed each time."""
    function = compiler.built_ins.get(node.function.name) if isinstance(node.function, nodes.Name) else None
    values = [argument.value for argument in node.arguments]
    if function is None or function.name not in FOLDED or _is_named(node):
        return None
    literals = [value.value for value in values if isinstance(value, nodes.Literal)]
    if len(literals) < len(values):
        return None
    for overload in function.overloads:
        if not overload.wants_call:
            try:
                return _Folded(function, overload.implementation(*_positional(overload, literals, function)))
            except Failure:
                continue
    return None


def _is_named(node: nodes.FunctionCall) -> bool:
    return bool(node.arguments) and node.arguments[0].name is not None
