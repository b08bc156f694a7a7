"""What gateways say of a message after they took it: that it arrived, or that it did not, and why.

They post to ``/api/v1/callbacks/notification-receipt``, signed. The id is ours: the dossier's code and an end nobody can guess.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from core.errors.requests import NotFound
from core.services.views.deliveries import DeliveryReport
from workers.arrivals import contents
from workers.connector import Arrived, Inbound, InboundMessage
from workers.context import WorkerContext
from workers.errors import Declined
from workers.masking import masked
from workers.signatures import HmacSha256

NAME: Final = "notification-receipt"


class Receipt(BaseModel):
    """``event`` names the receipt, ``message`` is our id."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    event: str = Field(min_length=1, max_length=100)
    message: str = Field(min_length=20, max_length=100, pattern=r"^[^\s]+-[0-9a-f]{16}$")
    state: Literal["delivered", "failed"]
    reason: str = Field(default="", max_length=300)
    at: datetime

    @field_validator("at")
    @classmethod
    def _aware(cls, value: datetime) -> datetime:
        if value.tzinfo is None:
            raise ValueError("a time without an offset")
        return value


def read(body: bytes) -> InboundMessage:
    """A receipt. Raises :class:`Unreadable`."""
    one = contents(body, Receipt)
    return InboundMessage(one.event, "notification.receipt", one.message, one.model_dump(mode="json"))


def take(ctx: WorkerContext, arrived: Arrived) -> tuple[str, ...]:
    """Notes it in the dossier's history; a message that did not arrive also opens an incident, once."""
    one = Receipt.model_validate(arrived.message.variables)
    code, _, _ = one.message.rpartition("-")
    report = DeliveryReport(
        message=one.message, delivered=one.state == "delivered", reason=masked(one.reason), at=one.at
    )
    try:
        ctx.office.deliveries.reported(code, report)
    except NotFound as error:
        raise Declined("dossier-unknown", again=True) from error
    return (code,)


SOURCE: Final = Inbound(
    NAME, read, HmacSha256("x-message-signature", "x-message-timestamp"), "message_callback_secret", take=take
)
