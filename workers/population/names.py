"""Whether two Vietnamese names are the same, however they are typed."""

from __future__ import annotations

import unicodedata
from typing import Final

#: huyền, sắc, ngã, hỏi, nặng: which vowel of a syllable carries the tone is a matter of style (hoà, hòa).
_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")


def same(one: str, other: str) -> bool:
    """Letters, diacritics and tones agree; capitals, blanks, composition and the place of a tone do not matter."""
    return _syllables(one) == _syllables(other) != []


def _syllables(name: str) -> list[tuple[str, tuple[str, ...]]]:
    found = []
    for word in unicodedata.normalize("NFD", name.casefold()).split():
        letters = "".join(sign for sign in word if sign not in _TONES)
        found.append((letters, tuple(sorted(sign for sign in word if sign in _TONES))))
    return found
