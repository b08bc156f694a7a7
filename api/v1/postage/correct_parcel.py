"""POST /dossiers/{code}/parcels/{tracking_code}/correct: another receiver before the parcel is handed over."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.inputs import idempotency_key
from api.v1.postage import bp
from api.v1.postage.schemas import DeliveryIn, ParcelOut
from core.services.views.shipments import Delivery


@bp.post("/dossiers/<code>/parcels/<tracking_code>/correct")
@scope("dossiers:write")
@bp.input(DeliveryIn, arg_name="body")
@bp.output(ParcelOut)
def correct_parcel(code: str, tracking_code: str, body: DeliveryIn) -> Response:
    """Put a parcel's address right

    Only while the parcel lies at the office; the carrier is told by a call, and a refusal of it is an incident.
    """
    to = Delivery(body.receiver, body.phone, body.address)
    return answer(
        ParcelOut, office().parcel_changes.correct(code, tracking_code, to, body.reason, actor(), idempotency_key())
    )
