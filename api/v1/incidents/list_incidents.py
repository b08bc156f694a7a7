"""GET /incidents: a page of incidents."""

from __future__ import annotations

from flask import Response

from api.answers import page
from api.auth import actor, office, scope
from api.v1.incidents import door
from api.v1.incidents.schemas import IncidentPage, IncidentQuery


@door.get("/incidents")
@scope("incidents:read")
@door.input(IncidentQuery, location="query", arg_name="query")
@door.output(IncidentPage)
def list_incidents(query: IncidentQuery) -> Response:
    """List incidents"""
    found = office().incidents.page(actor(), query.state, query.cursor, query.limit)
    return page(IncidentPage, found.items, found.next)
