"""GET /procedures/{code}: one procedure in its newest version."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import office, scope
from api.v1.procedures import bp
from api.v1.procedures.schemas import ProcedureOut


@bp.get("/procedures/<code>")
@scope("procedures:read")
@bp.output(ProcedureOut)
def get_procedure(code: str) -> Response:
    """Get a procedure"""
    return answer(ProcedureOut, office().procedures.get(code))
