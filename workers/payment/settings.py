"""Where the payment platform is, as whom it knows the office, and the account that fees go to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import AfterValidator

from core.domain import vietqr
from core.setting_fields import Base, Pair, Secrets, address, credentials, setting, signing_secrets
from core.settings import Settings


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
    payment_payee: Annotated[str, AfterValidator(_payee)] = setting(
        "", "name of that account's holder, drawn into the VietQR", "write the name as the bank has it"
    )
