"""Search over everything by folded words: each word typed must begin a word the dossier is known by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from core.db.models import DossierWord
from core.db.unit_of_work import Work
from core.domain import text

#: Up to so many dossiers a rare word leads the way; a commoner one only filters what the list reads anyway.
RARE = 400
LAST = "\U0010ffff"


def words(typed: str) -> list[str]:
    """What to look for: folded words, the longest (rarest) first; a code with its separators as its own parts."""
    return sorted(set(text.words(typed)), key=len, reverse=True)[:6]


def condition(
    work: Work, typed: str, dossier_id: InstrumentedAttribute[UUID] | ColumnElement[UUID]
) -> ColumnElement[bool] | None:
    """A condition on ``dossier_id`` that every typed word is found, or ``None`` where nothing was typed."""
    wanted = words(typed)
    if not wanted:
        return None
    rare = _rare(work, wanted)
    if rare is not None:
        return dossier_id.in_(_matching(rare, wanted))
    return _all_exist(wanted, dossier_id)


def _span(column: Any, word: str) -> ColumnElement[bool]:
    return column.between(word, word + LAST)  # type: ignore[no-any-return]


def _rare(work: Work, wanted: Sequence[str]) -> str | None:
    """The first word that begins only a few words; counting stops as soon as there are too many."""
    for word in wanted:
        few = select(DossierWord.dossier_id).where(_span(DossierWord.word, word)).limit(RARE + 1).subquery()
        if (work.scalar(select(func.count()).select_from(few)) or 0) <= RARE:
            return word
    return None


def _matching(rare: str, wanted: Sequence[str]) -> Any:
    others = [word for word in wanted if word != rare]
    found = select(DossierWord.dossier_id).where(_span(DossierWord.word, rare))
    for word in others:
        found = found.where(_exists(word, DossierWord.dossier_id))
    return found


def _all_exist(wanted: Sequence[str], dossier_id: Any) -> ColumnElement[bool]:
    first, *others = (_exists(word, dossier_id) for word in wanted)
    for other in others:
        first = first & other
    return first


def _exists(word: str, dossier_id: Any) -> ColumnElement[bool]:
    other = aliased(DossierWord)
    return select(other.word).where(other.dossier_id == dossier_id, _span(other.word, word)).exists()
