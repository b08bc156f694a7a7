"""POST /dossiers/{code}/parcels/{tracking_code}/cancel: takes the order back before the parcel is handed over."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.inputs import idempotency_key
from api.v1.postage import bp
from api.v1.postage.schemas import CancellationIn, ParcelOut


@bp.post("/dossiers/<code>/parcels/<tracking_code>/cancel")
@scope("dossiers:write")
@bp.input(CancellationIn, arg_name="body")
@bp.output(ParcelOut)
def cancel_parcel(code: str, tracking_code: str, body: CancellationIn) -> Response:
    """Cancel a parcel's order

    Only while the parcel lies at the office. The carrier is told by a call; once it reports the order as cancelled, the
    dossier's diagram decides what becomes of the result.
    """
    return answer(
        ParcelOut, office().parcel_changes.cancel(code, tracking_code, body.reason, actor(), idempotency_key())
    )
