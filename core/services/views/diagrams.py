"""A dossier's way on the diagram of its procedure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class DiagramView:
    """The diagram and the way the dossier took through it."""

    xml: bytes
    passed: tuple[str, ...]  # flow nodes passed, in order of first passing
    flows: tuple[str, ...]
    current: tuple[str, ...]
    steps: tuple[
        Mapping[str, Any], ...
    ]  # the text equivalent: {element, name, kind, unit, who, opened, closed, due, state}
