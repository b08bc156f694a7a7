"""The compiler's table: which function compiles which node, and what all of them share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bpmn.feel import nodes
from bpmn.feel.compiler.frames import Closure, Frame, Site
from bpmn.feel.errors import Failure
from bpmn.feel.values import Function

CompileNode = Callable[[Any, "Compiler"], Closure]
TABLE: dict[type[nodes.Node], CompileNode] = {}


def compiles(kind: type[nodes.Node]) -> Callable[[CompileNode], CompileNode]:
    """Marks the function that compiles this kind of node."""

    def register(function: CompileNode) -> CompileNode:
        TABLE[kind] = function
        return function

    return register


class Compiler:
    """Compiles one text. ``inner`` is above zero where names may be bound by the expression itself."""

    def __init__(self, text: str, built_ins: Mapping[str, Function], inner: bool = False) -> None:
        self.text = text
        self.built_ins = built_ins
        self.inner = int(inner)

    def compile(self, node: nodes.Node) -> Closure:
        """The node as a function of a frame."""
        return TABLE[type(node)](node, self)

    def inside(self, node: nodes.Node) -> Closure:
        """The node where the expression has bound names around it."""
        self.inner += 1
        try:
            return self.compile(node)
        finally:
            self.inner -= 1

    def site(self, node: nodes.Node) -> Site:
        """Where the node stands, for notes."""
        return self.text, node.pos


def note_failure(frame: Frame, failure: Failure, site: Site) -> object:
    """The null that a failure means, with its note."""
    frame.run.note(failure.code, site, failure.facts)
    return None


def boolean_of(value: object, frame: Frame, site: Site) -> bool | None:
    """True, false, or null with a note for anything else."""
    if value is True or value is False or value is None:
        return value
    frame.run.note("not-boolean", site, {"value": value})
    return None
