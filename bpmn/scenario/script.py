"""A scenario as values: how the dossier starts, what happens to it, what must be true at the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

Verb = Literal["complete", "answer", "fail", "message", "signal", "advance"]


@dataclass(frozen=True, slots=True)
class Start:
    """The dossier as the reception desk opens it. `at` is aware; `data` is what the start form holds."""

    at: datetime
    data: Mapping[str, object] = field(default_factory=dict)
    applicant: Mapping[str, object] = field(default_factory=dict)
    return_by: str = "counter"
    channel: str = "counter"
    #: name of the message that opens the dossier; empty: the desk does
    message: str = ""
    #: variables of that message beside what a dossier is opened with
    variables: Mapping[str, object] = field(default_factory=dict)
    #: further names of the context `dossier`, over the ones a scenario makes up itself
    dossier: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens. Which fields count depends on `verb`; `number` counts from 1."""

    number: int
    verb: Verb
    element: str = ""
    data: Mapping[str, object] = field(default_factory=dict)
    #: of a BPMN error (`fail`)
    code: str = ""
    message: str = ""
    #: of a message or signal
    name: str = ""
    key: str | None = None
    #: of `advance`: how long, or until when
    duration: timedelta | None = None
    until: datetime | None = None

    def __str__(self) -> str:
        """How a report names the step."""
        about = self.element or self.name or (self.duration if self.until is None else self.until.isoformat())
        return f"step {self.number} ({self.verb} {about})"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must be true at the end; None is not asked."""

    path: tuple[str, ...] | None = None
    includes: tuple[str, ...] | None = None
    open: tuple[str, ...] | None = None
    waiting: tuple[str, ...] | None = None
    #: names of the signals and messages for other dossiers
    thrown: tuple[str, ...] | None = None
    status: int | None = None
    outcome: str | None = None
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scenario:
    """One story about one procedure."""

    name: str
    procedure: str
    start: Start
    steps: tuple[Step, ...]
    expect: Expectation
