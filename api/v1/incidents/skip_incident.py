"""POST /incidents/{id}/skip: lets a dossier go on without the answer."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.incidents import bp
from api.v1.incidents.schemas import IncidentOut, ReasonIn


@bp.post("/incidents/<uuid:incident_id>/skip")
@scope("incidents:write")
@bp.input(ReasonIn, arg_name="body")
@bp.output(IncidentOut)
def skip_incident(incident_id: UUID, body: ReasonIn) -> Response:
    """Skip a call"""
    return answer(IncidentOut, office().call_repairs.skip(incident_id, body.reason, actor()))
