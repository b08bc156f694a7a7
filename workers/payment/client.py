"""The client of the payment platform's interface: ask for a payment, read what came in. Judges nothing about dossiers."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar
from urllib.parse import quote

import httpx

from core.services.context.contracts import Bilingual
from core.services.views.payments import PaymentReport
from core.settings import Settings
from workers.errors import CredentialsRefused, Refused, Unavailable
from workers.feed import FeedLine
from workers.http import OutsideClient
from workers.inputs import pair
from workers.masking import masked
from workers.payment import statement
from workers.payment.settings import PaymentSettings
from workers.payment.wire import (
    BUSY,
    NOT_YET,
    NOTHING_TO_CANCEL,
    SUCCESS,
    UNKNOWN_CLIENT,
    Order,
    Placed,
    Reply,
    Transactions,
    Withdrawal,
)

SYSTEM = Bilingual(en="the payment platform", vi="Nền tảng thanh toán")
PAGE_SIZE = 100
LARGEST_STATEMENT = 20 * 1024 * 1024
Answer = TypeVar("Answer", bound=Reply)


class PaymentClient(OutsideClient):
    """One conversation with the platform."""

    def __init__(self, settings: Settings, seconds: float = 20.0) -> None:
        """Raises :class:`NotConfigured` when ``MOTCUA_PAYMENT_URL`` is empty."""
        own = settings.of(PaymentSettings)
        super().__init__(SYSTEM, "MOTCUA_PAYMENT", own.payment_url, seconds)
        name, secret = pair(own.payment_key)
        self._connection.client.auth = httpx.BasicAuth(name, secret)

    def place(self, order: Order) -> Placed:
        """Asks for a payment; the same number again gives the same payment. Raises :class:`Refused` with the platform's code."""
        placed = self._ask("POST", "payments", Placed, body=order, headers={"Idempotency-Key": order.number})
        if placed.number != order.number or not placed.paymentCode:
            raise self._connection.nonsense("number: not the one asked for")
        if placed.amount != order.amount:
            raise self._connection.nonsense("amount: not the one asked for")
        return placed

    def withdraw(self, code: str) -> None:
        """Has no money taken for a payment any more; one that is paid or cancelled already is left as it is."""
        body = Withdrawal(reason="Đã nộp tại quầy hoặc không còn phải nộp")
        headers = {"Idempotency-Key": f"{code}:cancel"}
        try:
            self._ask("POST", f"payments/{quote(code, safe='')}/cancel", Reply, body=body, headers=headers)
        except Refused as refused:
            if refused.reason_code not in NOTHING_TO_CANCEL:
                raise

    def statement(self, day: date) -> tuple[PaymentReport, ...] | None:
        """The platform's file of a day, ``None`` while there is none. Raises :class:`Unavailable` for one that is no file."""
        path = f"statements/{day.isoformat()}"
        data = self._connection.exchange("GET", path, headers={"Accept": "text/csv"}, most=LARGEST_STATEMENT)
        if data.lstrip()[:1] == b"{":
            reply = self._connection.read(data, Reply)
            if reply.error == NOT_YET:
                return None
            self._judge(reply)
        try:
            return statement.read(data)
        except statement.StatementInvalid as error:
            raise self._connection.nonsense(f"{path}: {error}") from error

    def transactions(self, after: str) -> tuple[FeedLine, ...]:
        """What came in after the id ``after`` (empty: from the beginning), oldest first."""
        params: dict[str, str | int] = {"after": after, "limit": PAGE_SIZE}
        return self._ask("GET", "transactions", Transactions, params=params).items

    def _ask(self, method: str, path: str, answer: type[Answer], **how: Any) -> Answer:
        """One request; an error inside an answer of status 200 is an error all the same."""
        found = self._connection.ask(method, path, answer, **how)
        self._judge(found)
        return found

    def _judge(self, found: Reply) -> None:
        if found.error == SUCCESS:
            return
        if found.error == BUSY:
            raise Unavailable("busy", system=SYSTEM, status=found.error)
        if found.error == UNKNOWN_CLIENT:
            raise CredentialsRefused("credentials", system=SYSTEM, setting="MOTCUA_PAYMENT_KEY")
        reason = masked(found.message or found.error)
        raise Refused("refused", reason_code=found.error, system=SYSTEM, reason=reason)
