"""A diagram whose elements and flows have other ids: the same process, to migrate to and back."""

from __future__ import annotations

import re
from typing import Any

from bpmn import effects as e
from bpmn.parse import load

END = "_new"


def renamed(diagram: bytes) -> tuple[bytes, dict[str, str]]:
    """The copy, and which element takes whose place."""
    definition = load(diagram)
    known = {*definition.elements, *definition.flows}
    references = re.compile(rb'(\b(?:id|sourceRef|targetRef|attachedToRef|activityRef|default)=")([^"]+)(")')

    def other(found: re.Match[bytes]) -> bytes:
        name = found[2].decode()
        return found[0] if name not in known else found[1] + (name + END).encode() + found[3]

    return references.sub(other, diagram), {name: name + END for name in definition.elements}


def back(value: Any) -> Any:
    """Effects with the ids of the original."""
    if isinstance(value, str):
        return value.removesuffix(END)
    if isinstance(value, e.FlowTaken):
        return e.FlowTaken(back(value.flow), back(value.source), back(value.target))
    fields = {name: getattr(value, name) for name in value.__slots__}
    if isinstance(value, e.ProcessFailed):
        fields["message"] = value.message.replace(END, "")
    return type(value)(**{**fields, "element": back(fields["element"])})
