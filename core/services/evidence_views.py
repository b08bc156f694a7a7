"""What auditors see: verdicts, the office's journal, and who read what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from core.errors import Reason


@dataclass(frozen=True, slots=True)
class FindingView:
    """A difference between what is stored and what was told, in one sentence; ``event`` is the one that told it."""

    sentence: Reason
    event: int | None = None


@dataclass(frozen=True, slots=True)
class VerdictView:
    """What a check found; ``broken_at`` is the first event that does not fit its chain.

    ``about``: ``dossier``, or what belongs to none: ``journal``, ``codes``, ``procedures``, which ``dossier`` then names.
    """

    dossier: str
    intact: bool
    events: int
    broken_at: int | None = None
    reason: str = ""
    findings: tuple[FindingView, ...] = ()
    about: str = "dossier"


@dataclass(frozen=True, slots=True)
class AccessFilter:
    """``part``: one of ``core.services.access.PARTS``; days are the office's, both included."""

    person: str = ""
    dossier: str = ""
    part: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class AccessView:
    """A reading of personal data. ``subject``: a paper, a person, or what a list was narrowed by."""

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
