"""Which element of the new version takes the place of which: proposals, and what is wrong with a mapping at first sight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bpmn.definition import Definition, Element, Flow
from bpmn.migrate.attributes import specs_of
from bpmn.migrate.texts import finding
from bpmn.problem import Problem
from bpmn.running.specs.node import NodeSpec

Sureness = Literal["certain", "likely", "possible", "none"]
Key = Callable[[Element], object]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The element that may take another's place, and how sure that is.

    certain: same id and type. likely: same type and name in the same scope, and only one such. possible: same type, kind
    and form there, and only one such. none: nobody (target None).
    """

    source: str
    target: str | None
    sure: Sureness


def propose(source: Definition, target: Definition) -> tuple[Proposal, ...]:
    """A proposal for each element of the source, in the order of the diagram."""
    return tuple(_Proposing(source, target).run())


def mapping_of(proposals: tuple[Proposal, ...]) -> dict[str, str]:
    """The mapping that proposals come to; what is only possible is left to a person."""
    sure = ("certain", "likely")
    return {found.source: found.target for found in proposals if found.target is not None and found.sure in sure}


def faults(source: Definition, target: Definition, mapping: Mapping[str, str]) -> list[Problem]:
    """What is wrong with a mapping whatever is running: unknown ids, and elements that are not of one kind."""
    old, new = specs_of(source), specs_of(target)
    found = []
    for name, other in mapping.items():
        if name not in source.elements:
            found.append(finding("mapping-source-unknown", name))
        elif other not in target.elements:
            found.append(finding("mapping-target-unknown", name, target=other))
        elif not same_kind(old[name], new[other]):
            found.append(
                finding(
                    "type-differs",
                    name,
                    target=other,
                    old=source.elements[name].type,
                    new=target.elements[other].type,
                )
            )
    return found


def same_kind(one: NodeSpec, other: NodeSpec) -> bool:
    """Whether a token can rest at either in the same way: the same element, waiting for the same kind of event."""
    return type(one) is type(other) and type(one.trigger) is type(other.trigger)


def flows_of(source: Definition, target: Definition, mapping: Mapping[str, str]) -> dict[str, str]:
    """The flow that takes the place of each flow into an element that was mapped.

    First the one of the same id into the same element; then the only one between the same two elements, or between them
    by way of new elements; then, where one flow into the element is left over on both sides, that one.
    """
    known = set(mapping.values())
    taken: dict[str, str] = {}
    arrivals = _by_target(target)
    for name, flows in _by_target(source).items():
        new = arrivals.get(mapping.get(name, ""), [])
        free = {flow.id: flow for flow in new}
        for flow in flows:
            if flow.id in free:
                taken[flow.id] = free.pop(flow.id).id
        for nearest in ({other.id: {other.source} for other in new}, _known_before(new, arrivals, known)):
            for before in dict.fromkeys(mapping.get(flow.source) for flow in flows):
                lost = [flow.id for flow in flows if flow.id not in taken and mapping.get(flow.source) == before]
                between = [other for other in free if before in nearest[other]]
                if len(lost) == len(between):  # several between the same two mean the same: in the order of the diagram
                    taken.update(zip(lost, (free.pop(other).id for other in between), strict=True))
        left = [flow.id for flow in flows if flow.id not in taken]
        if len(left) == 1 == len(free):
            taken[left[0]] = next(iter(free))
    return taken


def _known_before(flows: list[Flow], arrivals: Mapping[str, list[Flow]], known: set[str]) -> dict[str, set[str]]:
    """For each flow the nearest elements before it that were there already."""
    found: dict[str, set[str]] = {}
    for flow in flows:
        pending, seen = [flow.source], {flow.target}
        near = found[flow.id] = set()
        while pending:
            name = pending.pop()
            if name in seen:
                continue
            seen.add(name)
            if name in known:
                near.add(name)
            else:
                pending.extend(before.source for before in arrivals.get(name, ()))
    return found


def _by_target(definition: Definition) -> dict[str, list[Flow]]:
    found: dict[str, list[Flow]] = defaultdict(list)
    for flow in definition.flows.values():
        found[flow.target].append(flow)
    return found


class _Proposing:
    """Pairs outer scopes first, so that what is inside knows which scope replaces its own."""

    def __init__(self, source: Definition, target: Definition) -> None:
        self.source, self.target = source, target
        self.old, self.new = specs_of(source), specs_of(target)
        self.taken: dict[str | None, str | None] = {None: None}
        self.sure: dict[str, Sureness] = {}

    def run(self) -> Iterator[Proposal]:
        """One proposal for each element."""
        for name in self.source.elements:
            if name in self.target.elements and same_kind(self.old[name], self.new[name]):
                self._take(name, name, "certain")
        for _ in range(self._depth()):
            self._pair("likely", _by_name)
            self._pair("possible", _by_use)
        for name in self.source.elements:
            yield Proposal(name, self.taken.get(name), self.sure.get(name, "none"))

    def _take(self, name: str, other: str, sure: Sureness) -> None:
        self.taken[name], self.sure[name] = other, sure

    def _depth(self) -> int:
        """How many times the pairing has to go inwards: a scope, what is in it, and what sits on its border."""
        scopes = [element for element in self.source.elements.values() if self.old[element.id].inner is not None]
        return 2 + len(scopes)

    def _pair(self, sure: Sureness, key: Key) -> None:
        used = set(self.taken.values())
        old, new = defaultdict(list), defaultdict(list)
        for name, element in self.source.elements.items():
            if name not in self.taken and key(element) is not None and element.scope in self.taken:
                border = self.taken.get(element.attached_to, "?")
                old[self._shape(self.old[name]), self.taken[element.scope], border, key(element)].append(name)
        for name, element in self.target.elements.items():
            if name not in used and key(element) is not None:
                new[self._shape(self.new[name]), element.scope, element.attached_to, key(element)].append(name)
        for shape, names in old.items():
            if len(names) == 1 == len(new[shape]):
                self._take(names[0], new[shape][0], sure)

    def _shape(self, spec: NodeSpec) -> tuple[type, type]:
        return type(spec), type(spec.trigger)


def _by_name(element: Element) -> object:
    return " ".join(element.name.split()).casefold() or None


def _by_use(element: Element) -> object:
    # The start of a scope and what sits alone on a border need no name to be known by.
    if element.type in ("startEvent", "boundaryEvent"):
        return element.type
    return (element.kind, element.form) if element.kind or element.form else None
