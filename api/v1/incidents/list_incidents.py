"""GET /incidents: a page of incidents."""

from __future__ import annotations

from flask import Response

from api.answers import page
from api.auth import actor, office, scope
from api.v1.incidents import bp
from api.v1.incidents.schemas import IncidentPage, IncidentQuery


@bp.get("/incidents")
@scope("incidents:read")
@bp.input(IncidentQuery, location="query", arg_name="query")
@bp.output(IncidentPage)
def list_incidents(query: IncidentQuery) -> Response:
    """List incidents"""
    found = office().incidents.page(actor(), query.state, query.cursor, query.limit)
    return page(IncidentPage, found.items, found.next)
