"""What auditors see: verdicts, the office's journal, and who read what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from core.errors.base import Reason
from core.services.views.events import EventView


@dataclass(frozen=True, slots=True)
class FindingView:
    """A difference between what is stored and what was recorded, in one sentence; ``event`` is the number that recorded it.

    ``unreadable``: what is stored could not be read, so nothing was compared.
    """

    sentence: Reason
    event: int | None = None
    unreadable: bool = False
    place: str = ""  # the column of the dossier's row that it is about, for marks beside its value


@dataclass(frozen=True, slots=True)
class VerdictView:
    """What a check found; ``broken_at`` is the first event that does not fit its chain.

    ``about``: ``dossier``, or what belongs to none: ``journal``, ``codes``, ``procedures``, ``people``, ``sight``, which ``dossier`` then names.
    """

    dossier: str
    intact: bool
    events: int
    broken_at: int | None = None
    reason: str = ""
    findings: tuple[FindingView, ...] = ()
    about: str = "dossier"

    @property
    def unchecked(self) -> bool:
        """Whether something could not be checked, and all that could is what was told."""
        return self.broken_at is None and bool(self.findings) and all(one.unreadable for one in self.findings)


@dataclass(frozen=True, slots=True)
class SheetView:
    """A dossier as its auditor sees it. ``None`` in place of a value: it cannot be read."""

    code: str
    procedure: str
    procedure_name: str
    version: int | None
    diagram: bytes
    unit_name: str
    applicant: str | None
    status: int | None
    received: datetime | None
    due: datetime | None
    processed: datetime | None
    finished: datetime | None
    paused: bool
    events: tuple[EventView, ...]
    verdict: VerdictView


@dataclass(frozen=True, slots=True)
class AccessFilter:
    """``part``: one of ``core.services.evidence.access.PARTS``; days are the office's, both included."""

    person: str = ""
    dossier: str = ""
    part: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class AccessLogLine:
    """A reading of personal data. ``subject``: a paper, a person, or what a list was narrowed by.

    ``basis``: why the reader sees the dossier (``core.services.authorization.basis``), ``basis_of``: which task or roles; empty in lines of
    earlier releases. ``purpose``: what a program said.
    """

    id: UUID
    at: datetime
    kind: str  # person | token | citizen
    username: str
    name: str
    roles: str
    unit: str | None  # the reader's, code
    parts: tuple[str, ...]
    dossier: str | None
    subject: Mapping[str, Any] | None
    purpose: str
    basis: str
    basis_of: str
    searched: bool
    door: str
    page: str
    address: str


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """``person``: who acted, or to whom it was done; ``kind``: a kind of entry, or the first part of kinds."""

    person: str = ""
    kind: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry of the office's journal, with its place in the chain."""

    seq: int
    kind: str  # source.subject.action
    at: datetime
    actor: str
    actor_name: str
    unit: str | None
    address: str
    payload: Mapping[str, Any]
    hash: str
    previous_hash: str


@dataclass(frozen=True, slots=True)
class HeldFilter:
    """``day``: the office's, today if none; ``unit``: a code, with the units below it."""

    person: str = ""
    role: str = ""
    unit: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class HeldView:
    """A role somebody held in a unit on the day asked for; ``given_*`` and ``entry`` are what the journal records, if it does.

    ``active``: whether the person may sign in now.
    """

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
