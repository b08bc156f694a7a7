"""A scenario as values: how the dossier starts, what happens to it, what must be true at the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ScenarioStart:
    """The dossier as the reception desk opens it. `data` are the values of the start form."""

    #: aware
    at: datetime
    data: Mapping[str, object] = field(default_factory=dict)
    applicant: Mapping[str, object] = field(default_factory=dict)
    #: how the result is handed over
    return_by: str = "counter"
    #: how the dossier was handed in
    channel: str = "counter"
    #: name of the message that opens the dossier; empty: the reception desk opens it
    message: str = ""
    #: variables of that message, beside those every dossier starts with
    variables: Mapping[str, object] = field(default_factory=dict)
    #: entries of the context `dossier` that replace or complete those the player makes up
    dossier: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CompleteTask:
    """Somebody completes the open task of an element with these data."""

    verb: ClassVar = "complete"
    element: str
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnswerCall:
    """A worker answers the call of an element with these data."""

    verb: ClassVar = "answer"
    element: str
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ThrowError:
    """The open call or task of an element throws a BPMN error."""

    verb: ClassVar = "fail"
    element: str
    code: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class DeliverMessage:
    """A message arrives, with the correlation key it is awaited by."""

    verb: ClassVar = "message"
    name: str
    key: str | None = None
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BroadcastSignal:
    """A signal arrives."""

    verb: ClassVar = "signal"
    name: str
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AdvanceTime:
    """Time passes: for a duration, or until a moment."""

    verb: ClassVar = "advance"
    by: timedelta | datetime


Action = CompleteTask | AnswerCall | ThrowError | DeliverMessage | BroadcastSignal | AdvanceTime


@dataclass(frozen=True, slots=True)
class ScenarioStep:
    """One action of the script; ``number`` counts from 1."""

    number: int
    action: Action

    def __str__(self) -> str:
        """How a report names the step."""
        match self.action:
            case AdvanceTime(by=datetime() as until):
                about = until.isoformat()
            case AdvanceTime(by=duration):
                about = str(duration)
            case DeliverMessage() | BroadcastSignal():
                about = self.action.name
            case _:
                about = self.action.element
        return f"step {self.number} ({self.action.verb} {about})"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must be true at the end; a field that is None is not compared. Elements are given by their ids."""

    #: all elements passed, in order
    path: tuple[str, ...] | None = None
    #: elements passed in this order, others between them
    includes: tuple[str, ...] | None = None
    #: elements with an open task
    open: tuple[str, ...] | None = None
    #: elements that wait for a worker, a message or a signal
    waiting: tuple[str, ...] | None = None
    #: names of the signals and messages for other dossiers
    thrown: tuple[str, ...] | None = None
    status: int | None = None
    outcome: str | None = None
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scenario:
    """The course of one dossier of one procedure, and what must be true at its end."""

    name: str
    procedure: str
    start: ScenarioStart
    steps: tuple[ScenarioStep, ...]
    expect: Expectation
