"""Rows of the register as the doors see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, or_, select

from core.db.base import AnyRow
from core.db.models import Dossier, Letter, LetterAttachment, LetterReport, Unit
from core.domain import letters as domain
from core.domain import text
from core.domain.letters import Direction, LetterKind, LetterStatus
from core.services.views.letters import LetterFile, LetterFilter, LetterRow, LetterView, ReportView

ROWS = (
    select(*Letter.__table__.c, Dossier.code.label("dossier"), Unit.code.label("unit"), Unit.name.label("unit_name"))
    .join(Unit, Unit.id == Letter.unit_id)
    .outerjoin(Dossier, Dossier.id == Letter.dossier_id)
)


def conditions(wanted: LetterFilter) -> list[ColumnElement[bool]]:
    """What a filter asks of a row, beside its direction."""
    found: list[ColumnElement[bool]] = []
    if wanted.open is not None:
        closed = Letter.status.in_(domain.CLOSED)
        found.append(~closed if wanted.open else closed)
    if wanted.loose is not None:
        found.append(Letter.dossier_id.is_(None) if wanted.loose else Letter.dossier_id.is_not(None))
    for word in text.words(wanted.search):
        here = Letter.found_by.contains(word, autoescape=True)
        numbered = word.isascii() and word.isdigit() and len(word) < 9
        found.append(or_(Letter.number == int(word), here) if numbered else here)
    return found


def found_by(code: str, subject: str, organ: str, organ_name: str) -> str:
    """What a letter is found by: its words without case and accents."""
    return " ".join(text.words(f"{code} {subject} {organ} {organ_name}"))


def next_statuses(direction: str, status: str, kind: LetterKind) -> tuple[LetterStatus, ...]:
    """What may be said of a letter now: of one that came what its status allows, of ours that we want it back."""
    if direction == Direction.IN:
        return domain.next_of(status, kind)
    asked = (LetterStatus.WITHDRAWAL_ASKED, LetterStatus.WITHDRAWAL_AGREED, LetterStatus.REFUSED)
    return () if status in asked else (LetterStatus.WITHDRAWAL_ASKED,)


def row(found: AnyRow) -> LetterRow:
    """A line of the register."""
    same = ("id", "direction", "number", "year", "organ", "organ_name", "code", "subject", "at", "status", "dossier")
    return LetterRow(kind=LetterKind(found.kind), **{name: getattr(found, name) for name in same})


def file(found: LetterAttachment) -> LetterFile:
    """A file of a letter."""
    return LetterFile(
        position=found.position,
        name=found.name,
        media_type=found.media_type,
        size=found.size,
        marks=tuple(found.marks.split()),
        scan=found.scan,
    )


def view(
    found: AnyRow,
    files: Sequence[LetterAttachment],
    said: Sequence[LetterReport],
    others: Mapping[str, AnyRow],
    *,
    decides: bool,
) -> LetterView:
    """A letter whole. ``others``: letters it refers to or answers, by document id; ``decides``: the reader may decide."""
    joins = decides and found.direction == Direction.IN and found.number is not None and found.dossier_id is None
    same = ("unit", "document_id", "type_name", "promulgated", "content", "signature", "signature_algorithm", "signer")
    line = row(found)
    return LetterView(
        row=line,
        files=tuple(map(file, files)),
        reports=tuple(map(_report, said)),
        refers_to=tuple(row(others[one]) for one in found.refers_to if one in others),
        answers=tuple(row(others[one]) for one in found.answers if one in others),
        unknown=tuple(one for one in found.refers_to if one not in others),
        next=next_statuses(found.direction, found.status, line.kind) if decides and found.number is not None else (),
        may_join=joins,
        may_open=joins,
        **{name: getattr(found, name) for name in same},
    )


def _report(found: LetterReport) -> ReportView:
    same = ("direction", "description", "by_name", "at", "sent", "error")
    return ReportView(status=LetterStatus(found.status), **{name: getattr(found, name) for name in same})
