"""GET /memberships: who holds which rights."""

from __future__ import annotations

from flask import Response

from api.answers import page
from api.auth import actor, office, scope
from api.v1.traces import bp
from api.v1.traces.schemas import MembershipPage, MembershipQuery


@bp.get("/memberships")
@scope("history:read")
@bp.input(MembershipQuery, location="query", arg_name="query")
@bp.output(MembershipPage)
def list_memberships(query: MembershipQuery) -> Response:
    """List who holds which rights

    For auditors: the roles in force on a day in their units, since when, and who gave them as the journal tells it.
    """
    found = office().holdings.page(query.wanted(), actor(), query.cursor, query.limit)
    return page(MembershipPage, found.items, found.next)
