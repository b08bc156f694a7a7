"""A dossier's way on the diagram of its procedure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagramStepView:
    """A task of the dossier, done or open: a line of the table that says the same as the drawing."""

    element: str
    name: str
    kind: str
    unit: str  # name
    who: str  # who did it or holds it; "" while nobody has taken it
    opened: datetime
    closed: datetime | None
    due: datetime | None
    state: str  # open | completed | cancelled


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagramView:
    """The diagram and the way the dossier took through it."""

    xml: bytes
    passed: tuple[str, ...] = ()  # flow nodes passed, in order of first passing
    flows: tuple[str, ...] = ()  # sequence flows taken, likewise
    current: tuple[str, ...] = ()  # flow nodes where something is open
    steps: tuple[DiagramStepView, ...] = ()
