"""GET /dossiers/{code}/history: every event of a dossier with its hashes."""

from __future__ import annotations

from flask import Response

from api.answers import page
from api.auth import actor, office, scope
from api.v1.dossiers import bp
from api.v1.dossiers.schemas import EventPage


@bp.get("/dossiers/<code>/history")
@scope("history:read")
@bp.output(EventPage)
def list_events(code: str) -> Response:
    """List the events of a dossier"""
    return page(EventPage, office().dossiers.history(code, actor()))
