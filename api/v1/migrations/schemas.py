"""Migrations as the interface takes and shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from api.answers import Output
from api.inputs import Input, Query
from core.services.views.migration import ItemView, MigrationOrder

Code = Annotated[str, Field(min_length=1, max_length=100)]
Number = Annotated[int, Field(ge=1, le=1_000_000)]
Element = Annotated[str, Field(min_length=1, max_length=300)]
Why = Annotated[str, Field(min_length=1, max_length=2000)]


class ProposalQuery(Query):
    """Which versions to compare."""

    procedure: Code
    source: Number
    target: Number


class Difference(Output):
    """One aspect that the versions say differently; ``null``: one of them says nothing of it."""

    aspect: str
    before: Any
    after: Any


class Proposal(Output):
    """Which element may take another's place. ``sure``: certain, likely, possible or none."""

    source: str
    source_name: str
    target: str | None
    target_name: str | None
    sure: Literal["certain", "likely", "possible", "none"]
    waiting: int


class ProposalOut(Output):
    """Two versions element by element; ``mapping`` is what POST /migrations would take."""

    procedure: str
    source: int
    target: int
    added: list[str]
    removed: list[str]
    moved: list[str]
    changed: dict[str, list[Difference]]
    flows_added: list[str]
    flows_removed: list[str]
    flows_changed: dict[str, list[Difference]]
    files_changed: list[str]
    proposals: list[Proposal]
    mapping: dict[str, str]
    running: int


class MigrationIn(Input):
    """A migration to be looked at first. ``mapping`` null: what is proposed; ``dossiers`` null: all that run."""

    procedure: Code
    source: Number
    target: Number
    reason: Why
    mapping: dict[Element, Element] | None = None
    dossiers: Annotated[list[Code], Field(max_length=10_000)] | None = None

    def command(self) -> MigrationOrder:
        """The office's command."""
        only = None if self.dossiers is None else tuple(self.dossiers)
        return MigrationOrder(
            procedure=self.procedure,
            source=self.source,
            target=self.target,
            reason=self.reason,
            mapping=self.mapping,
            only=only,
        )


class MigrationOut(Output):
    """A migration and how far it has come; ``counts``: number of dossiers by state."""

    id: UUID
    procedure: str
    source: int
    target: int
    mapping: dict[str, str]
    # What the view has, promised apart: see Output.
    reason: str
    state: str
    paused: bool
    created: datetime
    created_by: str
    started: datetime | None
    started_by: str | None
    ended: datetime | None
    total: int
    counts: dict[str, int]


class MigrationQuery(Query):
    """Which page of the list."""

    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class MigrationPage(Output):
    """A page of migrations, newest first."""

    items: list[MigrationOut]
    next: str | None


class ItemQuery(Query):
    """Which dossiers of a migration."""

    state: Literal["waiting", "movable", "refused", "gone", "moved", "failed", "moved-back", "all"] = "all"
    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class Finding(Output):
    """What stands in a dossier's way (error), or what comes with its move (warning)."""

    code: str
    element: str | None
    severity: Literal["error", "warning"]
    message: str


class ItemOut(Output):
    """One dossier of a migration."""

    dossier: str
    state: str
    problems: list[Finding]
    at: datetime | None


class ItemPage(Output):
    """A page of a migration's dossiers."""

    items: list[ItemOut]
    next: str | None


def item(view: ItemView, language: str) -> dict[str, Any]:
    """A dossier with its reasons in one language."""
    problems = [
        {
            "code": found.code,
            "element": found.element,
            "severity": found.severity,
            "message": found.vi if language == "vi" else found.message,
        }
        for found in view.problems
    ]
    return {"dossier": view.dossier, "state": view.state, "problems": problems, "at": view.at}
