"""GET /accesses: who read what."""

from __future__ import annotations

from flask import Response

from api.answers import page
from api.auth import actor, office, scope
from api.v1.traces import bp
from api.v1.traces.schemas import AccessPage, AccessQuery


@bp.get("/accesses")
@scope("history:read")
@bp.input(AccessQuery, location="query", arg_name="query")
@bp.output(AccessPage)
def list_accesses(query: AccessQuery) -> Response:
    """List who read what

    For auditors: readings of dossiers they see, and of lists by people of their units. Reading this list is logged, too.
    """
    found = office().traces.accesses(query.wanted(), actor(), query.cursor, query.limit)
    return page(AccessPage, found.items, found.next)
