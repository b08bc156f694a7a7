"""Search of dossiers by code and by the applicant's name and numbers, in folded text (without case and accents).

Each dossier has entries, one starting at each word, under the offices that have to do with it: a search costs what one office
holds, not what the country holds. What was typed is looked up as a phrase; if nothing is found, word by word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, false, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from core.db.models import DossierWord
from core.db.reading import Reading
from core.domain import text
from core.domain.known_by import LONGEST, entries, text_of
from core.limits import SEARCH_CHARACTERS

__all__ = ["LONGEST", "condition", "entries", "rows", "text_of"]

#: A phrase of at most so many dossiers is looked up in the entries; a commoner one filters the rows the list reads anyway.
RARE = 250
#: At most so many words are looked up one by one; names and numbers have fewer.
MOST_WORDS = 12
LAST = "\U0010ffff"
IdColumn: TypeAlias = InstrumentedAttribute[UUID] | ColumnElement[UUID]
TextColumn: TypeAlias = InstrumentedAttribute[str] | ColumnElement[str]


def rows(dossier_id: UUID, units: Iterable[UUID], found_by: Iterable[str]) -> list[dict[str, Any]]:
    """The rows of a dossier's entries under these offices."""
    phrases = list(found_by)
    return [{"unit_id": unit, "word": phrase, "dossier_id": dossier_id} for unit in units for phrase in phrases]


def condition(
    work: Reading, typed: str, offices: Collection[UUID], dossier_id: IdColumn, found_by: TextColumn
) -> ColumnElement[bool] | None:
    """A condition that a row matches what was typed; ``None`` if nothing was typed. Punctuation alone matches nothing.

    ``dossier_id`` and ``found_by`` are the row's columns. The matches of a rare phrase are looked up by id; for a common
    phrase the list is read in its own order and filtered, because its page is full long before all matches are read.
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
    return _in_entries(offices, phrase, dossier_id) if known <= RARE else _in_row(found_by, phrase)


def _by_words(
    work: Reading, offices: Collection[UUID], words: Sequence[str], dossier_id: IdColumn, found_by: TextColumn
) -> ColumnElement[bool]:
    """Every word must be found. The first rare one is looked up in the entries; the others filter rows."""
    rare = next((word for word in words if _count(work, offices, word) <= RARE), None)
    conditions = [_in_entries(offices, word, dossier_id) if word == rare else _in_row(found_by, word) for word in words]
    return and_(*conditions)


def _count(work: Reading, offices: Collection[UUID], phrase: str) -> int:
    """How many dossiers have the phrase; counts no further than one beyond :data:`RARE`."""
    few = select(DossierWord.dossier_id).where(*_range(offices, phrase)).limit(RARE + 1).subquery()
    return work.scalar(select(func.count()).select_from(few)) or 0


def _in_entries(offices: Collection[UUID], phrase: str, dossier_id: IdColumn) -> ColumnElement[bool]:
    return dossier_id.in_(select(DossierWord.dossier_id).where(*_range(offices, phrase)))


def _in_row(found_by: TextColumn, phrase: str) -> ColumnElement[bool]:
    return found_by.contains(f"|{phrase}", autoescape=True)


def _range(offices: Collection[UUID], phrase: str) -> tuple[ColumnElement[bool], ...]:
    # Plain strings: bound with the column's own type they would carry its COLLATE into PostgreSQL's BETWEEN.
    begin, end = literal(phrase, String()), literal(phrase + LAST, String())
    return DossierWord.unit_id.in_(sorted(offices)), DossierWord.word.between(begin, end)
