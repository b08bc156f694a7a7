"""Vietnamese text: folding for search, and masking of what identifies a person.

Folding happens here and never in a database, so that SQLite and PostgreSQL find the same rows.
"""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_SHOWN = 4  # digits left readable at either end of an identity number


def fold(text: str) -> str:
    """``text`` for comparing: composed, lower case, without marks, ``đ`` as ``d``, white space runs as one blank.

    Marks are stripped after decomposing; ``đ`` has no decomposition and is replaced by hand.
    """
    lowered = unicodedata.normalize("NFC", text).lower()
    bare = "".join(char for char in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(char))
    return " ".join(unicodedata.normalize("NFC", bare).replace("đ", "d").split())


def words(text: str) -> list[str]:
    """The folded words of ``text``, in order; punctuation parts words."""
    return _WORD.findall(fold(text))


def mask_identity(number: str) -> str:
    """``001099012345`` → ``0010••••2345``: a third at either end, at most four characters; six or fewer: nothing."""
    digits = "".join(number.split())
    shown = min(_SHOWN, len(digits) // 3) if len(digits) > 6 else 0
    return digits[:shown] + "•" * (len(digits) - 2 * shown) + digits[len(digits) - shown :]


def mask_name(name: str) -> str:
    """``Nguyễn Văn An`` → ``N. V. An``: the given name stays, as people are called by it. One word: its initial."""
    parts = name.split()
    if len(parts) < 2:
        return f"{name.strip()[:1]}•••" if parts else ""
    return " ".join([f"{part[0].upper()}." for part in parts[:-1]] + parts[-1:])
