"""Everything a diagram says of one element, as plain values that can be compared and shown.

Reads the specifications, so that a construct is compared as soon as it can be run: every attribute that a class of
ours declares with an annotation is compared (see `NodeSpec`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition

from bpmn.definition import Definition
from bpmn.running.specs.loops import Repeated
from bpmn.running.specs.node import NodeSpec, scopes_of
from bpmn.values import Value

#: Attributes that reference other specifications; not compared.
_LINKS = frozenset({"body", "loop", "model", "boundaries", "handlers", "parts", "startable", "_reach"})
#: Attributes SpiffWorkflow adds; not compared.
_UNUSED = frozenset({"description", "correlation_properties", "variable_name"})
_PUBLIC = ("type", "name", "kind", "form", "roles", "status", "time_limit", "clock", "lane", "attached_to", "scope")
_NOTHING = object()


def specs_of(definition: Definition) -> dict[str, NodeSpec]:
    """The specification of each element by id; for the start event of an event sub-process, the handler that waits."""
    found: dict[str, NodeSpec] = {}
    pending = [scopes_of(definition)[None]]
    while pending:
        scope = pending.pop()
        for name, spec in scope.task_specs.items():
            if isinstance(spec, NodeSpec) and name in definition.elements and name not in found:
                found[name] = spec
                if spec.inner is not None and not isinstance(spec, Repeated):
                    pending.append(spec.inner)
                elif isinstance(spec, Repeated) and spec.body.inner is not None:
                    pending.append(spec.body.inner)
    return found


def attributes(definition: Definition, identifier: str, spec: NodeSpec) -> dict[str, object]:
    """What the diagram says of an element, by aspect; aspects about which it says nothing are left out."""
    element = definition.elements[identifier]
    found: dict[str, object] = {name: _plain(getattr(element, name)) for name in _PUBLIC}
    for one in (spec, spec.body) if isinstance(spec, Repeated) else (spec,):
        found |= declared_attributes(one)
    properties = found.get("properties")
    if isinstance(properties, dict):
        known = ("kind", "status", "timeLimit", "clock")
        found["properties"] = {key: text for key, text in properties.items() if key not in known}
    return {aspect: value for aspect, value in found.items() if value not in (None, "", [], {})}


def declared_attributes(spec: NodeSpec) -> dict[str, object]:
    """The attributes that a specification's own classes declare."""
    found = {}
    kind: type = type(spec)
    for name in _declared_names(kind):
        value = _plain(getattr(spec, name, None))
        if value is not _NOTHING:
            found[name] = value
    return found


@cache
def _declared_names(kind: type) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for base in reversed(kind.__mro__):
        if base.__module__.startswith("bpmn.") and base is not NodeSpec:  # what all elements have is wiring
            names.update(dict.fromkeys(vars(base).get("__annotations__", ())))
    return tuple(name for name in names if name not in _LINKS)


def trigger(spec: NodeSpec) -> object:
    """What an element waits for or catches; None if nothing."""
    return _plain(spec.trigger)


def _plain(value: object) -> Any:
    """Values, mappings and events as texts, lists and dictionaries."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Value):
        return value.text
    if isinstance(value, EventDefinition):
        own = {name: _plain(item) for name, item in vars(value).items() if name not in _UNUSED}
        return {"event": type(value).__name__, **{name: item for name, item in own.items() if item is not _NOTHING}}
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return _NOTHING
