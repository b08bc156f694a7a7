"""The parcels of a dossier, as its pages show them."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Final
from uuid import UUID

from sqlalchemy import select

from core.db.base import AnyRow
from core.db.models import Manifest, ManifestLine, Shipment, ShipmentEvent
from core.db.reading import Reading
from core.domain import text
from core.services.views.shipments import ParcelEvent, ParcelOrder, ParcelView

#: states that say nothing of a parcel in the carrier's hands; each of the others is one it has to have taken over
NOT_TAKEN_OVER: Final = frozenset({"created", "cancelled", "other"})

_ORDER: Final = (
    Shipment.order_number,
    Shipment.carrier,
    Shipment.service,
    Shipment.receiver,
    Shipment.address,
    Shipment.phone,
    Shipment.postage,
    Shipment.cod,
    Shipment.system,
)


def of_dossier(work: Reading, dossier_id: UUID) -> tuple[ParcelView, ...]:
    """The parcels with what the post reported of each, the newest parcel last."""
    rows = work.execute(
        select(Shipment.tracking_code, Shipment.state, *_ORDER, ShipmentEvent.at, ShipmentEvent.text)
        .add_columns(
            ShipmentEvent.state.label("reported"), Manifest.handed_over, Shipment.withdrawn, Shipment.direction
        )
        .join(ShipmentEvent, ShipmentEvent.shipment_id == Shipment.id)
        .outerjoin(ManifestLine, ManifestLine.shipment_id == Shipment.id)
        .outerjoin(Manifest, Manifest.id == ManifestLine.manifest_id)
        .where(Shipment.dossier_id == dossier_id)
        .order_by(Shipment.opened, Shipment.id, ShipmentEvent.at, ShipmentEvent.key)
    )
    return tuple(_view(list(group)) for _, group in groupby(rows, key=lambda row: row.tracking_code))


def masked(parcels: tuple[ParcelView, ...]) -> tuple[ParcelView, ...]:
    """The same for whoever holds a receipt, which is lost more easily than a password: no full name, no full address."""
    return tuple(replace(parcel, order=_masked(parcel.order)) if parcel.order else parcel for parcel in parcels)


def _masked(order: ParcelOrder) -> ParcelOrder:
    return replace(order, receiver=text.mask_name(order.receiver), address=text.mask_address(order.address), phone="")


def _view(rows: list[AnyRow]) -> ParcelView:
    last = rows[-1]
    since = next((row.at for row in reversed(rows) if row.reported == last.state), last.at)
    return ParcelView(
        tracking_code=last.tracking_code,
        state=last.state,
        since=since,
        direction=last.direction,
        taken_over=any(row.reported not in NOT_TAKEN_OVER for row in rows),
        handed_over=last.handed_over,
        withdrawn=last.withdrawn,
        order=_order(last),
        events=tuple(ParcelEvent(row.at, row.text) for row in rows),
    )


def _order(row: AnyRow) -> ParcelOrder | None:
    if not row.order_number:
        return None
    return ParcelOrder(
        number=row.order_number,
        carrier=row.carrier,
        service=row.service,
        receiver=row.receiver,
        address=row.address,
        phone=row.phone,
        postage=row.postage,
        cod=row.cod,
        system=row.system,
    )
