"""GET /migrations/proposal: two versions compared, and a mapping between them."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.migrations import bp
from api.v1.migrations.schemas import ProposalOut, ProposalQuery


@bp.get("/migrations/proposal")
@scope("migrations:read")
@bp.input(ProposalQuery, location="query", arg_name="query")
@bp.output(ProposalOut)
def propose_migration(query: ProposalQuery) -> Response:
    """Compare two versions"""
    return answer(ProposalOut, office().comparison.compare(query.procedure, query.source, query.target, actor()))
