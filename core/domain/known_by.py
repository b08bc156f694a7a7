"""The entries by which a dossier is found in searches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from core.domain import text

LONGEST: Final = 80


def entries(code: str, applicant: Mapping[str, str]) -> list[str]:
    """The search entries of a dossier: its code, name and numbers, each from every of its words on."""
    found = dict.fromkeys(
        " ".join(words)[:LONGEST]
        for part in (code, applicant["name"], applicant["identity_number"], applicant["phone"])
        for words in text.endings(part)
    )
    return list(found)


def text_of(found_by: Iterable[str]) -> str:
    """The entries as one text, for the column ``found_by`` of dossiers and tasks."""
    return "".join(f"|{phrase}" for phrase in found_by)
