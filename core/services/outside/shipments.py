"""Postal orders and what the post reports of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from core.db.models import Dossier, Shipment, ShipmentEvent
from core.db.reading import Reading
from core.db.upserts import insert_absent
from core.domain.identifiers import uuid7
from core.services.cases.cases import id_of
from core.services.context.context import Context
from core.services.views.shipments import ShipmentView

FINAL = ("delivered", "returned", "cancelled")


class Shipments:
    """Written by the postal worker, read by the public pages."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def record(self, dossier: str, tracking_code: str, state: str, at: datetime, text: str, key: str) -> bool:
        """Notes what the post reported; the first report opens the shipment. ``False`` for a repeated report."""
        with self._context.work() as work:
            dossier_id = id_of(work, dossier)
            first = {
                "id": uuid7(),
                "dossier_id": dossier_id,
                "tracking_code": tracking_code,
                "state": state,
                "open": True,
                "opened": at,
                "asked": at,
            }
            work.session.execute(insert_absent(work, Shipment), [first])
            shipment = work.scalars(
                select(Shipment).where(Shipment.tracking_code == tracking_code).with_for_update()
            ).one()
            if work.get(ShipmentEvent, (shipment.id, key)) is not None:
                return False
            at = self._believed(at)
            news = _is_news(work, tracking_code, state, at)
            work.session.add(ShipmentEvent(shipment_id=shipment.id, key=key, at=at, state=state, text=text))
            work.session.flush()
            if news:
                shipment.state, shipment.open = state, state not in FINAL
            return True

    def is_news(self, tracking_code: str, state: str, at: datetime) -> bool:
        """Whether such a report would be the newest of its shipment."""
        with self._context.work.read() as work:
            return _is_news(work, tracking_code, state, self._believed(at))

    def _believed(self, at: datetime) -> datetime:
        """When it happened: not later than now. A clock that goes ahead would outlive all that really happens."""
        return min(at, self._context.now())

    def open(self, limit: int = 200) -> list[ShipmentView]:
        """Orders still on their way, those asked about longest ago first; being given out counts as asked about."""
        with self._context.work() as work:
            rows = work.execute(
                select(Dossier.code.label("dossier"), Shipment.tracking_code, Shipment.state, Shipment.opened)
                .join(Dossier, Dossier.id == Shipment.dossier_id)
                .where(Shipment.open.is_(True))
                .order_by(Shipment.asked, Shipment.id)
                .limit(limit)
            )
            found = [ShipmentView(**row._mapping) for row in rows]
            codes = [shipment.tracking_code for shipment in found]
            work.session.execute(
                update(Shipment).where(Shipment.tracking_code.in_(codes)).values(asked=self._context.now())
            )
            return found


def _is_news(work: Reading, tracking_code: str, state: str, at: datetime) -> bool:
    """The latest report counts. Carriers round to the minute: at equal times a final state has the last word."""
    reports = work.execute(
        select(ShipmentEvent.at, ShipmentEvent.state)
        .join(Shipment, Shipment.id == ShipmentEvent.shipment_id)
        .where(Shipment.tracking_code == tracking_code)
    )
    return all((at, state in FINAL) >= (one.at, one.state in FINAL) for one in reports)
