"""POST /dossiers/{code}/variables: sets variables right."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.inputs import idempotency_key
from api.v1.operations import bp
from api.v1.operations.schemas import CorrectionIn, StandingOut


@bp.post("/dossiers/<code>/variables")
@scope("operations:write")
@bp.input(CorrectionIn, arg_name="body")
@bp.output(StandingOut)
def correct_variables(code: str, body: CorrectionIn) -> Response:
    """Correct variables"""
    return answer(StandingOut, office().operations.correct(code, body.values, body.reason, actor(), idempotency_key()))
