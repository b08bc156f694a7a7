"""Official letters as the axis's connector hands them over, and as the register shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from core.domain.letters import Direction, LetterKind, LetterStatus


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file that came with a letter; no content where it cannot be unpacked, and ``fault`` says why."""

    name: str
    content: bytes | None
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingLetter:
    """A letter as it came. ``receivers``: codes of all offices it is for; ``answers``: document ids of what it answers."""

    document_id: str
    kind: LetterKind
    organ: str
    organ_name: str
    receivers: tuple[str, ...]
    code: str
    promulgated: date
    subject: str
    content: str = ""
    type_name: str = ""
    refers_to: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    signature: str = "absent"
    signature_algorithm: str = ""
    signer: str = ""
    files: tuple[IncomingFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingReport:
    """What ``organ`` says of a letter. ``at``: aware."""

    organ: str
    document_id: str
    status: LetterStatus
    at: datetime
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingLetter:
    """One of ours, about to be sent. ``unit``: code of our office; ``inquiry``: the key its answer is delivered with."""

    document_id: str
    kind: LetterKind
    unit: str
    organ: str
    code: str
    promulgated: date
    subject: str
    content: str
    dossier: str
    inquiry: str
    organ_name: str = ""
    type_name: str = ""
    refers_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterOutcome:
    """What became of a message of the axis: the dossiers it reached, or why it was not taken (``code``, and what the code does
    not say). ``again``: the same may be taken later."""

    dossiers: tuple[str, ...] = ()
    code: str = ""
    detail: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportToSend:
    """What we say of a letter, still to be sent. ``organ``: to whom; the letter is named as its sender named it."""

    id: UUID
    status: LetterStatus
    description: str
    by_name: str
    at: datetime
    organ: str
    unit: str
    letter_organ: str
    document_id: str
    code: str
    promulgated: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerToDeliver:
    """A letter that answers one of ours whose dossier may wait for it."""

    id: UUID
    key: str
    document_id: str
    text: str
    organ_name: str
    code: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFilter:
    """``open``: still to be dealt with; ``loose``: belongs to no dossier. ``search``: in code, subject, office, number."""

    direction: Direction = Direction.IN
    search: str = ""
    open: bool | None = None
    loose: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """A line of the register. ``number``: in the register of ``year``; None for one that was refused at the door."""

    id: UUID
    direction: str
    number: int | None
    year: int
    organ: str
    organ_name: str
    code: str
    subject: str
    kind: LetterKind
    at: datetime
    status: str
    dossier: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFile:
    """A file of a letter."""

    position: int
    name: str
    media_type: str
    size: int
    marks: tuple[str, ...]
    scan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """What was said of a letter, by them (in) or by us (out). ``sent``: when ours reached the axis; ``error``: why not yet."""

    direction: str
    status: LetterStatus
    description: str
    by_name: str
    at: datetime
    sent: datetime | None
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """A letter with what was said of it. ``next``: what this reader may say of it now."""

    row: LetterRow
    unit: str
    document_id: str
    type_name: str
    promulgated: date
    content: str
    signature: str
    signature_algorithm: str
    signer: str
    files: Sequence[LetterFile]
    reports: Sequence[ReportView]
    refers_to: Sequence[LetterRow]
    answers: Sequence[LetterRow]
    #: document ids of earlier letters that are not in the register
    unknown: Sequence[str]
    next: Sequence[LetterStatus]
    may_join: bool
    may_open: bool
