"""POST /dossiers/{code}/move-back: undoes its migration."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.inputs import idempotency_key
from api.v1.operations import bp
from api.v1.operations.schemas import ReasonIn, StandingOut


@bp.post("/dossiers/<code>/move-back")
@scope("migrations:write")
@bp.input(ReasonIn, arg_name="body")
@bp.output(StandingOut)
def move_back(code: str, body: ReasonIn) -> Response:
    """Move a dossier back

    Only while nothing has happened in it since it was moved.
    """
    return answer(StandingOut, office().migration_moves.move_back(code, body.reason, actor(), idempotency_key()))
