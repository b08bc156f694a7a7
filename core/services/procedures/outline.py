"""The steps of a procedure for the public posting: what people of the office do, in the order of the diagram."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from bpmn.definition import Definition, Element

#: Kinds of steps that a dossier takes only when something is missing, to be paid or to be asked elsewhere.
ON_NEED = frozenset({"supplement", "pay", "inquire"})


@dataclass(frozen=True, slots=True)
class OutlineStep:
    """``roles`` as the diagram names them; ``time_limit`` as it is written (``4h``, ``2d``) or None."""

    element: str
    name: str
    kind: str | None
    roles: tuple[str, ...]
    time_limit: str | None
    on_need: bool


def steps(definition: Definition) -> tuple[OutlineStep, ...]:
    """The user tasks, nearest to the start first; each once, whatever the loops."""
    return tuple(_step(element) for element in _walk(definition) if element.type == "userTask")


def _step(element: Element) -> OutlineStep:
    on_need = element.kind in ON_NEED
    return OutlineStep(element.id, element.name, element.kind, element.roles, element.time_limit, on_need)


def _walk(definition: Definition) -> Iterator[Element]:
    """Every element that can be reached, breadth first from the process's start events."""
    elements = definition.elements
    waiting = deque(element.id for element in elements.values() if _starts(element, None))
    seen = set(waiting)
    while waiting:
        here = elements[waiting.popleft()]
        yield here
        for following in _following(definition, here):
            if following not in seen:
                seen.add(following)
                waiting.append(following)


def _following(definition: Definition, here: Element) -> Iterator[str]:
    yield from (element.id for element in definition.elements.values() if _starts(element, here.id))
    yield from (flow.target for flow in definition.flows.values() if flow.source == here.id)
    yield from (element.id for element in definition.elements.values() if element.attached_to == here.id)


def _starts(element: Element, scope: str | None) -> bool:
    return element.type == "startEvent" and element.scope == scope
