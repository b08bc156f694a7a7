"""``range(from)`` (DMN 1.5, 10.3.4.1): a range read from text. Its ends must be literals; nothing is evaluated."""

from __future__ import annotations

from decimal import Decimal

from bpmn.feel import nodes
from bpmn.feel.builtins.registry import BUILT_INS, built_in
from bpmn.feel.compiler.boxes import checked_range
from bpmn.feel.compiler.calls import CallContext, invoke
from bpmn.feel.errors import Failure, FeelSyntaxError
from bpmn.feel.syntax.parser import Parser
from bpmn.feel.values import Range
from bpmn.feel.values.texts import parse_temporal

CONSTRUCTORS = frozenset({"date", "time", "date and time", "duration"})
SPECIAL = frozenset({"date and time"})


def _literal(node: nodes.Node, call: CallContext) -> object:
    """The value of a literal end; raises Failure for anything that would need evaluating."""
    if isinstance(node, nodes.Literal):
        return node.value
    if isinstance(node, nodes.At):
        return parse_temporal(node.text)
    if isinstance(node, nodes.Negate):
        inner = _literal(node.operand, call)
        if isinstance(inner, Decimal):
            return inner.copy_negate()
    if (
        isinstance(node, nodes.FunctionCall)
        and isinstance(node.function, nodes.Name)
        and node.function.name in CONSTRUCTORS
    ):
        arguments = [argument.value for argument in node.arguments]
        if all(isinstance(argument, nodes.Literal | nodes.Negate) for argument in arguments):
            return invoke(
                BUILT_INS[node.function.name], [_literal(argument, call) for argument in arguments], None, call
            )
    raise Failure("range-text")


@built_in("range", "from: string", "range", wants_call=True, cost=20)
def range_(call: CallContext, text: str) -> Range:
    """``range("[18..21)")``."""
    call.run.charge(len(text) >> 2)
    try:
        node = Parser(text, {}, SPECIAL, {}).whole()
    except FeelSyntaxError as error:
        raise Failure("range-text") from error
    if not isinstance(node, nodes.RangeNode):
        raise Failure("range-text")
    start, end = _literal(node.start, call), _literal(node.end, call)
    if start is None and end is None:
        raise Failure("range-text")
    return checked_range(Range(start, end, node.start_included, node.end_included))
