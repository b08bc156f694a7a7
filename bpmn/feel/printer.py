"""Trees as text. Reading the text again gives the same tree; brackets stand only where they are needed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from bpmn.feel import nodes
from bpmn.feel.api import BUILT_IN_NAMES
from bpmn.feel.syntax.vocabulary import is_plain
from bpmn.feel.values.numbers import text_of
from bpmn.feel.values.writing import quoted

ANYTHING, OR, AND, COMPARE, ADD, MULTIPLY, POWER, NEGATE, INSTANCE, POSTFIX = range(10)
LEVELS = {"or": OR, "and": AND, "+": ADD, "-": ADD, "*": MULTIPLY, "/": MULTIPLY, "**": POWER}


def name_text(name: str) -> str:
    """A name as it must be written: in back quotes where it could be read otherwise."""
    return name if is_plain(name) or name in BUILT_IN_NAMES or name == "not" else f"`{name}`"


def _literal(node: nodes.Literal) -> str:
    if isinstance(node.value, str):
        return quoted(node.value)
    if isinstance(node.value, Decimal):
        return text_of(node.value)
    return {None: "null", True: "true", False: "false"}[node.value]


def _source(node: nodes.Node) -> str:
    """What stands before a point, a bracket or a parenthesis; numbers in brackets, lest their point be taken for one."""
    number = isinstance(node, nodes.Literal) and isinstance(node.value, Decimal)
    return f"({printed(node)})" if number else _at(node, POSTFIX)


def _at(node: nodes.Node, minimum: int) -> str:
    """The node where something of at least this binding strength may stand."""
    text = printed(node)
    return f"({text})" if _level(node) < minimum else text


def _level(node: nodes.Node) -> int:
    if isinstance(node, nodes.Binary):
        return LEVELS.get(node.operator, COMPARE)
    if isinstance(node, nodes.Between | nodes.In):
        return COMPARE
    if isinstance(node, nodes.Negate):
        return NEGATE
    if isinstance(node, nodes.InstanceOf):
        return INSTANCE
    return ANYTHING if isinstance(node, nodes.If | nodes.For | nodes.Quantified | nodes.FunctionNode) else POSTFIX


def _binary(node: nodes.Binary) -> str:
    level = _level(node)
    return f"{_at(node.left, level)} {node.operator} {_at(node.right, level + 1)}"


def _in(node: nodes.In) -> str:
    if len(node.tests) == 1:
        return f"{_at(node.value, COMPARE)} in {_at(node.tests[0], ADD)}"
    return f"{_at(node.value, COMPARE)} in ({', '.join(map(printed, node.tests))})"


def _between(node: nodes.Between) -> str:
    return f"{_at(node.value, COMPARE)} between {_at(node.low, ADD)} and {_at(node.high, ADD)}"


def _iterator(node: nodes.Iterator_) -> str:
    end = f"..{printed(node.end)}" if node.end is not None else ""
    return f"{name_text(node.name)} in {printed(node.domain)}{end}"


def _iterators(made: tuple[nodes.Iterator_, ...]) -> str:
    return ", ".join(map(_iterator, made))


def _argument(node: nodes.Argument) -> str:
    return printed(node.value) if node.name is None else f"{node.name}: {printed(node.value)}"


def _key(key: str) -> str:
    return key if is_plain(key) else quoted(key)


def _parameter(node: nodes.FormalParameter) -> str:
    return _key(node.name) + (f": {node.type}" if node.type is not None else "")


def _function(node: nodes.FunctionNode) -> str:
    external = "external " if node.external else ""
    return f"function({', '.join(map(_parameter, node.parameters))}) {external}{printed(node.body)}"


def _range(node: nodes.RangeNode) -> str:
    start, end = "[" if node.start_included else "(", "]" if node.end_included else ")"
    return f"{start}{printed(node.start)}..{printed(node.end)}{end}"


def _tests(node: nodes.Tests) -> str:
    listed = ", ".join(map(printed, node.tests))
    return f"not({listed})" if node.negated else listed or "-"


PRINTERS: dict[type[nodes.Node], Callable[[Any], str]] = {
    nodes.Literal: _literal,
    nodes.At: lambda node: f"@{quoted(node.text)}",
    nodes.Name: lambda node: name_text(node.name),
    nodes.Path: lambda node: f"{_source(node.source)}.{name_text(node.name)}",
    nodes.Filter: lambda node: f"{_source(node.source)}[{printed(node.condition)}]",
    nodes.FunctionCall: lambda node: f"{_source(node.function)}({', '.join(map(_argument, node.arguments))})",
    nodes.Negate: lambda node: f"-{_at(node.operand, NEGATE)}",
    nodes.Binary: _binary,
    nodes.Between: _between,
    nodes.In: _in,
    nodes.InstanceOf: lambda node: f"{_at(node.value, INSTANCE)} instance of {node.type}",
    nodes.If: lambda node: f"if {printed(node.condition)} then {printed(node.then)} else {printed(node.otherwise)}",
    nodes.For: lambda node: f"for {_iterators(node.iterators)} return {printed(node.body)}",
    nodes.Quantified: lambda node: f"{node.kind} {_iterators(node.iterators)} satisfies {printed(node.condition)}",
    nodes.ListNode: lambda node: f"[{', '.join(map(printed, node.items))}]",
    nodes.ContextNode: lambda node: "{" + ", ".join(f"{_key(e.key)}: {printed(e.value)}" for e in node.entries) + "}",
    nodes.FunctionNode: _function,
    nodes.RangeNode: _range,
    nodes.OperatorRange: lambda node: f"({node.operator} {_at(node.value, ADD)})",
    nodes.Tests: _tests,
}


def printed(node: nodes.Node) -> str:
    """The node as FEEL text."""
    return PRINTERS[type(node)](node)
