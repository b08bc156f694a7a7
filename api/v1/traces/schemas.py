"""Readings and entries of the journal as the interface shows them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from api.answers import Output, Recorded
from api.inputs import Query
from core.services.audit.views import AccessFilter, EntryFilter, HeldFilter
from core.services.evidence.access import PARTS

Line = Annotated[str, Field(max_length=200)]
First = Annotated[date | None, Field(description="the first day, in the office's time")]
Last = Annotated[date | None, Field(description="the last day, included")]


class AccessQuery(Query):
    """Which readings to list. ``person`` is a user name or a part of a name."""

    person: Line = ""
    dossier: Line = ""
    part: Literal[PARTS] | None = None  # type: ignore[valid-type]
    first: First = None
    last: Last = None
    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50

    def wanted(self) -> AccessFilter:
        """The office's filter."""
        return AccessFilter(self.person, self.dossier, self.part or "", self.first, self.last)


class EntryQuery(Query):
    """Which entries to list. ``kind`` is a kind, or the beginning of some: ``admin``, ``admin.role``."""

    person: Line = ""
    kind: Annotated[str, Field(max_length=60, pattern=r"^[a-z.-]*$")] = ""
    first: First = None
    last: Last = None
    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50

    def wanted(self) -> EntryFilter:
        """The office's filter."""
        return EntryFilter(self.person, self.kind, self.first, self.last)


class AccessOut(Output):
    """A reading of personal data: who, what, when, why and how.

    ``purpose`` is what a program said; ``basis`` is what the office knows: ``holds`` (a task in the dossier), ``offered`` (may
    take one), ``did`` (one, before), ``received`` (the dossier), ``role`` (no task in it), ``bearer`` (of the receipt).
    ``basis_of`` names the task, or the roles as ``role@unit``.
    """

    id: UUID
    at: datetime
    kind: str
    username: str
    name: str
    roles: str
    unit: str | None
    parts: list[str]
    dossier: str | None
    subject: dict[str, Any] | None
    # What the view has, promised apart: see Output.
    purpose: str
    basis: str
    basis_of: str
    searched: bool
    door: str
    page: str
    address: str


class AccessPage(Output):
    """A page of readings, the newest first."""

    items: list[AccessOut]
    next: str | None


class EntryOut(Recorded):
    """An entry of the journal; ``hash`` covers it and ``previous_hash``."""

    # What the view has, promised apart: see Output.
    address: str
    payload: dict[str, Any]
    hash: str
    previous_hash: str


class EntryPage(Output):
    """A page of entries, the newest first."""

    items: list[EntryOut]
    next: str | None


class MembershipQuery(Query):
    """Which rights to list. ``person`` is a user name or a part of a name; ``unit`` includes the units below it."""

    person: Line = ""
    role: Line = ""
    unit: Line = ""
    day: Annotated[date | None, Field(description="the day, in the office's time; today without it")] = None
    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50

    def wanted(self) -> HeldFilter:
        """The office's filter."""
        return HeldFilter(self.person, self.role, self.unit, self.day)


class MembershipOut(Output):
    """A role held in a unit; ``given_by``, ``given_at`` and ``entry`` are null where the journal tells nothing of it."""

    # What the view has, promised apart: see Output.
    username: str
    name: str
    active: bool
    role: str
    unit: str
    unit_name: str
    starts: date
    ends: date | None
    given_by: str | None
    given_by_name: str | None
    given_at: datetime | None
    entry: int | None


class MembershipPage(Output):
    """A page of rights, the youngest first."""

    items: list[MembershipOut]
    next: str | None
