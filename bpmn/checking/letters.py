"""Which letters a diagram sends, and what it hands to each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bpmn.checking.topics import calling, topic_of
from bpmn.diagram.model import Diagram

TOPIC = "notify.send"


@dataclass(frozen=True, slots=True)
class LetterCall:
    """A step that sends a letter: the template it names ("": the usual one), and the inputs that it gives."""

    element: str
    line: int | None
    template: str
    inputs: frozenset[str]


def letter_calls(diagram: Diagram) -> Iterator[LetterCall]:
    """Every step of the diagram that sends a letter."""
    for node in calling(diagram):
        if topic_of(node) == TOPIC:
            named = {one.key: one.value.strip() for one in node.extensions.headers}
            inputs = frozenset(mapping.target.strip() for mapping in node.extensions.inputs)
            yield LetterCall(node.id, node.line, named.get("template", ""), inputs)
