"""Dossier codes, receipt secrets and machine tokens.

A code is made once, at reception, and never renumbered. Foreign codes are recognised loosely, because several
generations and issuers live side by side (provinces: 6-digit dates and 4-digit numbers; ministry portals: 8-digit
dates, up to 7-digit numbers). The numbers are counted in the database.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Final
from urllib.parse import urlencode

from core.domain.office_time import ZONE
from core.domain.text import normalize_line

SECRET_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O 1 I L
_UNIT = r"\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{1,3}){0,5}"
#: a code of ours without separators
_COMPACT = re.compile(r"(?P<above>[A-Z]\d{2})(?P<below>(?:\.?\d{2}){0,5})-?(?P<day>\d{6})-?(?P<number>\d{4})", re.ASCII)
_CODE = re.compile(rf"(?P<unit>{_UNIT})-(?P<day>\d{{8}}|\d{{6}})-(?P<number>\d{{4,7}})", re.ASCII)


@dataclass(frozen=True, slots=True)
class CodeParts:
    """The parts of a dossier code: the receiving unit, the local day and the number within that day."""

    unit: str
    day: date
    number: int


def local_day(moment: datetime, zone: tzinfo = ZONE) -> date:
    """The office's day of ``moment`` (aware): the day whose counter gives the number."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone to belong to a day")
    return moment.astimezone(zone).date()


def dossier_code(unit: str, received: datetime, number: int, zone: tzinfo = ZONE) -> str:
    """``H99.01.05-261123-0007``: unit, local day of reception, number of that day (from 1; four digits or more)."""
    if not 1 <= number <= 9_999_999:
        raise ValueError(f"number {number} does not fit a dossier code")
    return f"{unit}-{local_day(received, zone):%y%m%d}-{number:04d}"


def tracking_address(office: str, code: str) -> str:
    """The public page of a dossier under the office's address: it shows nothing before the receipt's secret is typed."""
    return f"{office}/portal/track?{urlencode({'code': code})}"


def normal_code(text: str) -> str:
    """A code as a person types it, made comparable: no white space, upper case, any dash as a hyphen.

    One of ours without its dots and hyphens gets them back: the parts of our units have two digits, numbers four.
    """
    code = re.sub("[‐‑‒–—−]", "-", "".join(normalize_line(text).split())).upper()
    found = _COMPACT.fullmatch(code)
    if found is None or _CODE.fullmatch(code):
        return code
    below = re.findall(r"\d\d", found["below"])
    return f"{'.'.join([found['above'], *below])}-{found['day']}-{found['number']}"


def parse_code(text: str) -> CodeParts | None:
    """The parts of a dossier code, ours or foreign; ``None`` if ``text`` is not one."""
    match = _CODE.fullmatch(normal_code(text))
    if match is None:
        return None
    day = match["day"]
    try:
        received = date.fromisoformat(day if len(day) == 8 else f"20{day}")
    except ValueError:
        return None
    return CodeParts(match["unit"], received, int(match["number"]))


def secret(length: int = 8) -> str:
    """A random secret that can be read aloud and typed: no look-alike characters (31⁸ ≈ 8.5·10¹¹ for eight)."""
    return "".join(secrets.choice(SECRET_ALPHABET) for _ in range(length))


def derived_secret(context: str, pepper: str, length: int = 8) -> str:
    """A secret of the same form, always the same for the same ``context``: HMAC-SHA-256 with the server's key."""
    number = int.from_bytes(hmac.new(pepper.encode(), f"receipt\n{context}".encode(), hashlib.sha256).digest())
    letters = []
    for _ in range(length):
        number, letter = divmod(number, len(SECRET_ALPHABET))
        letters.append(SECRET_ALPHABET[letter])
    return "".join(letters)


def normal_secret(text: str) -> str:
    """A receipt secret as typed, made comparable: upper case, without blanks and dashes."""
    return normal_code(text).replace("-", "")


def secret_hash(text: str, code: str, pepper: str = "") -> str:
    """What is stored of a receipt secret: HMAC-SHA-256, hexadecimal, bound to the dossier's code.

    ``pepper`` is the server's secret key: without it a stolen database does not let anyone try secrets offline.
    """
    message = f"{code}\n{normal_secret(text)}".encode(errors="surrogatepass")
    return hmac.new(pepper.encode(), message, hashlib.sha256).hexdigest()


def secret_matches(text: str, code: str, stored: str, pepper: str = "") -> bool:
    """Whether ``text`` is the secret behind ``stored``; takes the same time for right and wrong."""
    return hmac.compare_digest(secret_hash(text, code, pepper), stored)


def unguessable(key: str, pepper: str, length: int = 16) -> str:
    """The unguessable part of a number for other systems, always the same for the same ``key``.

    HMAC-SHA-256 with the server's secret key: it cannot be computed from ``key`` alone or from other such numbers.
    """
    return hmac.new(pepper.encode(), f"outside\n{key}".encode(), hashlib.sha256).hexdigest()[:length]


def token() -> str:
    """A new machine token: ``mc_`` and 256 random bits."""
    return f"mc_{secrets.token_urlsafe(32)}"


def token_hash(text: str) -> str:
    """What is stored of a machine token: SHA-256, hexadecimal. Enough, because 256 random bits cannot be guessed."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
