"""Mappings from the elements of an old version to those of a new one: proposals, and errors that show without any running instance."""

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

Confidence = Literal["certain", "likely", "possible", "none"]
#: what two elements must have in common to be paired; None: the element is not paired by it
PairingKey = Callable[[Element], object]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The element that may take another's place, and with what confidence.

    certain: same id and type. likely: the only element of the same type and name in the same scope. possible: the only one of
    the same type, kind and form there. none: no element was found.
    """

    source: str
    #: None: no element was found
    target: str | None
    confidence: Confidence


def propose(source: Definition, target: Definition) -> tuple[Proposal, ...]:
    """A proposal for each element of the source, in the order of the diagram."""
    return tuple(_Matcher(source, target).run())


def mapping_of(proposals: tuple[Proposal, ...]) -> dict[str, str]:
    """The mapping made of the certain and likely proposals; what is only possible is left to a person."""
    accepted = ("certain", "likely")
    return {one.source: one.target for one in proposals if one.target is not None and one.confidence in accepted}


def faults(source: Definition, target: Definition, mapping: Mapping[str, str]) -> list[Problem]:
    """What is wrong with a mapping for any running instance: unknown ids, and pairs of elements of different kinds."""
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
    """Which flow of the new version replaces which flow of the old one, for flows into mapped elements.

    A flow is replaced by the flow of the same id into the same element; else by the only flow between the same two elements,
    directly or through new elements; else, if one flow into the element is left over in each version, by that one.
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
                unpaired = [flow.id for flow in flows if flow.id not in taken and mapping.get(flow.source) == before]
                between = [other for other in free if before in nearest[other]]
                if len(unpaired) == len(between):  # equivalent flows between the same two: in the order of the diagram
                    taken.update(zip(unpaired, (free.pop(other).id for other in between), strict=True))
        left = [flow.id for flow in flows if flow.id not in taken]
        if len(left) == 1 == len(free):
            taken[left[0]] = next(iter(free))
    return taken


def _known_before(flows: list[Flow], arrivals: Mapping[str, list[Flow]], known: set[str]) -> dict[str, set[str]]:
    """For each flow the nearest elements before it that the old version has, too."""
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


class _Matcher:
    """Pairs the elements of two versions, outer scopes first: elements are only paired in scopes that are paired."""

    def __init__(self, source: Definition, target: Definition) -> None:
        self.source, self.target = source, target
        self.old, self.new = specs_of(source), specs_of(target)
        #: id in the old version -> id in the new one; None is the process itself
        self.paired: dict[str | None, str | None] = {None: None}
        self.confidence: dict[str, Confidence] = {}

    def run(self) -> Iterator[Proposal]:
        """One proposal for each element."""
        for name in self.source.elements:
            if name in self.target.elements and same_kind(self.old[name], self.new[name]):
                self._take(name, name, "certain")
        for _ in range(self._depth()):
            self._pair("likely", _by_name)
            self._pair("possible", _by_use)
        for name in self.source.elements:
            yield Proposal(name, self.paired.get(name), self.confidence.get(name, "none"))

    def _take(self, name: str, other: str, confidence: Confidence) -> None:
        self.paired[name], self.confidence[name] = other, confidence

    def _depth(self) -> int:
        """Enough rounds of pairing: one per scope, one for the elements inside it and one for their boundary events."""
        scopes = [element for element in self.source.elements.values() if self.old[element.id].inner is not None]
        return 2 + len(scopes)

    def _pair(self, confidence: Confidence, key: PairingKey) -> None:
        used = set(self.paired.values())
        old, new = defaultdict(list), defaultdict(list)
        for name, element in self.source.elements.items():
            if name not in self.paired and key(element) is not None and element.scope in self.paired:
                host = self.paired.get(
                    element.attached_to, "?"
                )  # "?" is no id: a host without a counterpart pairs nothing
                old[self._kind(self.old[name]), self.paired[element.scope], host, key(element)].append(name)
        for name, element in self.target.elements.items():
            if name not in used and key(element) is not None:
                new[self._kind(self.new[name]), element.scope, element.attached_to, key(element)].append(name)
        for common, names in old.items():
            if len(names) == 1 == len(new[common]):
                self._take(names[0], new[common][0], confidence)

    def _kind(self, spec: NodeSpec) -> tuple[type, type]:
        return type(spec), type(spec.trigger)


def _by_name(element: Element) -> object:
    return " ".join(element.name.split()).casefold() or None


def _by_use(element: Element) -> object:
    # The start event of a scope and the only boundary event of an activity are recognised without a name.
    if element.type in ("startEvent", "boundaryEvent"):
        return element.type
    return (element.kind, element.form) if element.kind or element.form else None
