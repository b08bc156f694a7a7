"""POST /manifests: parcels were handed over to their carrier."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.inputs import idempotency_key
from api.v1.manifests import bp
from api.v1.manifests.schemas import HandOverIn, ManifestOut


@bp.post("/manifests")
@scope("dossiers:write")
@bp.input(HandOverIn, arg_name="body")
@bp.output(ManifestOut, status_code=201)
def create_manifest(body: HandOverIn) -> Response:
    """Hand parcels over

    Makes the manifest, which is closed by that: both sides sign it. A parcel is on one manifest at most; 409
    `parcel-not-waiting` names those that are handed over, cancelled or fetched already, and nothing is written.
    """
    made = office().manifests.hand_over(body.parcels, body.person, actor(), idempotency_key())
    return answer(ManifestOut, made, 201, f"manifests/{made.number}")
