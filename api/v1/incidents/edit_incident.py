"""POST /incidents/{id}/edit: makes a failed call again with corrected inputs."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.incidents import bp
from api.v1.incidents.schemas import EditIn, IncidentOut


@bp.post("/incidents/<uuid:incident_id>/edit")
@scope("incidents:write")
@bp.input(EditIn, arg_name="body")
@bp.output(IncidentOut)
def edit_incident(incident_id: UUID, body: EditIn) -> Response:
    """Correct a call and try again"""
    return answer(IncidentOut, office().call_repairs.edit(incident_id, body.data, body.reason, actor()))
