"""Who this office is to others, and which others it has agreed with."""

from __future__ import annotations

import re
from typing import Annotated, Final, NamedTuple

from pydantic import AfterValidator

from core import setting_values as values
from core.setting_fields import setting
from core.settings import Settings
from workers.signatures import SignatureWrong, standard_key

#: bytes of a secret (Standard Webhooks)
SECRET_BYTES: Final = 24
_CODE: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,39}")


class Partner(NamedTuple):
    """Another office: its code, the address of its installation, and the secret that both sign with."""

    code: str
    address: str
    secret: str


def partner(entry: str) -> Partner:
    """One entry of the setting. Raises ``ValueError``."""
    code, address, secret = entry.split()
    try:
        key = standard_key(secret)
    except SignatureWrong as error:
        raise ValueError("the secret is no base64") from error
    if not _CODE.fullmatch(code) or len(key) < SECRET_BYTES or not address:
        raise ValueError("no code, or too short a secret")
    return Partner(code, values.web_address(address).rstrip("/"), secret)


def partners(text: str) -> tuple[Partner, ...]:
    """All entries of the setting. Raises ``ValueError``, also where an office stands there twice."""
    found = tuple(map(partner, text.split(","))) if text else ()
    if len({one.code for one in found}) < len(found):
        raise ValueError("an office stands there twice")
    return found


def _checked(text: str) -> str:
    return ",".join(" ".join(one) for one in partners(text))


def _code(text: str) -> str:
    if text and not _CODE.fullmatch(text):
        raise ValueError("no code")
    return text


class OfficesSettings(Settings):
    """The connector's own settings."""

    offices_code: Annotated[str, AfterValidator(_code)] = setting(
        "", "code by which other offices know this one, such as that of its topmost unit", "write a code such as H99.05"
    )
    offices_partners: Annotated[str, AfterValidator(_checked)] = setting(
        "",
        "other offices that run this software: code, address and common secret of each; empty: none",
        "write “code address secret” for each, with commas between, such as H98 https://motcua.example.vn whsec_…; "
        "“openssl rand -base64 32” prints a secret",
        hidden=True,
    )
