"""Text messages: their alphabet, and how many segments the networks make of one (3GPP TS 23.038, 23.040).

A message of the default alphabet (GSM-7) has 160 characters, or 153 in each of several segments; with a single letter outside
of it, as most Vietnamese ones are, it is sent as UCS-2 with 70, or 67. Each segment is paid for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from core.domain.text import plain_letters

GSM7: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
#: of two characters' length: an escape and another
EXTENDED: Final = frozenset("^{}\\[~]|€\f")
#: characters of a single message, and of each segment of several
ROOM: Final = {"gsm7": (160, 153), "ucs2": (70, 67)}
#: signs that plain messages have another of
_PLAIN: Final = str.maketrans(
    {"–": "-", "—": "-", "‑": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "\u00a0": " "}
)


@dataclass(frozen=True, slots=True)
class Size:
    """How a text travels: ``gsm7`` or ``ucs2``, and in how many segments."""

    encoding: str
    segments: int


def plain(text: str) -> str:
    """``text`` without diacritics, in the default alphabet; a sign that has no place there becomes ``?``."""
    bare = plain_letters(text).translate(_PLAIN)
    return "".join(char if char in GSM7 or char in EXTENDED else "?" for char in bare)


def size(text: str) -> Size:
    """How ``text`` travels. A character is never cut in two: an escaped one, and one beyond the basic plane, count whole."""
    if all(char in GSM7 or char in EXTENDED for char in text):
        return Size("gsm7", _segments((2 if char in EXTENDED else 1 for char in text), *ROOM["gsm7"]))
    return Size("ucs2", _segments((len(char.encode("utf-16-be")) // 2 for char in text), *ROOM["ucs2"]))


def _segments(lengths: Iterable[int], alone: int, each: int) -> int:
    units = list(lengths)
    if sum(units) <= alone:
        return 1
    count, room = 1, each
    for unit in units:
        if unit > room:
            count, room = count + 1, each
        room -= unit
    return count
