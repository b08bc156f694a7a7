"""GET /migrations/proposal: two versions compared, and a mapping between them."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.migrations import door
from api.v1.migrations.schemas import ProposalOut, ProposalQuery


@door.get("/migrations/proposal")
@scope("migrations:read")
@door.input(ProposalQuery, location="query", arg_name="query")
@door.output(ProposalOut)
def propose_migration(query: ProposalQuery) -> Response:
    """Compare two versions"""
    return answer(ProposalOut, office().comparison.compare(query.procedure, query.source, query.target, actor()))
