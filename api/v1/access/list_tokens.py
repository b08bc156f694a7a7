"""GET /tokens: a person's tokens."""

from __future__ import annotations

from flask import Response

from api.answers import page
from api.auth import actor, office, scope
from api.v1.access import bp
from api.v1.access.schemas import TokenPage, TokenQuery


@bp.get("/tokens")
@scope("tokens:read")
@bp.input(TokenQuery, location="query", arg_name="query")
@bp.output(TokenPage)
def list_tokens(query: TokenQuery) -> Response:
    """List tokens

    With their last use, to the minute.
    """
    return page(TokenPage, office().tokens.tokens(actor(), query.username))
