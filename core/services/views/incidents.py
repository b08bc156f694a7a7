"""What administrators see of a step that stopped, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from core.errors.base import CoreError


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentView:
    id: UUID
    number: str  # short, for people: what the clerk was told and the administrator looks for
    kind: str  # call | timer | step | process | paper
    dossier: str
    element: str
    step: str  # the element's name in the dossier's own version; its id where it has none
    topic: str | None
    message: str
    state: str  # an IncidentState
    opened: datetime
    resolved: datetime | None
    resolved_by: str | None
    settlement: str | None  # a Settlement; None while open, and of earlier releases
    reason: str | None  # why it was settled so, in the words of who did
    attempts: int
    payload: Mapping[str, Any]  # what was sent
    headers: Mapping[str, str]
    key: str  # by which the other side recognises a repeated call; "" where there was no call
    decided: datetime | None  # when the office decided on the call
    answer: str  # what came back at the last try; "" where nothing did
    actions: tuple[str, ...] = ()  # ways to settle it that are open to the reader: retry, edit, remap, answer, skip
    redacted: bool = False  # whether the reader may not see the dossier, so that its values are left out
    unit: str = ""  # name of the unit that processes the dossier: its heads and leaders read what is left out


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipOutlook:
    """What would follow if a call counted as answered with nothing: found by trying, with nothing written."""

    tasks: tuple[str, ...] = ()  # names of the tasks that would open
    waits: tuple[str, ...] = ()  # names of the elements that would wait for something else
    ends: bool = False  # whether the dossier would end
    refused: str = ""  # why the process could not go on; then skipping is refused


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairResult:
    """What became of one of several incidents."""

    incident: UUID
    number: str
    dossier: str
    settled: bool
    error: CoreError | None = None  # why not
