"""The carrier's list of orders held against the shipments that the office knows.

A carrier that does not refuse an order number it has makes a second parcel when a call is repeated whose first answer was lost with
its worker. Nothing of the office's own says which of them travel: only the carrier's list does.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core.db.models import Dossier, Outbox, Shipment
from core.db.reading import Reading
from core.domain.states import PENDING_CALLS
from core.services.context.context import Context
from core.services.outside.shipments import TOPICS
from core.services.views.shipments import CarrierOrder

#: what is wrong with an order
DOUBLED, UNRECORDED = "order-doubled", "order-unrecorded"

#: tracking codes in one statement
CHUNK = 500


class OrderBooks:
    """What the postal connector asks of the office."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def judged(self, orders: Sequence[CarrierOrder]) -> dict[str, str]:
        """Tracking code → :data:`DOUBLED` (another parcel has the same number, and counts) or :data:`UNRECORDED` (the office has no such
        shipment), of the carrier's orders that are in force, the oldest first. What is right is left out.

        So are those of a dossier whose call to the post is still to be made or answered: it may become right yet.
        """
        with self._context.work.read() as work:
            known = self._known(work, [order.code for order in orders])
            # Of several parcels of one number the newest that we know is the one our call was answered with.
            counts = {order.number: order.code for order in sorted(orders, key=lambda order: order.code in known)}
            wrong = [one for one in orders if counts[one.number] != one.code or one.code not in known]
            busy = self._busy(work, {order.dossier for order in wrong})
        return {
            order.code: UNRECORDED if counts[order.number] == order.code else DOUBLED
            for order in wrong
            if order.dossier not in busy
        }

    def _known(self, work: Reading, codes: Sequence[str]) -> set[str]:
        found: set[str] = set()
        for start in range(0, len(codes), CHUNK):
            its = Shipment.tracking_code.in_(codes[start : start + CHUNK])
            found.update(work.scalars(select(Shipment.tracking_code).where(its)))
        return found

    def _busy(self, work: Reading, dossiers: set[str]) -> set[str]:
        query = select(Dossier.code).join(Outbox, Outbox.dossier_id == Dossier.id)
        return set(
            work.scalars(
                query.where(
                    Dossier.code.in_(dossiers), Outbox.topic.in_(TOPICS.values()), Outbox.state.in_(PENDING_CALLS)
                )
            )
        )
