"""What the doors see of comparisons and migrations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

#: the code of what stopped a step that was tried; it alone may quote values of a dossier
STOPPED = "step-failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceView:
    """One aspect that two versions say differently; ``None``: one of them says nothing of it."""

    aspect: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """Which element may take another's place. ``sure``: certain, likely, possible or none."""

    source: str
    source_name: str
    target: str | None
    target_name: str | None
    sure: str
    #: dossiers that have an open task, timer, message or call at this element
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagramComparison:
    """Two diagrams side by side, and a mapping between them."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    moved: tuple[str, ...]
    changed: Mapping[str, tuple[DifferenceView, ...]]
    flows_added: tuple[str, ...]
    flows_removed: tuple[str, ...]
    flows_changed: Mapping[str, tuple[DifferenceView, ...]]
    #: files beside the diagram (forms, tables, details) that differ
    files_changed: tuple[str, ...]
    proposals: tuple[ProposalView, ...]
    #: what the proposals come to: certain and likely ones
    mapping: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionComparison(DiagramComparison):
    """Two versions of a procedure side by side."""

    procedure: str
    source: int
    target: int
    #: dossiers not finished on the source
    running: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationView:
    """A batch and how far it has come. ``counts``: number of dossiers by state."""

    id: UUID
    procedure: str
    source: int
    target: int
    mapping: Mapping[str, str]
    reason: str
    state: str
    paused: bool
    created: datetime
    created_by: str
    started: datetime | None
    started_by: str | None
    ended: datetime | None
    total: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemProblem:
    """What stands in the way of a dossier's move (an error), or comes with it (a warning), in both languages."""

    code: str
    element: str | None
    severity: str
    message: str
    vi: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """One dossier of a batch."""

    dossier: str
    state: str
    problems: tuple[ItemProblem, ...]
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationOrder:
    """A migration to be looked at. ``mapping`` None: what is proposed; ``only`` None: every running dossier."""

    procedure: str
    source: int
    target: int
    reason: str
    mapping: Mapping[str, str] | None = None
    only: tuple[str, ...] | None = None
