"""GET /health: whether the office can work."""

from __future__ import annotations

from typing import Any

from flask import Response

from api.answers import Output, answer
from api.auth import office, public
from api.v1.service import bp
from core.services.health import public as public_checks
from core.services.health import well


class HealthOut(Output):
    """``checks``: what was looked at and how it is."""

    healthy: bool
    checks: dict[str, str]


_CONTENT: dict[str, dict[str, Any]] = {"application/json": {"schema": {"$ref": "#/components/schemas/HealthOut"}}}
RESPONSES: dict[int | str, dict[str, str | dict[str, dict[str, Any]]]] = {
    503: {"description": "it cannot", "content": _CONTENT}
}


@bp.get("/health")
@public
@bp.output(HealthOut)
@bp.doc(responses=RESPONSES)
def get_health() -> Response:
    """Ask whether the office can work"""
    checks = office().health.checks()
    healthy = well(checks)
    return answer(HealthOut, {"healthy": healthy, "checks": public_checks(checks)}, 200 if healthy else 503)
