"""The client of Viettel Post's partner interface: token, order, cancellation, prices. What becomes of an order is pushed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from core.ports import PostageQuote
from core.settings import Settings
from workers.errors import CredentialsRefused, Refused
from workers.http import OutsideClient
from workers.inputs import pair
from workers.masking import masked
from workers.postal.settings import PostalSettings
from workers.postal.viettel import codes
from workers.postal.viettel.wire import (
    CANCEL,
    LETTER,
    WEIGHT,
    Created,
    Login,
    Prices,
    Reply,
    ViettelStatus,
)
from workers.postal.wire import Cancellation, Correction, Order

#: ``status`` of an answer to a token that is wrong or ran out
TOKEN_WRONG = frozenset({201, 202})
Data = TypeVar("Data", bound=BaseModel)


class ViettelClient(OutsideClient):
    """One conversation with Viettel Post; the token lives as long as the client."""

    def __init__(self, settings: Settings, seconds: float = 20.0) -> None:
        """Raises :class:`NotConfigured` when ``MOTCUA_VIETTEL_URL`` is empty."""
        own = settings.of(PostalSettings)
        super().__init__(ViettelStatus.carrier, "MOTCUA_VIETTEL", own.viettel_url, seconds)
        self.customer, self._secret = pair(own.viettel_key)
        self._token = ""

    def create(self, order: Order, at: datetime) -> ViettelStatus:
        """Places the order; the same number again must give the same parcel (``CHECK_UNIQUE``)."""
        found = self._data(Created, self._ask("order/createOrderNlp", _order(order)).data)
        return ViettelStatus(
            orderNumber=order.orderNumber,
            trackingCode=found.ORDER_NUMBER,
            statusCode="100",
            statusMessage="Đã tiếp nhận đơn",
            at=at,
            postage=found.MONEY_TOTAL,
        )

    def correct(self, wanted: Correction, key: str) -> None:
        """It has no such request that is known. Raises :class:`Refused`: a person takes the order back, or calls."""
        raise Refused("correction-unknown", system=ViettelStatus.carrier)

    def cancel(self, wanted: Cancellation, tracking_code: str) -> None:
        """Takes an order back that was not fetched yet. Raises :class:`Refused` with its reason."""
        body = {"TYPE": CANCEL, "ORDER_NUMBER": tracking_code, "NOTE": wanted.reason[:150]}
        self._ask("order/UpdateOrder", body)

    def is_cancelled(self, wanted: Cancellation) -> bool:
        """It tells nothing when asked: its webhook does."""
        return False

    def quotes(self, origin: str, address: str) -> Iterator[PostageQuote]:
        """What a letter costs, a line a class of service."""
        body = {
            "SENDER_ADDRESS": origin,
            "RECEIVER_ADDRESS": address,
            "PRODUCT_TYPE": LETTER,
            "PRODUCT_WEIGHT": WEIGHT,
            "PRODUCT_PRICE": 0,
            "MONEY_COLLECTION": 0,
            "TYPE": 1,
        }
        found = self._data(Prices, {"items": self._ask("order/getPriceAllNlp", body).data})
        named = {code: service for service, code in codes.services().items()}
        for price in found.items:
            if price.MA_DV_CHINH in named:
                yield PostageQuote(named[price.MA_DV_CHINH], ViettelStatus.carrier, price.GIA_CUOC)

    def _data(self, kind: type[Data], data: Any) -> Data:
        try:
            return kind.model_validate(data)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            raise self._connection.nonsense(f"data.{'.'.join(map(str, first['loc']))}: {first['msg']}") from error

    def _ask(self, path: str, body: dict[str, Any]) -> Reply:
        """One request under the token; a token that ran out is renewed once."""
        for fresh in (False, True):
            headers = {"Token": self._bearer(fresh)}
            reply = self._connection.ask("POST", f"v2/{path}", Reply, body=body, headers=headers)
            if reply.status not in TOKEN_WRONG:
                return self._judged(reply)
        raise CredentialsRefused("credentials", system=ViettelStatus.carrier, setting="MOTCUA_VIETTEL_KEY")

    def _bearer(self, fresh: bool) -> str:
        if fresh or not self._token:
            reply = self._connection.ask(
                "POST", "v2/user/Login", Reply, body={"USERNAME": self.customer, "PASSWORD": self._secret}
            )
            if reply.refused:
                raise CredentialsRefused("credentials", system=ViettelStatus.carrier, setting="MOTCUA_VIETTEL_KEY")
            self._token = self._data(Login, reply.data).token
        return self._token

    def _judged(self, reply: Reply) -> Reply:
        if not reply.refused:
            return reply
        reason = codes.reason(str(reply.status))
        raise Refused(
            "refused", reason_code=reason, system=ViettelStatus.carrier, reason=masked(reply.message or reason)
        )


def _order(order: Order) -> dict[str, Any]:
    """The order with Viettel Post's field names; a result and papers that are fetched differ in who sends."""
    given: dict[str, Any] = {"ORDER_NUMBER": order.orderNumber, "CHECK_UNIQUE": True}
    for name, end in (("SENDER", order.sender), ("RECEIVER", order.receiver)):
        given |= {
            f"{name}_FULLNAME": end.Name,
            f"{name}_ADDRESS": end.Address,
            f"{name}_PHONE": end.Tel,
            f"{name}_EMAIL": end.Email,
        }
    return given | {
        "PRODUCT_NAME": order.description,
        "PRODUCT_DESCRIPTION": order.sender.Desc or order.description,
        "PRODUCT_QUANTITY": 1,
        "PRODUCT_PRICE": 0,
        "PRODUCT_WEIGHT": WEIGHT,
        "PRODUCT_TYPE": LETTER,
        "ORDER_PAYMENT": 3 if order.codAmount else 1,
        "ORDER_SERVICE": codes.services()[order.service],
        "ORDER_NOTE": order.description,
        "MONEY_COLLECTION": order.codAmount,
    }
