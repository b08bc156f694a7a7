"""GET /dossiers: a page of the dossiers the caller may see."""

from __future__ import annotations

from flask import Response

from api.answers import page
from api.auth import actor, office, scope
from api.v1.dossiers import door
from api.v1.dossiers.schemas import DossierPage, DossierQuery


@door.get("/dossiers")
@scope("dossiers:read")
@door.input(DossierQuery, location="query", arg_name="query")
@door.output(DossierPage)
def list_dossiers(query: DossierQuery) -> Response:
    """List dossiers"""
    found = office().dossiers.page(query.wanted(), actor(), query.cursor, query.limit)
    return page(DossierPage, found.items, found.next)
