"""What a dossier is known by and found by, as it is kept for search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from core.domain import text

LONGEST: Final = 80


def entries(code: str, applicant: Mapping[str, str]) -> list[str]:
    """What a dossier is found by: every ending, at a word's begin, of its code, name and numbers."""
    found = dict.fromkeys(
        " ".join(words)[:LONGEST]
        for part in (code, applicant["name"], applicant["identity_number"], applicant["phone"])
        for words in text.endings(part)
    )
    return list(found)


def text_of(found_by: Iterable[str]) -> str:
    """The entries as one text, for the column that a list's own rows carry."""
    return "".join(f"|{phrase}" for phrase in found_by)
