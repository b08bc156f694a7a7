"""Hides personal data in what is logged or shown beside an error; refuses to guess names."""

from __future__ import annotations

import re

from core.domain.text import MAILBOX
from core.storable_text import storable

_DIGITS = re.compile(r"\d(?:[ .-]?\d){7,}")
LONGEST = 300
#: characters of an answer that are kept for people
ANSWER = 2000


def masked(text: str) -> str:
    """``text`` on one line, at most 300 characters, without whole numbers of people and without mailboxes.

    Runs of eight digits or more (identity numbers, telephone numbers) keep two at each end; e-mail addresses keep
    their first letter and their domain.
    """
    line = " ".join(text.split())[:LONGEST]
    return MAILBOX.sub(r"\1…@\2", _DIGITS.sub(_ends, line))


def _ends(match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match.group())
    return f"{digits[:2]}{'•' * (len(digits) - 4)}{digits[-2:]}"


def shown(data: bytes) -> str:
    """The beginning of an answer as text, without whole numbers of people and without mailboxes."""
    text = storable(data[: 4 * ANSWER].decode("utf-8", "replace"))[:ANSWER]
    return MAILBOX.sub(r"\1…@\2", _DIGITS.sub(_ends, text))
