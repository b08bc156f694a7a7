"""The tree of an expression: what the parser makes, the compiler turns into closures and the printer writes back.

Nodes are equal when they say the same; ``pos`` (offset in the text) does not count. ``height`` bounds recursion.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from decimal import Decimal

from bpmn.feel.types import Type


@dataclass(frozen=True, slots=True)
class Node:
    """Base of all nodes."""

    pos: int = field(compare=False, kw_only=True, default=0)

    def children(self) -> Iterator[Node]:
        """The nodes directly inside, in the order written."""
        for name in _child_fields(type(self)):
            yield from _nodes_in(getattr(self, name))


_FIELDS: dict[type, tuple[str, ...]] = {}


def _child_fields(kind: type[Node]) -> tuple[str, ...]:
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(item.name for item in fields(kind) if item.name != "pos")
    return _FIELDS[kind]


def _nodes_in(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes_in(item)


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """null, true, false, a number or a string."""

    value: bool | Decimal | str | None


@dataclass(frozen=True, slots=True)
class At(Node):
    """``@"2025-11-22"``."""

    text: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable or a function, spaces normalised to one."""

    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """``source.name``."""

    source: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """``source[condition]``."""

    source: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Argument(Node):
    """One argument of a call, named or not."""

    name: str | None
    value: Node


@dataclass(frozen=True, slots=True)
class FunctionCall(Node):
    """``function(arguments)``."""

    function: Node
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class Negate(Node):
    """``-operand``."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """``left operator right`` for ``or and = != < <= > >= + - * / **``."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    """``value between low and high``."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """``value in test`` or ``value in (test, …)``."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """``value instance of type``."""

    value: Node
    type: Type


@dataclass(frozen=True, slots=True)
class If(Node):
    """``if`` condition ``then`` a value ``else`` another."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Iterator_(Node):
    """``name in domain``, or ``name in domain..end`` without brackets."""

    name: str
    domain: Node
    end: Node | None = None


@dataclass(frozen=True, slots=True)
class For(Node):
    """``for iterators return body``."""

    iterators: tuple[Iterator_, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """``some`` or ``every``: kind, iterators, condition."""

    kind: str
    iterators: tuple[Iterator_, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class ListNode(Node):
    """``[items]``."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Entry(Node):
    """One entry of a context."""

    key: str
    value: Node


@dataclass(frozen=True, slots=True)
class ContextNode(Node):
    """``{entries}``."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class FormalParameter(Node):
    """One parameter of a function written in FEEL."""

    name: str
    type: Type | None


@dataclass(frozen=True, slots=True)
class FunctionNode(Node):
    """``function(parameters) body``; ``external`` bodies are read and refused when called."""

    parameters: tuple[FormalParameter, ...]
    body: Node
    external: bool = False


@dataclass(frozen=True, slots=True)
class RangeNode(Node):
    """``[start..end]`` with open or closed ends."""

    start: Node
    end: Node
    start_included: bool
    end_included: bool


@dataclass(frozen=True, slots=True)
class OperatorRange(Node):
    """``(< 10)`` as a value, ``< 10`` as a unary test."""

    operator: str
    value: Node


@dataclass(frozen=True, slots=True)
class Tests(Node):
    """Unary tests of a decision table's cell: ``-`` (no tests), a list of tests, or ``not(tests)``."""

    tests: tuple[Node, ...]
    negated: bool = False


def walk(node: Node) -> Iterator[Node]:
    """The node and everything under it, parents first."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(list(current.children())))


def size(node: Node) -> int:
    """How many nodes the tree has."""
    return sum(1 for _ in walk(node))
