"""A text in English and Vietnamese. Keyword-only: no type checker would see the two swapped."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bilingual:
    """A text in both languages."""

    en: str
    vi: str

    def in_language(self, language: str) -> str:
        """The Vietnamese text for "vi", the English one for anything else."""
        return self.vi if language == "vi" else self.en
