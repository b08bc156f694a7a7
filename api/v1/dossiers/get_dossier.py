"""GET /dossiers/{code}: one dossier with its variables and open tasks."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.dossiers import bp
from api.v1.dossiers.schemas import DossierOut


@bp.get("/dossiers/<code>")
@scope("dossiers:read")
@bp.output(DossierOut)
def get_dossier(code: str) -> Response:
    """Get a dossier"""
    return answer(DossierOut, office().dossiers.get(code, actor()))
