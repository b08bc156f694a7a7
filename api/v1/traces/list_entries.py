"""GET /journal: what happened in the office and in no dossier alone."""

from __future__ import annotations

from flask import Response

from api.answers import page
from api.auth import actor, office, scope
from api.v1.traces import bp
from api.v1.traces.schemas import EntryPage, EntryQuery


@bp.get("/journal")
@scope("history:read")
@bp.input(EntryQuery, location="query", arg_name="query")
@bp.output(EntryPage)
def list_entries(query: EntryQuery) -> Response:
    """List the entries of the office's journal

    For auditors: logins, roles, tokens, deployments and the like, of their units.
    """
    found = office().traces.journal(query.wanted(), actor(), query.cursor, query.limit)
    return page(EntryPage, found.items, found.next)
