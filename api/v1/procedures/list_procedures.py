"""GET /procedures: what the office offers, in the newest versions."""

from __future__ import annotations

from flask import Response

from api.answers import page
from api.auth import office, scope
from api.v1.procedures import bp
from api.v1.procedures.schemas import ProcedurePage


@bp.get("/procedures")
@scope("procedures:read")
@bp.output(ProcedurePage)
def list_procedures() -> Response:
    """List procedures"""
    return page(ProcedurePage, office().procedures.catalogue())
