"""Unary tests as closures of a frame and the tested value: cells of decision tables, and what follows ``in``."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from bpmn.feel import nodes
from bpmn.feel.compiler.core import Compiler, compiles, note_failure
from bpmn.feel.compiler.frames import Closure, Frame, Site
from bpmn.feel.compiler.loops import uses
from bpmn.feel.errors import Failure
from bpmn.feel.operations.equality import equal, same
from bpmn.feel.operations.ordering import COMPARE, contains
from bpmn.feel.values import Range

Test = Callable[[Frame, object], bool | None]


def _in_list(value: object, allowed: list[object]) -> bool:
    for item in allowed:
        if isinstance(item, Range) and not isinstance(value, Range):
            try:
                if contains(item, value):
                    return True
            except Failure:
                continue
        elif same(item, value):
            return True
    return isinstance(value, list) and same(value, allowed)


def matches(value: object, test: object) -> bool:
    """Whether a value passes a test that is itself a value (DMN 1.5, 10.3.2.8); raises Failure where it has no answer."""
    if isinstance(test, Range) and not isinstance(value, Range):
        return contains(test, value)
    if isinstance(test, list):
        return _in_list(value, test)
    if isinstance(test, bool) and value is not None and not isinstance(value, bool):
        return test
    return equal(value, test)


def _weighed(frame: Frame, value: object, test: object) -> bool | None:
    """As :func:`matches`, at a price: no comparison goes further than the test reaches."""
    frame.run.weigh(test)
    return matches(value, test)


def _guarded(decide: Callable[[Frame, object], bool | None], site: Site) -> Test:
    def run(frame: Frame, value: object) -> bool | None:
        try:
            return decide(frame, value)
        except Failure as failure:
            note_failure(frame, failure, site)
            return None

    return run


def _constant(node: nodes.Node) -> Decimal | str | None:
    """The number or string a node is, when it is one."""
    negative = isinstance(node, nodes.Negate)
    inner = node.operand if isinstance(node, nodes.Negate) else node
    if not isinstance(inner, nodes.Literal) or isinstance(inner.value, bool):
        return None
    if negative:
        return inner.value.copy_negate() if isinstance(inner.value, Decimal) else None
    return inner.value


def _operator_test(node: nodes.OperatorRange, compiler: Compiler) -> Test:
    compare, bound = COMPARE[node.operator], compiler.compile(node.value)

    def decide(frame: Frame, value: object) -> bool | None:
        frame.run.weigh(value)
        return compare(value, bound(frame))

    return _bounded(node, _guarded(decide, compiler.site(node)))


def _closed(low: Decimal, high: Decimal, general: Test) -> Test:
    return lambda frame, value: low <= value <= high if type(value) is Decimal else general(frame, value)


def _open_end(low: Decimal, high: Decimal, general: Test) -> Test:
    return lambda frame, value: low <= value < high if type(value) is Decimal else general(frame, value)


def _open_start(low: Decimal, high: Decimal, general: Test) -> Test:
    return lambda frame, value: low < value <= high if type(value) is Decimal else general(frame, value)


def _open(low: Decimal, high: Decimal, general: Test) -> Test:
    return lambda frame, value: low < value < high if type(value) is Decimal else general(frame, value)


INTERVALS = {(True, True): _closed, (True, False): _open_end, (False, True): _open_start, (False, False): _open}


def _range_test(node: nodes.RangeNode, compiler: Compiler) -> Test:
    """A range; between two written numbers that are in order, a number is compared at once."""
    low, high = _constant(node.start), _constant(node.end)
    general = _value_test(node, compiler)
    if not isinstance(low, Decimal) or not isinstance(high, Decimal) or low > high:
        return general
    return INTERVALS[node.start_included, node.end_included](low, high, general)


def _bounded(node: nodes.OperatorRange, general: Test) -> Test:
    """``< 10`` with a written number: a number is compared at once."""
    bound = _constant(node.value)
    if not isinstance(bound, Decimal):
        return general
    quick: dict[str, Test] = {
        "<": lambda frame, value: value < bound if type(value) is Decimal else general(frame, value),
        "<=": lambda frame, value: value <= bound if type(value) is Decimal else general(frame, value),
        ">": lambda frame, value: value > bound if type(value) is Decimal else general(frame, value),
        ">=": lambda frame, value: value >= bound if type(value) is Decimal else general(frame, value),
    }
    return quick.get(node.operator, general)


def _literal_test(node: nodes.Node, constant: Decimal | str, compiler: Compiler) -> Test:
    general, kind = _value_test(node, compiler), type(constant)

    def run(frame: Frame, value: object) -> bool | None:
        return value == constant if type(value) is kind else general(frame, value)

    return run


def _value_test(node: nodes.Node, compiler: Compiler) -> Test:
    made = compiler.compile(node)
    return _guarded(lambda frame, value: _weighed(frame, value, made(frame)), compiler.site(node))


def _question_test(node: nodes.Node, compiler: Compiler) -> Test:
    """A test that contains ``?``: its own boolean value is the answer."""
    made = compiler.inside(node)

    def decide(frame: Frame, value: object) -> bool | None:
        result = made(Frame({"?": value}, frame, frame.run))
        return result if result is None or isinstance(result, bool) else _weighed(frame, value, result)

    return _guarded(decide, compiler.site(node))


def test_of(node: nodes.Node, compiler: Compiler) -> Test:
    """One unary test."""
    if uses(node, "?"):
        if isinstance(node, nodes.OperatorRange):
            return _question_test(nodes.Binary(node.operator, nodes.Name("?"), node.value, pos=node.pos), compiler)
        return _question_test(node, compiler)
    if isinstance(node, nodes.OperatorRange):
        return _operator_test(node, compiler)
    if isinstance(node, nodes.RangeNode):
        return _range_test(node, compiler)
    constant = _constant(node)
    return _value_test(node, compiler) if constant is None else _literal_test(node, constant, compiler)


def any_of(tests: list[Test]) -> Test:
    """True when one test holds; null when none does but one has no answer."""
    if len(tests) == 1:
        return tests[0]

    def run(frame: Frame, value: object) -> bool | None:
        answer: bool | None = False
        for test in tests:
            held = test(frame, value)
            if held is True:
                return True
            if held is None:
                answer = None
        return answer

    return run


def unary_tests(node: nodes.Tests, compiler: Compiler) -> Test:
    """All tests of a cell."""
    if not node.tests:
        everything = not node.negated
        return lambda _, __: everything
    test = any_of([test_of(part, compiler) for part in node.tests])
    if not node.negated:
        return test

    def negated(frame: Frame, value: object) -> bool | None:
        held = test(frame, value)
        return None if held is None else not held

    return negated


@compiles(nodes.In)
def _in(node: nodes.In, compiler: Compiler) -> Closure:
    value, test = compiler.compile(node.value), any_of([test_of(part, compiler) for part in node.tests])
    return lambda frame: test(frame, value(frame))
