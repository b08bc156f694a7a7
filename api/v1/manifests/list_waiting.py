"""GET /parcels: those that wait at a desk to be handed over."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.manifests import bp
from api.v1.manifests.schemas import WaitingOut


@bp.get("/parcels")
@scope("dossiers:read")
@bp.output(WaitingOut)
def list_waiting() -> Response:
    """List the parcels to hand over

    Those whose order stands and that lie at the desks the bearer serves at (roles `receiver`, `returner`).
    """
    return answer(WaitingOut, {"items": office().manifests.waiting(actor())})
