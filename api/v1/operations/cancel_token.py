"""POST /dossiers/{code}/tokens/{token}/cancel: ends a branch."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.inputs import idempotency_key
from api.v1.operations import bp
from api.v1.operations.schemas import ReasonIn, StandingOut


@bp.post("/dossiers/<code>/tokens/<token>/cancel")
@scope("operations:write")
@bp.input(ReasonIn, arg_name="body")
@bp.output(StandingOut)
def cancel_token(code: str, token: str, body: ReasonIn) -> Response:
    """Cancel a branch

    When nothing is left, the process ends.
    """
    return answer(StandingOut, office().operations.cancel(code, token, body.reason, actor(), idempotency_key()))
