"""Search by what a dossier is known by, folded: its code, the applicant's name and numbers, each from any word on.

Entries stand under the offices that have to do with the dossier, so that a search costs what one office holds and
not what the country holds. What was typed is looked for as a phrase; where nobody is known by it, word by word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from core.db.models import DossierWord
from core.db.unit_of_work import Work
from core.domain import text

#: Up to so many dossiers a rare phrase leads the way; a commoner one only filters what the list reads anyway.
RARE = 250
LONGEST = 80
MOST_WORDS = 6
LAST = "\U0010ffff"
Column = InstrumentedAttribute[UUID] | ColumnElement[UUID]


def entries(code: str, applicant: Mapping[str, str]) -> list[str]:
    """What a dossier is found by: every ending, at a word's begin, of its code, name and numbers."""
    found = dict.fromkeys(
        " ".join(words[start:])[:LONGEST]
        for part in (code, applicant["name"], applicant["identity_number"], applicant["phone"])
        for words in [text.words(part)]
        for start in range(len(words))
    )
    return list(found)


def rows(dossier_id: UUID, units: Iterable[UUID], found_by: Iterable[str]) -> list[dict[str, Any]]:
    """The rows of a dossier's entries under these offices."""
    phrases = list(found_by)
    return [{"unit_id": unit, "word": phrase, "dossier_id": dossier_id} for unit in units for phrase in phrases]


def condition(work: Work, typed: str, offices: Collection[UUID], dossier_id: Column) -> ColumnElement[bool] | None:
    """A condition on ``dossier_id`` that it is found by what was typed, or ``None`` where nothing was typed."""
    words = text.words(typed)[:MOST_WORDS]
    if not words:
        return None
    search = _Search(work, sorted(offices))
    phrase = " ".join(words)[:LONGEST]
    known = search.count(phrase)
    if known == 0 and len(words) > 1:
        return search.by_words(sorted(set(words), key=len, reverse=True), dossier_id)
    return search.leading(phrase, dossier_id) if known <= RARE else search.filtering([phrase], dossier_id)


class _Search:
    """Ranges of the entries of some offices."""

    def __init__(self, work: Work, offices: Sequence[UUID]) -> None:
        self._work = work
        self._offices = offices

    def count(self, phrase: str) -> int:
        """How many dossiers are known by it; counting stops as soon as they are no longer few."""
        few = select(DossierWord.dossier_id).where(*self._range(DossierWord, phrase)).limit(RARE + 1).subquery()
        return self._work.scalar(select(func.count()).select_from(few)) or 0

    def by_words(self, words: Sequence[str], dossier_id: Column) -> ColumnElement[bool]:
        """Every word must be found: a rare one leads, if there is one."""
        for word in words:
            if self.count(word) <= RARE:
                others = [other for other in words if other != word]
                return self.leading(word, dossier_id, others)
        return self.filtering(words, dossier_id)

    def leading(self, phrase: str, dossier_id: Column, others: Sequence[str] = ()) -> ColumnElement[bool]:
        """The few dossiers known by ``phrase`` (and by the others) are looked up one by one."""
        found = select(DossierWord.dossier_id).where(*self._range(DossierWord, phrase))
        for other in others:
            found = found.where(self._exists(other, DossierWord.dossier_id))
        return dossier_id.in_(found)

    def filtering(self, phrases: Sequence[str], dossier_id: Column) -> ColumnElement[bool]:
        """The list is read in its own order and each dossier asked for the phrases."""
        first, *others = (self._exists(phrase, dossier_id) for phrase in phrases)
        for other in others:
            first = first & other
        return first

    def _range(self, table: Any, phrase: str) -> tuple[ColumnElement[bool], ...]:
        # Plain strings: bound with the column's own type they would carry its COLLATE into PostgreSQL's BETWEEN.
        begin, end = literal(phrase, String()), literal(phrase + LAST, String())
        return table.unit_id.in_(self._offices), table.word.between(begin, end)

    def _exists(self, phrase: str, dossier_id: Any) -> ColumnElement[bool]:
        other = aliased(DossierWord)
        found = select(other.word).where(other.dossier_id == dossier_id, *self._range(other, phrase))
        # LIMIT and OFFSET keep PostgreSQL from turning the question into a join over all entries: asked for a page,
        # it shall ask the page's dossiers.
        return found.limit(1).offset(0).exists()
