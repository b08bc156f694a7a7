"""VietQR: the text behind the square that a bank's app reads as a filled-in transfer.

EMVCo's merchant-presented form in the national profile (NAPAS, QR format 1.5.2): fields of a two-digit id, a two-digit
length and a value, closed by a CRC-16/CCITT over everything before it. Nothing is cut silently: a value that does not
fit raises, except the purpose, which people read and which is made plain and shortened at a word.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from core.domain.text import nfc_vietnamese, normalize_line, plain_letters

#: The national scheme's identifier (NAPAS), and its service of a transfer to an account.
SCHEME: Final = "A000000727"
TO_ACCOUNT: Final = "QRIBFTTA"
DONG: Final = "704"  # ISO 4217
#: What fits: đồng in at most 13 digits, and the lengths of EMVCo's table of fields.
MOST_DIGITS: Final = 13
MOST_NAME: Final = 25
MOST_CITY: Final = 15
MOST_LABEL: Final = 25
_BANK = re.compile(r"9704\d\d", re.ASCII)
_ACCOUNT = re.compile(r"[A-Za-z0-9]{1,19}", re.ASCII)
_PRINTABLE = re.compile(r"[\x20-\x7e]*")
_TWO_DIGITS = re.compile(r"\d\d", re.ASCII)
#: Signs that banks' own systems drop or refuse in the purpose of a transfer.
_NOT_IN_PURPOSE = re.compile(r"[^A-Za-z0-9 .\-]+", re.ASCII)


class QrInvalid(ValueError):
    """A text that is no VietQR, or a value that does not fit one; the message says which, in English for the log."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transfer to an account. ``bank``: its six-digit BIN; ``amount`` in đồng, ``None``: the payer types it.

    ``reference`` (bill number) and ``purpose`` are plain ASCII of at most 25 characters, ``name`` and ``city`` the
    payee's in at most 25 and 15. Raises :class:`QrInvalid` for anything else.
    """

    bank: str
    account: str
    amount: int | None = None
    purpose: str = ""
    reference: str = ""
    name: str = ""
    city: str = ""

    def __post_init__(self) -> None:
        if not _BANK.fullmatch(self.bank):
            raise QrInvalid("bank: six digits that begin with 9704")
        if not _ACCOUNT.fullmatch(self.account):
            raise QrInvalid("account: 1 to 19 letters and digits")
        if self.amount is not None and not 1 <= self.amount < 10**MOST_DIGITS:
            raise QrInvalid(f"amount: 1 đồng or more, at most {MOST_DIGITS} digits")
        limits = {"purpose": MOST_LABEL, "reference": MOST_LABEL, "name": MOST_NAME, "city": MOST_CITY}
        for field, most in limits.items():
            value: str = getattr(self, field)
            if len(value) > most or not _PRINTABLE.fullmatch(value):
                raise QrInvalid(f"{field}: at most {most} characters, without diacritics")


def write(transfer: Transfer) -> str:
    """The text to draw. A transfer with an amount is marked as one of this moment (dynamic), any other as static."""
    service = _field("00", SCHEME) + _field("01", _field("00", transfer.bank) + _field("01", transfer.account))
    more = _given("01", transfer.reference) + _given("08", transfer.purpose)
    body = (
        _field("00", "01")
        + _field("01", "11" if transfer.amount is None else "12")
        + _field("38", service + _field("02", TO_ACCOUNT))
        + _field("53", DONG)
        + _given("54", "" if transfer.amount is None else str(transfer.amount))
        + _field("58", "VN")
        + _given("59", transfer.name)
        + _given("60", transfer.city)
        + _given("62", more)
        + "6304"
    )
    return body + checksum(body)


def read(text: str) -> Transfer:
    """The transfer behind a text. Raises :class:`QrInvalid`: for a wrong checksum, another scheme or service, a wrong length."""
    body, given = text[:-4], text[-4:]
    if not _PRINTABLE.fullmatch(text) or not body.endswith("6304") or checksum(body) != given.upper():
        raise QrInvalid("the checksum is wrong or missing")
    fields = _fields(body[:-4])
    if (fields.get("00"), fields.get("53"), fields.get("58")) != ("01", DONG, "VN"):
        raise QrInvalid("not a payment in đồng")
    service = _fields(fields.get("38", ""))
    if (service.get("00"), service.get("02")) != (SCHEME, TO_ACCOUNT):
        raise QrInvalid("not a transfer to an account")
    payee = _fields(service.get("01", ""))
    more = _fields(fields.get("62", ""))
    return Transfer(
        bank=payee.get("00", ""),
        account=payee.get("01", ""),
        amount=_amount(fields),
        purpose=more.get("08", ""),
        reference=more.get("01", ""),
        name=fields.get("59", ""),
        city=fields.get("60", ""),
    )


def checksum(text: str) -> str:
    """CRC-16/CCITT (polynomial 1021, start FFFF) of ``text``, four hexadecimal digits."""
    return f"{binascii.crc_hqx(text.encode('ascii'), 0xFFFF):04X}"


def purpose(text: str, most: int = MOST_LABEL) -> str:
    """``text`` as banks carry it: no diacritics, letters, digits, blanks, dots and hyphens; shortened at a word if it can be."""
    plain = normalize_line(_NOT_IN_PURPOSE.sub(" ", plain_letters(nfc_vietnamese(text))))
    if len(plain) <= most:
        return plain
    return plain[: most + 1].rpartition(" ")[0].rstrip() or plain[:most]


def _field(name: str, value: str) -> str:
    if len(value) > 99:
        raise QrInvalid(f"field {name}: more than 99 characters")
    return f"{name}{len(value):02d}{value}"


def _given(name: str, value: str) -> str:
    return _field(name, value) if value else ""


def _fields(text: str) -> Mapping[str, str]:
    """Id → value. Raises :class:`QrInvalid` for a field that is cut off or stands twice."""
    found: dict[str, str] = {}
    for name, value in _split(text):
        if name in found:
            raise QrInvalid(f"field {name} stands twice")
        found[name] = value
    return found


def _split(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        name, length = text[at : at + 2], text[at + 2 : at + 4]
        if not (_TWO_DIGITS.fullmatch(name) and _TWO_DIGITS.fullmatch(length)):
            raise QrInvalid(f"no field begins at character {at + 1}")
        end = at + 4 + int(length)
        if end > len(text):
            raise QrInvalid(f"field {name} is cut off")
        yield name, text[at + 4 : end]
        at = end


def _amount(fields: Mapping[str, str]) -> int | None:
    """The amount in đồng, which has no cents; apps may write ``75000.00``. Raises :class:`QrInvalid`."""
    if "54" not in fields:
        return None
    found = re.fullmatch(r"(\d{1,13})(?:\.0{0,2})?", fields["54"], re.ASCII)
    if found is None:
        raise QrInvalid("amount: whole đồng")
    return int(found[1])
