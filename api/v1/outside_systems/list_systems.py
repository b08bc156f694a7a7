"""GET /outside-systems: how calls to each system go."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.outside_systems import bp
from api.v1.outside_systems.schemas import SystemsOut


@bp.get("/outside-systems")
@scope("incidents:read")
@bp.output(SystemsOut)
def list_systems() -> Response:
    """List the outside systems"""
    return answer(SystemsOut, {"items": office().outside_systems.overview(actor())})
