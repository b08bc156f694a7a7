"""Vietnamese text: its normal form, folding for search, and masking of what identifies a person.

Folding is done here and never in a database, so that SQLite and PostgreSQL find the same rows. Characters that look alike
are folded to the same one; numbers are folded to digits without separators, phone numbers without the country code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from bpmn.human_input.text import ascii_digits, nfc_vietnamese, normalize_data, normalize_line, normalize_lines

__all__ = [
    "MAILBOX",
    "ascii_digits",
    "endings",
    "fold",
    "mask_address",
    "mask_identity",
    "mask_name",
    "nfc_vietnamese",
    "normalize_data",
    "normalize_line",
    "normalize_lines",
    "plain_letters",
    "username",
    "words",
]


_WORD = re.compile(r"[^\W_]+")
#: between the parts of one number; a slash or a letter ends it
_WITHIN = re.compile(r"[ .()+\-\u2010-\u2015\u2212]*")
#: the country's own code before a number, as dialled from abroad
_ABROAD = re.compile(r"(?<![\w+])\+ ?84[ .\-]*(?:\(?0\)?)?(?=[ .\-(]*\d)")
_WHOLE: Final = 9  # digits from which a number stands for itself
#: a mailbox within a text: its first letter, and its domain; also ``an@localhost``, for masking too much does no harm
MAILBOX: Final = re.compile(r"([^\s@<>\"',;:()\[\]])[^\s@<>\"',;:()\[\]]*@([\w.-]+)")
_SHOWN = 4  # digits left readable at either end of an identity number
#: letters that have no marks to strip and look like, or stand for, a plain one: đ, and letters of other scripts
_LOOK_ALIKES = str.maketrans(
    "đðɖıłøαεικνορτυχавеікмнорстухѕјһԁ",
    "dddiloaeiknoptuxabeikmhopctyxsjhd",
)


def fold(text: str) -> str:
    """``text`` for comparison: lower case, without marks and invisible characters, look-alikes replaced, single spaces."""
    lowered = unicodedata.normalize("NFKC", normalize_line(text)).lower()
    unmarked = "".join(char for char in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(char))
    return normalize_line(ascii_digits(unicodedata.normalize("NFKC", unmarked).translate(_LOOK_ALIKES)))


def plain_letters(text: str) -> str:
    """``text`` without diacritics, upper and lower case kept: ``Lệ phí Đất`` → ``Le phi Dat``, for systems of plain ASCII."""
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return bare.replace("đ", "d").replace("Đ", "D")


def words(text: str) -> list[str]:
    """The folded words of ``text``, in order; punctuation separates words, but not the digits of one number."""
    return list(_joined(_parts(text)))


def endings(text: str) -> Iterator[list[str]]:
    """The words of ``text`` from each of its parts on: a search for a number may begin with any of its groups of digits."""
    parts = list(_parts(text))
    for start in range(len(parts)):
        yield list(_joined(parts[start:]))


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Each word, and whether only separators of digits are between it and the one before."""
    folded = _ABROAD.sub("0", fold(text))
    end = 0
    for found in _WORD.finditer(folded):
        yield found.group(), _WITHIN.fullmatch(folded, end, found.start()) is not None
        end = found.end()


def _joined(parts: Iterable[tuple[str, bool]]) -> Iterator[str]:
    whole = ""
    for word, near in parts:
        if whole and near and _continues(whole, word):
            whole += word
            continue
        if whole:
            yield _dialled(whole)
        whole = word
    if whole:
        yield _dialled(whole)


def _continues(before: str, word: str) -> bool:
    """Whether two neighbouring words are one number: digits meet digits, and not each of them is long enough to be one alone."""
    if not (before[-1].isdigit() and word[0].isdigit()):
        return False
    return not (len(word) >= _WHOLE and word.isdigit() and sum(map(str.isdigit, before)) >= _WHOLE)


def _dialled(word: str) -> str:
    """A phone number without the country code: 84912345671 and 0084912345671 become 0912345671."""
    if word.isdigit():
        if word.startswith("84") and len(word) in (11, 12):
            return f"0{word[2:]}"
        if word.startswith("0084") and len(word) in (13, 14):
            return f"0{word[4:]}"
    return word


def username(typed: str) -> str:
    """A user name as it is stored: normalized, in lower case."""
    return normalize_line(typed).lower()


def mask_identity(number: str) -> str:
    """``001099012345`` → ``0010••••2345``: a third at either end, at most four characters; six or fewer: nothing."""
    digits = "".join(number.split())
    shown = min(_SHOWN, len(digits) // 3) if len(digits) > 6 else 0
    return digits[:shown] + "•" * (len(digits) - 2 * shown) + digits[len(digits) - shown :]


def mask_name(name: str) -> str:
    """``Nguyễn Văn An`` → ``N. V. An``: the given name stays, because people are called by it. Of one word: its initial."""
    parts = name.split()
    if len(parts) < 2:
        return f"{name.strip()[:1]}•••" if parts else ""
    return " ".join([f"{part[0].upper()}." for part in parts[:-1]] + parts[-1:])


def mask_address(address: str) -> str:
    """``Số 2, thôn Minh Hoạ, xã Trình Diễn, tỉnh Mẫu`` → ``•••, xã Trình Diễn, tỉnh Mẫu``: the first half of the parts is left out."""
    parts = [part.strip() for part in address.split(",") if part.strip()]
    return ", ".join(["•••", *parts[max(1, len(parts) // 2) :]]) if parts else ""
