"""What of a shipment's course a process is told: which state becomes which message, and how long it waits to be heard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from workers.postal.states import ShipmentState
from workers.postal.wire import OrderStatus


@dataclass(frozen=True, slots=True)
class News:
    """A message of the contract. ``moment``: its variable that says when.

    ``says``: what it carries besides, whatever was reported. ``ends``: nothing follows, so it is told once; what does not end may come again, at another time. ``patience``: how long
    a process that may still come to wait for it is given. ``incident``: the sentence of :mod:`workers.error_texts` for a
    person where no process wants to hear it.
    """

    message: str
    moment: str
    patience: timedelta
    ends: bool = True
    incident: str = ""
    says: Mapping[str, bool] = field(default_factory=dict)

    def variables(self, status: OrderStatus) -> Mapping[str, str | bool]:
        """What the message carries of a report."""
        found: dict[str, str | bool] = {self.moment: status.at.isoformat(), **self.says}
        return found if self in (DELIVERED, COLLECTED) else found | {"reason": status.statusMessage}

    def identity(self, status: OrderStatus) -> str:
        """The same for the same news, however often it is offered."""
        again = "" if self.ends else f":{status.statusCode}:{status.at.isoformat()}"
        return f"{self.message}:{status.trackingCode}{again}"


DELIVERED: Final = News("postal.delivered", "deliveredAt", timedelta(days=1))
#: while a clerk is at an earlier one, or in a diagram that only waits for the end, nobody waits for it
FAILED: Final = News("postal.failed", "failedAt", timedelta(minutes=5), ends=False)
RETURNED: Final = News("postal.returned", "returnedAt", timedelta(hours=1), incident="parcel-returned")
#: either way the result is at the office and somebody has to decide; in their words the two are not the same
CANCELLED: Final = replace(RETURNED, incident="parcel-cancelled", says={"cancelled": True})
LOST: Final = News("postal.lost", "lostAt", timedelta(hours=1), incident="parcel-lost")
_BY_STATE: Final = {
    ShipmentState.DELIVERED: DELIVERED,
    ShipmentState.FAILED: FAILED,
    ShipmentState.RETURNING: FAILED,
    ShipmentState.RETURNED: RETURNED,
    ShipmentState.CANCELLED: CANCELLED,
    ShipmentState.LOST: LOST,
}
#: of papers that are fetched from the applicant and brought to the desk
COLLECTED: Final = News("postal.collected", "collectedAt", timedelta(hours=1), incident="papers-arrived")
COLLECT_FAILED: Final = replace(FAILED, message="postal.collect-failed")
NOT_COLLECTED: Final = News("postal.not-collected", "endedAt", timedelta(hours=1), incident="papers-not-collected")
COLLECT_CANCELLED: Final = replace(NOT_COLLECTED, says={"cancelled": True})
COLLECT_LOST: Final = replace(LOST, message="postal.collect-lost", incident="papers-lost")
_OF_COLLECTIONS: Final = {
    ShipmentState.DELIVERED: COLLECTED,
    ShipmentState.FAILED: COLLECT_FAILED,
    ShipmentState.RETURNING: COLLECT_FAILED,
    ShipmentState.RETURNED: NOT_COLLECTED,
    ShipmentState.CANCELLED: COLLECT_CANCELLED,
    ShipmentState.LOST: COLLECT_LOST,
}


def of(state: ShipmentState, *, collects: bool = False) -> News | None:
    """What a process is told of a state; None for a state on the way. ``collects``: of papers on their way to the office."""
    return (_OF_COLLECTIONS if collects else _BY_STATE).get(state)
