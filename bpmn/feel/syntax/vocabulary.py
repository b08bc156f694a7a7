"""The words of FEEL: keywords, what a name may contain, and the names that must be known to be read as one.

A name with spaces is found without being known (two words never stand side by side otherwise). A name with an operator
sign or a keyword inside (``a-b``, ``date and time``) is read as one only when it is known (DMN 10.3.1.2, note on names).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# A name's first word must not open another construct, its later words must not continue one. "of", "for" or "not"
# inside a name (``date of birth``) can mean nothing else there.
CONTINUING = frozenset(("then", "else", "in", "return", "satisfies", "and", "or", "between", "instance"))
OPENING = CONTINUING | {"if", "for", "some", "every", "function", "true", "false", "null", "not"}
KEYWORDS = OPENING | {"of", "external"}
_START = (
    "?A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff\u00aa\u00b5\u00ba"
)
_PART = _START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"
SIGN = re.compile(r"\s*([./'+*\u2019-])\s*")
WORD = re.compile(f"[{_START}][{_PART}]*")
PART_WORD = re.compile(f"[{_PART}]+")
KEY_TEXT = re.compile(f"[{_START}][{_PART}\\s./'+*–’-]*")
SPACE = re.compile(
    "[ \\t\\n\\r\\x0b\\x0c\\x85\\xa0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]+"
    "|//[^\\n]*|/\\*(?:[^*]|\\*(?!/))*\\*/"
)


def normal(name: str) -> str:
    """The name as it is looked up: Unicode composed, runs of white space made one space, ends trimmed."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def is_plain(name: str) -> bool:
    """Whether the parser reads this name without knowing it: words that are no keywords, with single spaces."""
    first, *rest = name.split(" ")
    plain_start = WORD.fullmatch(first) is not None and first not in OPENING
    return plain_start and all(PART_WORD.fullmatch(word) and word not in CONTINUING for word in rest)


def needs_knowing(name: str) -> bool:
    """Whether knowing this name changes how a text is read. A name that starts with a keyword is never read so."""
    first = WORD.match(name)
    return first is not None and first.group() not in OPENING and not is_plain(name)


def tokens(name: str) -> str:
    """The name as its tokens, white space around signs left out: ``a - b`` and ``a-b`` are the same name."""
    return SIGN.sub(r"\1", normal(name))


def _pattern(name: str) -> str:
    """A pattern for the name however it is spaced."""
    parts = re.split(r"([./'+*\u2019-])|\s+", tokens(name))
    made = ""
    for place, part in enumerate(parts):
        if part is None:
            made += "\\s+"
        elif place % 2:
            made += f"\\s*{re.escape(part)}\\s*"
        else:
            made += re.escape(part)
    return made


class Vocabulary:
    """Known names that need knowing, looked up by their first word. Immutable; made once per set of names."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {tokens(name): normal(name) for name in names if needs_knowing(normal(name))}
        by_first: dict[str, list[str]] = {}
        for name in sorted(self._names, key=len, reverse=True):
            first = WORD.match(name)
            if first:
                by_first.setdefault(first.group(), []).append(_pattern(name))
        self._patterns = {first: re.compile(f"(?:{'|'.join(texts)})(?![{_PART}])") for first, texts in by_first.items()}

    def longest(self, text: str, pos: int, word: str) -> tuple[str, int] | None:
        """The longest known name that starts at ``pos`` with ``word``, and where it ends."""
        pattern = self._patterns.get(word)
        found = pattern.match(text, pos) if pattern else None
        return (self._names[tokens(found.group())], found.end()) if found else None


@lru_cache(maxsize=512)
def vocabulary(names: frozenset[str]) -> Vocabulary:
    """The vocabulary of a set of names, cached."""
    return Vocabulary(names)


@lru_cache(maxsize=8192)
def _special(name: str) -> str:
    """The name as it is looked up when it needs knowing, else nothing."""
    made = normal(name)
    return made if needs_knowing(made) else ""


def needing(names: Iterable[str]) -> frozenset[str]:
    """Those of the names that change how a text is read."""
    return frozenset(found for name in names if (found := _special(name)))
