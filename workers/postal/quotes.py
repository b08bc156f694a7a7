"""What the post takes for a letter, by class of service."""

from __future__ import annotations

from collections.abc import Iterator

from core.ports import PostageQuote
from core.settings import Settings
from workers.postal.client import PostalClient
from workers.postal.delivery import CARRIER, SERVICES
from workers.postal.wire import ChargeRequest

#: A clerk and an applicant wait meanwhile.
SECONDS = 4.0


def quote(settings: Settings, origin: str, address: str) -> Iterator[PostageQuote]:
    """The prices of the classes of service the office offers. Raises :class:`workers.errors.OutsideError`."""
    with PostalClient(settings, SECONDS) as post:
        wanted = ChargeRequest(customerCode=post.customer, senderAddress=origin, receiverAddress=address)
        charges = post.charges(wanted)
    for charge in charges:
        if charge.service in SERVICES:
            yield PostageQuote(charge.service, CARRIER, charge.amount, charge.days)
