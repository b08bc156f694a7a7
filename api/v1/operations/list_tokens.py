"""GET /dossiers/{code}/tokens: where it stands."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.operations import bp
from api.v1.operations.schemas import StandingOut


@bp.get("/dossiers/<code>/tokens")
@scope("dossiers:read")
@bp.output(StandingOut)
def list_tokens(code: str) -> Response:
    """List a dossier's tokens"""
    return answer(StandingOut, office().operations.tokens(code, actor()))
