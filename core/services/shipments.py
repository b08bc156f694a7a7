"""Postal orders and what the post reports of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update

from core.db.models import Dossier, Shipment, ShipmentEvent
from core.domain.identifiers import uuid7
from core.services.audiences import insert_if_absent
from core.services.cases import id_of
from core.services.views import ShipmentView
from core.services.world import World

FINAL = ("delivered", "returned", "cancelled")


class Shipments:
    """Written by the postal worker, read by the public pages."""

    def __init__(self, world: World) -> None:
        self._world = world

    def record(self, dossier: str, tracking_code: str, state: str, at: datetime, text: str, key: str) -> bool:
        """Notes what the post reported; the first report opens the shipment. ``False`` for a repeated report."""
        with self._world.work() as work:
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
            insert_if_absent(work, Shipment, [first])
            shipment = work.scalars(
                select(Shipment).where(Shipment.tracking_code == tracking_code).with_for_update()
            ).one()
            if work.get(ShipmentEvent, (shipment.id, key)) is not None:
                return False
            newest = work.scalar(select(func.max(ShipmentEvent.at)).where(ShipmentEvent.shipment_id == shipment.id))
            work.add(ShipmentEvent(shipment_id=shipment.id, key=key, at=at, state=state, text=text))
            work.flush()
            if newest is None or at >= newest:
                shipment.state, shipment.open = state, state not in FINAL
            return True

    def open(self, limit: int = 200) -> list[ShipmentView]:
        """Orders still on their way, those asked about longest ago first; being given out counts as asked about."""
        with self._world.work() as work:
            rows = work.execute(
                select(Dossier.code, Shipment.tracking_code, Shipment.state, Shipment.opened)
                .join(Dossier, Dossier.id == Shipment.dossier_id)
                .where(Shipment.open.is_(True))
                .order_by(Shipment.asked, Shipment.id)
                .limit(limit)
            )
            found = [ShipmentView(*row) for row in rows]
            codes = [shipment.tracking_code for shipment in found]
            work.execute(update(Shipment).where(Shipment.tracking_code.in_(codes)).values(asked=self._world.now()))
            return found
