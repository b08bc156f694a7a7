"""The parcels of a dossier, as its pages show them."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from sqlalchemy import select

from core.db.base import AnyRow
from core.db.models import Shipment, ShipmentEvent
from core.db.reading import Reading
from core.services.views.shipments import ParcelEvent, ParcelView


def of_dossier(work: Reading, dossier_id: UUID) -> tuple[ParcelView, ...]:
    """The parcels with what the post reported of each, the newest parcel last."""
    rows = work.execute(
        select(Shipment.tracking_code, Shipment.state, ShipmentEvent.at, ShipmentEvent.text)
        .add_columns(ShipmentEvent.state.label("reported"))
        .join(ShipmentEvent, ShipmentEvent.shipment_id == Shipment.id)
        .where(Shipment.dossier_id == dossier_id)
        .order_by(Shipment.opened, Shipment.id, ShipmentEvent.at, ShipmentEvent.key)
    )
    return tuple(_view(list(group)) for _, group in groupby(rows, key=lambda row: row.tracking_code))


def _view(rows: list[AnyRow]) -> ParcelView:
    last = rows[-1]
    since = next((row.at for row in reversed(rows) if row.reported == last.state), last.at)
    events = tuple(ParcelEvent(row.at, row.text) for row in rows)
    return ParcelView(tracking_code=last.tracking_code, state=last.state, since=since, events=events)
