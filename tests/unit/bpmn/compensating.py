"""Diagrams in which something completed is undone."""

from __future__ import annotations

from tests.unit.bpmn import diagrams as d

BESIDE = d.error("Err", "bad") + d.message("M", "news", '="k"')


def around(*parts: str, names: tuple[str, ...], end: str = "") -> bytes:
    """Start - names - After - End."""
    flows = d.path("Start", *names, "After", "End")
    return d.diagram(d.start(), *parts, d.user("After"), end or d.end(), flows, beside=BESIDE)


def pair(*throw: str, names: tuple[str, ...] = ("A", "B", "Throw")) -> bytes:
    """A and B, each with a handler, and what is thrown after them."""
    handled = (d.user("A"), d.undone("A", d.user("UndoA")), d.user("B"), d.undone("B", d.user("UndoB")))
    return around(*handled, *throw, names=names)


def closing(name: str, *inner: str) -> str:
    """A compensation event sub-process."""
    start = d.node("startEvent", f"{name}_S", inner=d.compensate())
    return d.sub(name, start, *inner, triggeredByEvent="true")
