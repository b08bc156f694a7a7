"""What a new password must be like (NIST SP 800-63B, 3.1.1.2): long enough, and not what is tried first.

No mixture of signs is asked for. Refused is what stands in a list of common passwords, what is made of the names of the
person and of the office, what is one row of a keyboard or one thing over and over, and any of them with digits around it.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from core.domain import text
from core.errors.base import Reason
from core.errors.requests import BadValue

SHORTEST = 10
LONGEST = 256
LIST: Final = Path(__file__).with_name("common_passwords.txt")
#: what a row of a keyboard, an alphabet or a count runs along, forwards and backwards
ROWS: Final = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1q2w3e4r5t6y7u8i9o0p", "qazwsxedcrfvtgbyhnujmikolp")  # fmt: skip
#: for passwords that are made here; none that look alike
CONSONANTS: Final = "bcdfghkmnpqrstvwxz"
#: letters that are written otherwise and cheat nobody
SIGNS: Final = str.maketrans({"@": "a", "$": "s", "€": "e"})
DIGITS: Final = str.maketrans("013457", "oieast")
#: letters of a word of a name, and of a place's name, from which on it counts
LEAST_WORD = 3
LEAST_PLACE = 5
#: digits around a word that add nothing to it: a date's; more of them are a secret of their own
DATE: Final = 8
#: shorter things are neither a row nor a repetition; what repeats is no longer
PERIOD = 4


def check_password(
    password: str, field: str = "password", person: Iterable[str] = (), places: Iterable[str] = ()
) -> None:
    """Raises :class:`BadValue` for one that is too short, too long or too easily guessed.

    ``person``: user name, name and mailbox of its owner, ``places``: names of the office.
    """
    if len(password) < SHORTEST:
        raise BadValue(field=field, reason=Reason("use at least %(limit)s characters", limit=SHORTEST))
    if len(password) > LONGEST:
        raise BadValue(field=field, reason=Reason("use at most %(limit)s characters", limit=LONGEST))
    stems = set(_stems(password))
    if stems & {word for name in person for word in _of_person(name)}:
        raise BadValue(field=field, reason="it is made of the person's own name; use something else")
    if stems & {word for name in places for word in _of_place(name)}:
        raise BadValue(field=field, reason="it is made of the office's name; use something else")
    if any(stem in common() or _is_regular(stem) or _is_patched(stem) for stem in stems):
        raise BadValue(field=field, reason="it is one of those that are tried first; use several words of your own")


def made(groups: int = 4) -> str:
    """A password nobody thought of: groups of four consonants, which make no word, row or date, so that it is taken."""
    return "-".join("".join(secrets.choice(CONSONANTS) for _ in range(4)) for _ in range(groups))


@cache
def common() -> frozenset[str]:
    """The words of the list."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _stems(password: str) -> Iterator[str]:
    """What is left of a password without accents, signs, and digits around it; read as it stands and as it is meant."""
    for written in (password, password.translate(SIGNS)):
        bare = re.sub(r"[^a-z0-9]", "", text.fold(written))
        stem = bare.strip("0123456789")
        if len(bare) - len(stem) > DATE:
            stem = bare
        yield from {bare, stem, stem.translate(DIGITS), bare.translate(DIGITS)} - {""}


def _is_regular(stem: str) -> bool:
    """Whether it runs along a row, or repeats something short."""
    if len(stem) < PERIOD:
        return False
    if any(stem in row * 2 or stem in row[::-1] * 2 for row in ROWS):
        return True
    return any(stem == (stem[:size] * len(stem))[: len(stem)] for size in range(1, min(PERIOD, len(stem) // 2) + 1))


def _is_patched(stem: str) -> bool:
    """Whether it is one common word or none, and beside it only rows, repetitions and three more characters at most."""
    parts = re.findall(r"[a-z]+|[0-9]+", stem)
    long = [part for part in parts if len(part) >= PERIOD]
    if not long or sum(map(len, parts)) - sum(map(len, long)) >= PERIOD:
        return False
    words = [part for part in long if not _is_regular(part)]
    return len(words) <= 1 and all(word in common() for word in words)


def _of_person(name: str) -> set[str]:
    """Neighbouring words of a name, together: ``nguyenthi``, ``thithu``, ``thu``."""
    words = _words(name.partition("@")[0])
    ends = range(1, len(words) + 1)
    found = {"".join(words[first:last]) for last in ends for first in range(last)}
    return {word for word in found if len(word) >= LEAST_WORD}


def _of_place(name: str) -> set[str]:
    """The name of a unit from each of its words on, with and without what offices put before it."""
    words = _words(name)
    found = {"".join(words[first:]) for first in range(len(words))}
    return {before + word for word in found if len(word) >= LEAST_PLACE for before in ("", "ubnd", "ubndxa", "xa")}


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.fold(name))[:20]
