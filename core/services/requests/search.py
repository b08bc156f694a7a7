"""Search by what a dossier is known by, folded: its code, the applicant's name and numbers, each from any word on.

Entries stand under the offices that have to do with the dossier, so that a search costs what one office holds and
not what the country holds. What was typed is looked for as a phrase; where nobody is known by it, word by word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, false, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from core.db.models import DossierWord
from core.db.reading import Reading
from core.domain import text
from core.domain.known_by import LONGEST, entries, text_of
from core.limits import SEARCH_CHARACTERS

__all__ = ["LONGEST", "condition", "entries", "rows", "text_of"]

#: Up to so many dossiers a rare phrase leads the way; a commoner one only filters what the list reads anyway.
RARE = 250
#: Words looked up one by one; nobody's name and numbers have more.
MOST_WORDS = 12
LAST = "\U0010ffff"
Column = InstrumentedAttribute[UUID] | ColumnElement[UUID]


def rows(dossier_id: UUID, units: Iterable[UUID], found_by: Iterable[str]) -> list[dict[str, Any]]:
    """The rows of a dossier's entries under these offices."""
    phrases = list(found_by)
    return [{"unit_id": unit, "word": phrase, "dossier_id": dossier_id} for unit in units for phrase in phrases]


def condition(
    work: Reading, typed: str, offices: Collection[UUID], dossier_id: Column, found_by: Any
) -> ColumnElement[bool] | None:
    """A condition that a row is found by what was typed, or ``None`` where nothing was typed: signs alone find nothing.

    ``dossier_id`` and ``found_by`` are the row's columns. Few matches are looked up one by one; for a common phrase the
    list is read in its own order and each row asked, because the page is full long before the matches are at an end.
    """
    if not text.normalize_line(typed[:SEARCH_CHARACTERS]):
        return None
    words = text.words(typed[:SEARCH_CHARACTERS])
    if not words:
        return false()
    phrase = " ".join(words)[:LONGEST]
    known = _count(work, offices, phrase)
    if known == 0 and len(words) > 1:
        if len(words) > MOST_WORDS:
            return false()
        return _by_words(work, offices, sorted(set(words), key=len, reverse=True), dossier_id, found_by)
    return _leading(offices, phrase, dossier_id) if known <= RARE else _filter(found_by, phrase)


def _by_words(
    work: Reading, offices: Collection[UUID], words: Sequence[str], dossier_id: Column, found_by: Any
) -> ColumnElement[bool]:
    """Every word must be found: a rare one leads, if there is one."""
    rare = next((word for word in words if _count(work, offices, word) <= RARE), None)
    conditions = [_leading(offices, word, dossier_id) if word == rare else _filter(found_by, word) for word in words]
    return and_(*conditions)


def _count(work: Reading, offices: Collection[UUID], phrase: str) -> int:
    """How many dossiers are known by it; counting stops as soon as they are no longer few."""
    few = select(DossierWord.dossier_id).where(*_range(offices, phrase)).limit(RARE + 1).subquery()
    return work.scalar(select(func.count()).select_from(few)) or 0


def _leading(offices: Collection[UUID], phrase: str, dossier_id: Column) -> ColumnElement[bool]:
    return dossier_id.in_(select(DossierWord.dossier_id).where(*_range(offices, phrase)))


def _filter(found_by: Any, phrase: str) -> ColumnElement[bool]:
    return found_by.contains(f"|{phrase}", autoescape=True)  # type: ignore[no-any-return]


def _range(offices: Collection[UUID], phrase: str) -> tuple[ColumnElement[bool], ...]:
    # Plain strings: bound with the column's own type they would carry its COLLATE into PostgreSQL's BETWEEN.
    begin, end = literal(phrase, String()), literal(phrase + LAST, String())
    return DossierWord.unit_id.in_(sorted(offices)), DossierWord.word.between(begin, end)
