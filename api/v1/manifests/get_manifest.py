"""GET /manifests/{number}: one manifest with its parcels."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.manifests import bp
from api.v1.manifests.schemas import ManifestOut


@bp.get("/manifests/<number>")
@scope("dossiers:read")
@bp.output(ManifestOut)
def get_manifest(number: str) -> Response:
    """Get a manifest

    404 as well for one of a desk the bearer does not serve at.
    """
    return answer(ManifestOut, office().manifests.show(number, actor()))
