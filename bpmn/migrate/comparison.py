"""Two versions of a process side by side: what was added, removed, changed, and moved to another scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bpmn.definition import Definition
from bpmn.migrate.attributes import attributes, specs_of


@dataclass(frozen=True, slots=True)
class Difference:
    """One aspect of an element or flow that is not what it was; None: the diagram says nothing of it."""

    aspect: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs. Elements that were mapped to one of another id count as the same element, changed in its `id`."""

    #: ids in the new version
    added: tuple[str, ...]
    #: ids in the old version
    removed: tuple[str, ...]
    #: by id in the old version, without those that are the same in everything
    changed: Mapping[str, tuple[Difference, ...]]
    #: ids in the old version of elements that stand in another sub-process now
    moved: tuple[str, ...]
    flows_added: tuple[str, ...]
    flows_removed: tuple[str, ...]
    flows_changed: Mapping[str, tuple[Difference, ...]]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not (
            self.added or self.removed or self.changed or self.flows_added or self.flows_removed or self.flows_changed
        )


def compare(source: Definition, target: Definition, mapping: Mapping[str, str] | None = None) -> Comparison:
    """Compares element by element: those of the same id, or those that a mapping says belong together."""
    pairs = mapping if mapping is not None else {name: name for name in source.elements if name in target.elements}
    old, new = specs_of(source), specs_of(target)
    changed = {}
    for name, other in pairs.items():
        differences = _elements(attributes(source, name, old[name]), attributes(target, other, new[other]), pairs)
        if name != other:
            differences = (Difference("id", name, other), *differences)
        if differences:
            changed[name] = differences
    taken = set(pairs.values())
    flows = _flows(source, target, pairs)
    return Comparison(
        added=tuple(name for name in target.elements if name not in taken),
        removed=tuple(name for name in source.elements if name not in pairs),
        changed=changed,
        moved=tuple(name for name, found in changed.items() if any(one.aspect == "scope" for one in found)),
        flows_added=tuple(name for name in target.flows if name not in source.flows),
        flows_removed=tuple(name for name in source.flows if name not in target.flows),
        flows_changed=flows,
    )


def _elements(
    before: Mapping[str, object], after: Mapping[str, object], pairs: Mapping[str, str]
) -> tuple[Difference, ...]:
    found = []
    for aspect in dict.fromkeys((*before, *after)):
        old, new = before.get(aspect), after.get(aspect)
        expected = pairs.get(str(old), old) if aspect in ("scope", "attached_to", "activity") else old
        if expected != new:
            found.append(Difference(aspect, old, new))
    return tuple(found)


def _flows(source: Definition, target: Definition, pairs: Mapping[str, str]) -> dict[str, tuple[Difference, ...]]:
    old, new = _flow_attributes(source), _flow_attributes(target)
    changed = {}
    for name in old.keys() & new.keys():
        found = tuple(
            Difference(aspect, before, new[name][aspect])
            for aspect, before in old[name].items()
            if (pairs.get(str(before), before) if aspect in ("source", "target") else before) != new[name][aspect]
        )
        if found:
            changed[name] = found
    return {name: changed[name] for name in source.flows if name in changed}


def _flow_attributes(definition: Definition) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for flow in definition.flows.values():
        found[flow.id] = {
            "name": flow.name,
            "source": flow.source,
            "target": flow.target,
            "condition": None,
            "default": False,
        }
    for spec in specs_of(definition).values():
        for way in spec.flows:
            if way.id in found:
                condition = None if way.condition is None else way.condition.text
                found[way.id] |= {"condition": condition, "default": way is spec.default}
    return found
