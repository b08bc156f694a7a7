"""POST /incidents/{id}/retry: lets what failed be tried again."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.incidents import bp
from api.v1.incidents.schemas import IncidentOut


@bp.post("/incidents/<uuid:incident_id>/retry")
@scope("incidents:write")
@bp.output(IncidentOut)
def retry_incident(incident_id: UUID) -> Response:
    """Retry what failed"""
    return answer(IncidentOut, office().incidents.retry(incident_id, actor()))
