"""POST /dossiers/{code}/tokens/{token}/move: puts a token on another element."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.inputs import idempotency_key
from api.v1.operations import bp
from api.v1.operations.schemas import MoveIn, StandingOut


@bp.post("/dossiers/<code>/tokens/<token>/move")
@scope("operations:write")
@bp.input(MoveIn, arg_name="body")
@bp.output(StandingOut)
def move_token(code: str, token: str, body: MoveIn) -> Response:
    """Move a token"""
    return answer(
        StandingOut, office().operations.move(code, token, body.element, body.reason, actor(), idempotency_key())
    )
