"""GET /dossiers: a page of the dossiers the caller may see."""

from __future__ import annotations

from flask import Response

from api.answers import page
from api.auth import actor, office, scope
from api.v1.dossiers import bp
from api.v1.dossiers.schemas import DossierPage, DossierQuery


@bp.get("/dossiers")
@scope("dossiers:read")
@bp.input(DossierQuery, location="query", arg_name="query")
@bp.output(DossierPage)
def list_dossiers(query: DossierQuery) -> Response:
    """List dossiers"""
    found = office().dossiers.page(query.wanted(), actor(), query.cursor, query.limit)
    return page(DossierPage, found.items, found.next)
