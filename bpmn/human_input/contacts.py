"""How somebody is reached and who they are: mailboxes, phone numbers, identity numbers, each in one canonical form.

One rule for every door. A phone number of this country is kept as it is dialled here (``0912345678``), one of another
country with its code (``+14155552671``); a mailbox with its domain in lower case, as people read it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from bpmn.human_input.text import ascii_digits, normalize_line
from bpmn.human_input.unreadable import UnreadableInput

HERE: Final = "VN"
LONGEST_EMAIL: Final = 254
_DIALLED = re.compile(r"\(?\+?[\d ().\-]{3,40}")
_BETWEEN = re.compile(r"[ .\-]")
_TAX_WEIGHTS: Final = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def email(text: str) -> str:
    """The mailbox, canonical. Raises :class:`UnreadableInput`."""
    try:
        return validate_email(normalize_line(text), check_deliverability=False).normalized
    except EmailNotValidError:
        raise UnreadableInput("email") from None


def on_the_wire(text: str) -> str:
    """The mailbox as mail servers take it: the domain in ASCII (RFC 5891), a name beyond ASCII as it is (RFC 6531).

    Also one of this machine (``root@localhost``), which no citizen has. Raises :class:`UnreadableInput`.
    """
    written = normalize_line(text)
    name, _, domain = written.rpartition("@")
    try:
        if domain == "localhost":
            return f"{validate_email(f'{name}@vi-du.vn', check_deliverability=False).local_part}@localhost"
        found = validate_email(written, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        raise UnreadableInput("email") from None
    return found.ascii_email or f"{found.local_part}@{found.ascii_domain}"


def phone(text: str) -> str:
    """The phone number, canonical. Raises :class:`UnreadableInput`."""
    written = ascii_digits(normalize_line(text))
    if not _DIALLED.fullmatch(written):
        raise UnreadableInput("phone")
    try:
        number = phonenumbers.parse(written, HERE)
    except phonenumbers.NumberParseException:
        raise UnreadableInput("phone") from None
    if not phonenumbers.is_valid_number(number):
        raise UnreadableInput("phone")
    if phonenumbers.region_code_for_number(number) == HERE:
        return re.sub(r"\D", "", phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def dialled_abroad(number: str) -> str:
    """A canonical number with its country's code, without a plus: ``84912345678``, as gateways of messages want it."""
    parsed = phonenumbers.parse(number, HERE)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164).removeprefix("+")


def identity(text: str) -> str:
    """The digits only: CCCD (12 digits), CMND (9), tax code of an organisation (10 or 13). Raises :class:`UnreadableInput`."""
    number = digits(text)
    if not re.fullmatch(r"\d{9}|\d{10}|\d{12}|\d{13}", number):
        raise UnreadableInput("identity")
    if len(number) == 12 and not _is_place(number[:3]):
        raise UnreadableInput("identity")
    if len(number) in (10, 13) and not _is_tax_code(number):
        raise UnreadableInput("tax-code")
    return number


def digits(text: str) -> str:
    """A number used as a name: its digits in ASCII, without spaces, dots and hyphens."""
    return _BETWEEN.sub("", ascii_digits(normalize_line(text)))


def _is_place(code: str) -> bool:
    """Where the birth was registered: a province (001 to 096) or, from 100 on, another country."""
    return 1 <= int(code) <= 96 or int(code) >= 100


def _is_tax_code(number: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_TAX_WEIGHTS, number, strict=False))
    return 10 - total % 11 == int(number[9]) and number[10:] != "000"


#: by the name a form's field gives its content
READERS: Final[Mapping[str, Callable[[str], str]]] = {
    "email": email,
    "phone": phone,
    "identity": identity,
    "digits": digits,
}
