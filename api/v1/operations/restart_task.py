"""POST /dossiers/{code}/restart: opens a user task again."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.inputs import idempotency_key
from api.v1.operations import bp
from api.v1.operations.schemas import RestartIn, StandingOut


@bp.post("/dossiers/<code>/restart")
@scope("operations:write")
@bp.input(RestartIn, arg_name="body")
@bp.output(StandingOut)
def restart_task(code: str, body: RestartIn) -> Response:
    """Restart from a task"""
    return answer(
        StandingOut,
        office().operations.restart(code, body.element, body.instead_of, body.reason, actor(), idempotency_key()),
    )
