"""Lists, contexts, ranges and functions as closures."""

from __future__ import annotations

from bpmn.feel import nodes
from bpmn.feel.compiler.calls import CallContext
from bpmn.feel.compiler.core import Compiler, compiles, note_failure
from bpmn.feel.compiler.frames import Closure, Frame, Site
from bpmn.feel.conformance import kind_of
from bpmn.feel.errors import BudgetExceeded, Failure
from bpmn.feel.operations.ordering import less
from bpmn.feel.types import Type
from bpmn.feel.values import Function, Overload, Parameter, Range


@compiles(nodes.ListNode)
def _list(node: nodes.ListNode, compiler: Compiler) -> Closure:
    items = [compiler.compile(item) for item in node.items]

    def run(frame: Frame) -> object:
        frame.run.charge(len(items))
        return [item(frame) for item in items]

    return run


@compiles(nodes.ContextNode)
def _context(node: nodes.ContextNode, compiler: Compiler) -> Closure:
    entries = [(entry.key, compiler.inside(entry.value)) for entry in node.entries]
    site, twice = compiler.site(node), len({entry.key for entry in node.entries}) < len(node.entries)

    def run(frame: Frame) -> object:
        if twice:
            frame.run.note("key-twice", site, {})
            return None
        made: dict[str, object] = {}
        inner = Frame(made, frame, frame.run)
        frame.run.charge(len(entries))
        for key, value in entries:
            made[key] = value(inner)
        return dict(made)

    return run


def checked_range(made: Range) -> Range:
    """The range, when its ends are of one kind that has an order, and in that order; raises Failure."""
    ends = [end for end in (made.start, made.end) if end is not None]
    if len(ends) == 2 and kind_of(ends[0]) != kind_of(ends[1]):
        raise Failure("range-kinds", left=kind_of(ends[0]), right=kind_of(ends[1]))
    for end in ends:
        if isinstance(end, bool | list | dict | Range | Function):
            raise Failure("not-ordered", kind=kind_of(end))
    if len(ends) == 2 and less(ends[1], ends[0]):
        raise Failure("range-backwards")
    return made


@compiles(nodes.RangeNode)
def _range(node: nodes.RangeNode, compiler: Compiler) -> Closure:
    start, end, site = compiler.compile(node.start), compiler.compile(node.end), compiler.site(node)

    def run(frame: Frame) -> object:
        try:
            return checked_range(Range(start(frame), end(frame), node.start_included, node.end_included))
        except Failure as failure:
            return note_failure(frame, failure, site)

    return run


@compiles(nodes.OperatorRange)
def _operator_range(node: nodes.OperatorRange, compiler: Compiler) -> Closure:
    value, operator = compiler.compile(node.value), node.operator
    return lambda frame: Range.by_operator(operator, value(frame))


def feel_function(
    name: str,
    parameters: tuple[Parameter, ...],
    body: Closure,
    cost: int,
    defined_in: Frame,
    result: Type | None = None,
) -> Function:
    """A function whose body is FEEL: it sees the names around its definition, and its calls are counted and bounded."""
    names = [parameter.name for parameter in parameters]

    def invoke(call: CallContext, *arguments: object) -> object:
        run = call.run
        run.charge(cost)
        run.depth += 1
        if run.depth > run.budget.depth:
            raise BudgetExceeded("depth", run.budget.depth)
        try:
            return body(Frame(dict(zip(names, arguments, strict=True)), defined_in, run))
        finally:
            run.depth -= 1

    return Function(name, (Overload(parameters, invoke, True, result),), True)


def _refused(_: CallContext, *__: object) -> object:
    raise Failure("function-external")


@compiles(nodes.FunctionNode)
def _function(node: nodes.FunctionNode, compiler: Compiler) -> Closure:
    parameters = tuple(Parameter(formal.name, formal.type, nullable=True) for formal in node.parameters)
    if node.external:
        refused = Function("external", (Overload(parameters, _refused, True),))
        return lambda _: refused
    body, cost, site = compiler.inside(node.body), nodes.size(node.body), compiler.site(node)

    def run(frame: Frame) -> object:
        return feel_function("function", parameters, body, cost, frame)

    return _unique(run, parameters, site)


def _unique(run: Closure, parameters: tuple[Parameter, ...], site: Site) -> Closure:
    if len({parameter.name for parameter in parameters}) == len(parameters):
        return run
    return lambda frame: frame.run.note("parameter-twice", site, {})
