"""GET /tokens: a person's tokens."""

from __future__ import annotations

from flask import Response

from api.answers import page
from api.auth import actor, office, scope
from api.v1.access import door
from api.v1.access.schemas import TokenPage, TokenQuery


@door.get("/tokens")
@scope("tokens:read")
@door.input(TokenQuery, location="query", arg_name="query")
@door.output(TokenPage)
def list_tokens(query: TokenQuery) -> Response:
    """List tokens

    With their last use, to the minute.
    """
    return page(TokenPage, office().tokens.tokens(actor(), query.username))
