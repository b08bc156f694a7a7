"""GET /incidents/{id}: one incident."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.incidents import bp
from api.v1.incidents.schemas import IncidentOut


@bp.get("/incidents/<uuid:incident_id>")
@scope("incidents:read")
@bp.output(IncidentOut)
def get_incident(incident_id: UUID) -> Response:
    """Get an incident"""
    return answer(IncidentOut, office().incidents.get(incident_id, actor()))
