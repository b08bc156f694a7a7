"""The client of the post's interface: token, order, look-up, tracking feed. Judges nothing about dossiers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TypeVar

from pydantic import BaseModel

from core.ports import PostageQuote
from core.services.context.contracts import Bilingual
from core.settings import Settings
from workers.errors import CredentialsRefused, Refused
from workers.feed import FeedLine
from workers.http import OutsideClient
from workers.inputs import pair
from workers.postal.settings import PostalSettings
from workers.postal.states import SERVICES, ShipmentState
from workers.postal.wire import (
    Cancellation,
    Charge,
    ChargeRequest,
    Charges,
    Correction,
    ListedOrder,
    Movements,
    Order,
    Orders,
    OrderStatus,
    Token,
)

SYSTEM = Bilingual(en="the post", vi="Bưu điện")
#: The post's code for an order number it already has.
ORDER_EXISTS = "ORDER_EXISTS"
PAGE_SIZE = 100
Answer = TypeVar("Answer", bound=BaseModel)


class PostalClient(OutsideClient):
    """One conversation with the post; the token lives as long as the client."""

    def __init__(self, settings: Settings, seconds: float = 20.0) -> None:
        """Raises :class:`NotConfigured` when ``MOTCUA_POSTAL_URL`` is empty."""
        own = settings.of(PostalSettings)
        super().__init__(SYSTEM, "MOTCUA_POSTAL", own.postal_url, seconds)
        self.customer, self._secret = pair(own.postal_key)
        self._token = ""

    def create(self, order: Order, at: datetime | None = None) -> OrderStatus:
        """Places the order, or finds the one placed before under the same number (a lost answer, a repeat).

        ``at``: see :class:`workers.postal.carriers.Carrier`; the post says it itself.
        """
        try:
            placed = self._ask("POST", "order/post", OrderStatus, order, key=order.orderNumber)
        except Refused as error:
            if error.reason_code != ORDER_EXISTS:
                raise
            return self.find(order.orderNumber)
        return self._same(placed, order.orderNumber)

    def find(self, number: str) -> OrderStatus:
        """The order with our number. Raises :class:`Refused` when the post does not know it."""
        return self._same(self._ask("GET", f"order/{number}", OrderStatus), number)

    def locate(self, tracking_code: str) -> OrderStatus:
        """The order with the post's tracking code. Raises :class:`Refused` when the post does not know it."""
        found = self._ask("GET", "order", OrderStatus, params={"trackingCode": tracking_code})
        if found.trackingCode != tracking_code:
            raise self._connection.nonsense("trackingCode: not the one asked for")
        return found

    def correct(self, wanted: Correction, key: str) -> OrderStatus:
        """Another receiver for an order that was not fetched yet."""
        return self._same(self._ask("POST", "order/orderCorrection", OrderStatus, wanted, key=key), wanted.orderNumber)

    def cancel(self, wanted: Cancellation, tracking_code: str = "") -> OrderStatus:
        """Takes an order back that was not fetched yet; the post knows it by the office's number."""
        return self._same(self._ask("POST", "order/orderCancel", OrderStatus, wanted), wanted.orderNumber)

    def is_cancelled(self, wanted: Cancellation) -> bool:
        """Whether the order is cancelled already."""
        return self.find(wanted.orderNumber).state is ShipmentState.CANCELLED

    def quotes(self, origin: str, address: str) -> Iterator[PostageQuote]:
        """The prices of the classes of service the office offers."""
        wanted = ChargeRequest(customerCode=self.customer, senderAddress=origin, receiverAddress=address)
        for charge in self.charges(wanted):
            if charge.service in SERVICES:
                yield PostageQuote(charge.service, OrderStatus.carrier, charge.amount, charge.days)

    def charges(self, wanted: ChargeRequest) -> tuple[Charge, ...]:
        """What a letter costs, a line a class of service."""
        return self._ask("POST", "order/servicesCharge", Charges, wanted).items

    def movements(self, after: str) -> tuple[FeedLine, ...]:
        """The feed's next lines after the id ``after`` (empty: from the beginning), oldest first."""
        params: dict[str, str | int] = {"pageSize": PAGE_SIZE, "lastId": after}
        return self._ask("GET", "order/getOrderTracking", Movements, params=params).items

    def orders(self, since: datetime, after: str) -> tuple[ListedOrder, ...]:
        """The customer's orders placed since then, after the id ``after`` (empty: from the first), oldest first."""
        params: dict[str, str | int] = {"from": since.isoformat(), "pageSize": PAGE_SIZE, "lastId": after}
        return self._ask("GET", "order/getOrders", Orders, params=params).items

    def _same(self, status: OrderStatus, number: str) -> OrderStatus:
        if status.orderNumber != number:
            raise self._connection.nonsense("orderNumber: not the one asked for")
        return status

    def _ask(
        self,
        method: str,
        path: str,
        answer: type[Answer],
        body: BaseModel | None = None,
        *,
        params: dict[str, str | int] | None = None,
        key: str = "",
    ) -> Answer:
        """One request under the token; a token that ran out is renewed once."""
        for fresh in (False, True):
            headers = {"Authorization": f"Bearer {self._bearer(fresh)}"} | ({"Idempotency-Key": key} if key else {})
            try:
                return self._connection.ask(method, path, answer, body=body, params=params, headers=headers)
            except CredentialsRefused:
                if fresh:
                    raise
        raise AssertionError("the second round returns or raises")

    def _bearer(self, fresh: bool) -> str:
        if fresh or not self._token:
            body = {"grant_type": "client_credentials", "client_id": self.customer, "client_secret": self._secret}
            self._token = self._connection.ask("POST", "token", Token, body=body).access_token
        return self._token
