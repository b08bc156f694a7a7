"""POST /dossiers/{code}/variables: sets variables right."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.inputs import idempotency_key
from api.v1.operations import door
from api.v1.operations.schemas import CorrectionIn, StandingOut


@door.post("/dossiers/<code>/variables")
@scope("operations:write")
@door.input(CorrectionIn, arg_name="body")
@door.output(StandingOut)
def correct_variables(code: str, body: CorrectionIn) -> Response:
    """Correct variables"""
    return answer(StandingOut, office().operations.correct(code, body.values, body.reason, actor(), idempotency_key()))
