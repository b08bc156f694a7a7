"""GET /procedures: what the office offers, in the newest versions."""

from __future__ import annotations

from flask import Response

from api.answers import page
from api.auth import office, scope
from api.v1.procedures import door
from api.v1.procedures.schemas import ProcedurePage


@door.get("/procedures")
@scope("procedures:read")
@door.output(ProcedurePage)
def list_procedures() -> Response:
    """List procedures"""
    return page(ProcedurePage, office().procedures.catalogue())
