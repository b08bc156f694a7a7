"""The normal form in which texts are stored: NFC, without invisible characters, spaces as U+0020.

Invisible characters (direction marks, zero-width spaces, soft hyphens) make two equal names different and are dropped;
Vietnamese needs none of them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

#: shown as nothing, though Unicode calls them letters or marks: joiners, fillers, variation selectors
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef\U000e0000-\U000e0fff]"
)
#: a tone mark before the mark of the letter: "e" + tilde + circumflex looks like "ễ", but NFC makes another character of it
_TONE_FIRST = re.compile("([\u0300\u0301\u0303\u0309]+)([\u0302\u0306\u031b]+)")
#: letters of other languages (Icelandic, Ewe) that look like Đ, at the beginning of a word, where Vietnamese has its Đ
_LIKE_D = re.compile("(?<![^\\W\\d_])[\u00d0\u0189\u00f0\u0256]")
_D = {"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"}
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SIGNS = str.maketrans("．，－／：＋（）", ".,-/:+()")
#: full-width letters and digits, as some keyboards write them -> ASCII
_WIDE = str.maketrans({chr(0xFF01 + place): chr(0x21 + place) for place in range(94)})
_MINUS = str.maketrans(dict.fromkeys("\u2212\u2010\u2011\u2012\u2013\ufe63", "-"))


def normalize_line(text: str) -> str:
    """``text`` on one line: NFC, visible, runs of white space and control characters as one space, trimmed."""
    return text if _is_normal(text) else " ".join(visible_text(text).split())


def normalize_lines(text: str) -> str:
    """The same for a text of several lines: line breaks become ``\\n``; several spaces inside a line are kept."""
    lines = visible_text(text, keep="\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def visible_text(text: str, keep: str = "") -> str:
    """``text`` in NFC without invisible characters; space separators and controls become U+0020, unless in ``keep``."""
    if text.isascii() and text.isprintable():
        return text
    plain = _BREAKS.sub("\n", text.translate(_WIDE))
    visible = "".join(_visible(char, keep) for char in _INVISIBLE.sub("", plain))
    return nfc_vietnamese(visible)


def nfc_vietnamese(text: str) -> str:
    """``text`` in NFC. Vietnamese marks typed in the wrong order are put right first, and look-alikes of Đ become Đ."""
    if text.isascii():
        return text
    whole = unicodedata.normalize("NFC", _TONE_FIRST.sub(r"\2\1", unicodedata.normalize("NFD", text)))
    return _LIKE_D.sub(lambda found: _D[found[0]], whole)


def normalize_data(value: Any) -> Any:
    """JSON data from outside with all texts (not the keys) as :func:`visible_text`; line breaks and tabs stay."""
    if isinstance(value, str):
        return value if value.isascii() and value.isprintable() else visible_text(value, keep="\n\t")
    if isinstance(value, dict):
        return {name: normalize_data(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [normalize_data(item) for item in value]
    return value


def ascii_digits(text: str) -> str:
    """``text`` with the decimal digits of any script, full-width signs and every kind of minus as ASCII.

    Other digits, such as a superscript two, stay as they are.
    """
    if text.isascii():
        return text
    digits = (str(found) if (found := unicodedata.decimal(char, None)) is not None else char for char in text)
    return "".join(digits).translate(_SIGNS).translate(_MINUS)


def _is_normal(text: str) -> bool:
    return text.isascii() and text.isprintable() and "  " not in text and text.strip() == text


def _visible(char: str, keep: str) -> str:
    if char in keep:
        return char
    match unicodedata.category(char):
        case "Cf":
            return ""
        case "Cc" | "Zs" | "Zl" | "Zp":
            return " "
        case _:
            return char
