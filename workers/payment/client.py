"""The client of the payment platform's interface: ask for a payment, read what came in. Judges nothing about dossiers."""

from __future__ import annotations

from typing import Any, TypeVar

import httpx

from core.settings import Settings
from workers.errors import CredentialsRefused, Refused, Unavailable
from workers.http import OutsideClient
from workers.inputs import pair
from workers.masking import masked
from workers.payment.settings import PaymentSettings
from workers.payment.wire import BUSY, SUCCESS, UNKNOWN_CLIENT, Order, Placed, Reply, Transaction, Transactions

SYSTEM = "Nền tảng thanh toán"
PAGE_SIZE = 100
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

    def transactions(self, after: str) -> tuple[Transaction, ...]:
        """What came in after the id ``after`` (empty: from the beginning), oldest first."""
        params: dict[str, str | int] = {"after": after, "limit": PAGE_SIZE}
        return self._ask("GET", "transactions", Transactions, params=params).items

    def _ask(self, method: str, path: str, answer: type[Answer], **how: Any) -> Answer:
        """One request; an error inside an answer of status 200 is an error all the same."""
        found = self._connection.ask(method, path, answer, **how)
        if found.error == SUCCESS:
            return found
        if found.error == BUSY:
            raise Unavailable("busy", system=SYSTEM, status=found.error)
        if found.error == UNKNOWN_CLIENT:
            raise CredentialsRefused("credentials", system=SYSTEM, setting="MOTCUA_PAYMENT_KEY")
        reason = masked(found.message or found.error)
        raise Refused("refused", reason_code=found.error, system=SYSTEM, reason=reason)
