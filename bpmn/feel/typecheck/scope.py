"""The typed names in scope while an expression is checked, and the problems found."""

from __future__ import annotations

from collections.abc import Mapping

from bpmn.feel import nodes
from bpmn.feel.syntax.cursor import position
from bpmn.feel.typecheck.problem import FeelProblem
from bpmn.feel.types import ANY, Type

Known = Mapping[str, Type]


class Findings:
    """The problems of one text, at most one per place and code."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.problems: dict[tuple[int, str], FeelProblem] = {}

    def add(self, node: nodes.Node, code: str, **facts: object) -> None:
        """Adds a problem at a node."""
        line, column = position(self.text, node.pos)
        self.problems.setdefault((node.pos, code), FeelProblem(line, column, code, facts))


class TypeScope:
    """The names in scope. ``open``: there may be undeclared names, so unknown ones are not reported."""

    def __init__(self, names: Known, around: TypeScope | None = None, open_: bool = False) -> None:
        self.names = names
        self.around = around
        self.open: bool = open_ or (around is not None and around.open)

    def find(self, name: str) -> Type | None:
        """The type of a name; None if it is not declared."""
        scope: TypeScope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.around
        return None

    def with_names(self, names: Known, open_: bool = False) -> TypeScope:
        """A scope with these names, inside this one."""
        return TypeScope(names, self, open_)

    def known(self) -> tuple[str, ...]:
        """All names in scope."""
        found: list[str] = []
        scope: TypeScope | None = self
        while scope is not None:
            found.extend(scope.names)
            scope = scope.around
        return tuple(found)


def joined(first: Type, second: Type) -> Type:
    """The type of a value that is one or the other."""
    if first == second or second.name == "Null":
        return first
    return second if first.name == "Null" else ANY
