"""The names an expression needs from outside: those it does not bind itself."""

from __future__ import annotations

from bpmn.feel import nodes

Bound = frozenset[str]


def free_names(node: nodes.Node) -> Bound:
    """Names read but not bound. Inside a filter a name may also be the item's own: it counts, to be on the safe side."""
    found: set[str] = set()
    waiting: list[tuple[nodes.Node, Bound]] = [(node, frozenset())]
    while waiting:
        current, bound = waiting.pop()
        if isinstance(current, nodes.Name):
            if current.name not in bound:
                found.add(current.name)
        else:
            waiting.extend(_inner(current, bound))
    return frozenset(found)


def _inner(node: nodes.Node, bound: Bound) -> list[tuple[nodes.Node, Bound]]:
    """The children, each with the names bound around it."""
    if isinstance(node, nodes.For | nodes.Quantified):
        return _iterated(node, bound)
    if isinstance(node, nodes.ContextNode):
        return _entries(node, bound)
    if isinstance(node, nodes.FunctionNode):
        if node.external:
            return []
        return [(node.body, bound | {parameter.name for parameter in node.parameters})]
    if isinstance(node, nodes.Filter):
        return [(node.source, bound), (node.condition, bound | {"item"})]
    return [(child, bound) for child in node.children()]


def _iterated(node: nodes.For | nodes.Quantified, bound: Bound) -> list[tuple[nodes.Node, Bound]]:
    made: list[tuple[nodes.Node, Bound]] = []
    for iterator in node.iterators:
        made.append((iterator.domain, bound))
        if iterator.end is not None:
            made.append((iterator.end, bound))
        bound = bound | {iterator.name}
    if isinstance(node, nodes.For):
        return [*made, (node.body, bound | {"partial"})]
    return [*made, (node.condition, bound)]


def _entries(node: nodes.ContextNode, bound: Bound) -> list[tuple[nodes.Node, Bound]]:
    made: list[tuple[nodes.Node, Bound]] = []
    for entry in node.entries:
        bound = bound | {entry.key}
        made.append((entry.value, bound))
    return made
