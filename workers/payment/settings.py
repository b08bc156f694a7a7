"""Where the payment platform is, as whom it knows the office, and the account that fees go to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar, Final

from pydantic import AfterValidator

from core.domain import vietqr
from core.setting_fields import Base, Pair, Secrets, address, credentials, setting, signing_secrets
from core.settings import Settings

_CODE: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,39}")


def _account(text: str) -> str:
    """``bank:account`` as a VietQR names them; empty: no square is drawn."""
    if text:
        bank, _, account = text.partition(":")
        vietqr.Transfer(bank, account)
    return text


def _payee(text: str) -> str:
    """The name of the account's holder as banks write it: capitals without diacritics. Raises ``ValueError`` where none is left."""
    name = vietqr.purpose(text, vietqr.MOST_NAME).upper()
    if text and not name:
        raise ValueError("no letters")
    return name


def _unit(text: str) -> str:
    """A unit's code; whether there is such a unit is seen when money comes in. Raises ``ValueError`` for what is none."""
    if text and not _CODE.fullmatch(text):
        raise ValueError("no code")
    return text


class PaymentSettings(Settings):
    """The connector's own settings."""

    needs: ClassVar[Mapping[str, str]] = {"payment_key": "payment_url"}

    payment_url: Base = address("base address of the payment platform's interface", "https://pay.example.vn/api")
    payment_key: Pair = credentials("client id and secret at the payment platform, id:secret")
    payment_callback_secret: Secrets = signing_secrets("what the payment platform signs its reports to the office with")
    payment_account: Annotated[str, AfterValidator(_account)] = setting(
        "",
        "bank and account that fees are transferred to, drawn as VietQR; empty: no square is drawn",
        "write the bank's six-digit BIN and the account, as in 970403:0011012345678",
    )
    payment_unit: Annotated[str, AfterValidator(_unit)] = setting(
        "",
        "code of the unit the account belongs to, whose cashiers settle money of no dossier; empty: the topmost unit",
        "write a code such as H99.05",
    )
    payment_payee: Annotated[str, AfterValidator(_payee)] = setting(
        "", "name of that account's holder, drawn into the VietQR", "write the name as the bank has it"
    )
