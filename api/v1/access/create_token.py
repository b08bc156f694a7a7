"""POST /tokens: makes a token."""

from __future__ import annotations

from dataclasses import asdict

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.access import bp
from api.v1.access.schemas import TokenIn, TokenMade


@bp.post("/tokens")
@scope("tokens:write")
@bp.input(TokenIn, arg_name="body")
@bp.output(TokenMade, status_code=201)
def create_token(body: TokenIn) -> Response:
    """Make a token

    It is shown in this answer and never again; there is no repeating by `Idempotency-Key`, because that would keep it. A
    token makes none with scopes it has not itself, and none that outlives it.
    """
    by = actor()
    secret, view = office().tokens.new_token(body.username or by.username, body.name, body.scopes, by, body.expires)
    return answer(TokenMade, {**asdict(view), "token": secret}, 201)
