"""GET /manifests: the last ones of the bearer's desks."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.manifests import bp
from api.v1.manifests.schemas import ManifestsOut


@bp.get("/manifests")
@scope("dossiers:read")
@bp.output(ManifestsOut)
def list_manifests() -> Response:
    """List the manifests

    The last 30 of the desks the bearer serves at, the newest first; older ones are found by their number.
    """
    return answer(ManifestsOut, {"items": office().manifests.recent(actor())})
