"""What people see of a dossier that is none of theirs: that something stopped, where and why, and nothing about anybody.

Designers and administrators put diagrams and connections right; they need the sentence that says what failed, not the names
and numbers in it. Every value the dossier knows is taken out of such a sentence, and what looks like a number of a person or a
mailbox, too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from json import dumps as ascii_json
from typing import Any
from urllib.parse import quote
from uuid import UUID

from sqlalchemy import select

from core.db.models import Dossier, DossierState
from core.db.unit_of_work import Work
from core.domain import json
from core.services import rights
from core.services.views import Actor

HIDDEN = "…"
#: messages of incidents are cut at so many characters
CUT = 2000
#: choices of a form (``never``, ``propose``) name nobody, and hiding them would leave sentences without sense
_CHOICE = re.compile(r"[a-z][a-zA-Z_-]*")
_NUMBERS = re.compile(r"\+?\d(?:[ .\-]?\d){5,}")
_MAILBOX = re.compile(r"[^\s@<>\"',;:()\[\]“”]+@[\w.-]+")


class Veil:
    """Hides what is known of some dossiers from an actor who may not see them."""

    def __init__(self, work: Work, by: Actor, dossiers: Collection[UUID]) -> None:
        hidden = set(dossiers) - rights.seen(work, by, dossiers)
        self._patterns = {row.id: _pattern(_values(row.applicant, row.variables)) for row in _known(work, hidden)}

    def covers(self, dossier: UUID) -> bool:
        """Whether the dossier is none of the actor's."""
        return dossier in self._patterns

    def text(self, dossier: UUID, words: str) -> str:
        """The words, without anything the dossier knows where it is none of the actor's."""
        if dossier not in self._patterns:
            return words
        if len(words) >= CUT:  # it was cut somewhere, perhaps in the middle of a name
            words = words[: -CUT // 10] + HIDDEN
        bare = self._patterns[dossier].sub(HIDDEN, words)
        return _NUMBERS.sub(HIDDEN, _MAILBOX.sub(HIDDEN, bare))

    def data(self, dossier: UUID, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """The names of the values, and the values only where the dossier is the actor's."""
        return dict.fromkeys(values, HIDDEN) if dossier in self._patterns else values


def _known(work: Work, dossiers: Collection[UUID]) -> Iterable[Any]:
    if not dossiers:
        return ()
    return work.execute(
        select(Dossier.id, Dossier.applicant, DossierState.variables)
        .join(DossierState, DossierState.dossier_id == Dossier.id)
        .where(Dossier.id.in_(dossiers))
    )


def _values(applicant: Mapping[str, str], variables: str) -> set[str]:
    own = {value.strip() for value in applicant.values() if len(value.strip()) > 1}
    try:
        told = json.read(variables)
    except json.JsonInvalid:  # changed by hand: then nothing of it is known
        told = {}
    return own | {leaf for leaf in _leaves(told) if len(leaf) > 1 and not _CHOICE.fullmatch(leaf)}


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _leaves(inner)
    elif value is not None and not isinstance(value, bool):
        yield str(value).strip()


def _forms(value: str) -> Iterator[str]:
    for form in (unicodedata.normalize("NFC", value), unicodedata.normalize("NFD", value)):
        yield form
        yield json.dumps(form)[1:-1]
        yield ascii_json(form)[1:-1]
        yield quote(form)


def _pattern(values: Collection[str]) -> re.Pattern[str]:
    """Finds any of the values, whatever their case and however programs write them; the longest first."""
    found = sorted({form for value in values for form in _forms(value)}, key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in found) or r"(?!)", re.IGNORECASE)
