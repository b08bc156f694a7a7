"""POST /incidents/{id}/remap: makes a failed call again with inputs computed anew."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.incidents import bp
from api.v1.incidents.schemas import IncidentOut, ReasonIn


@bp.post("/incidents/<uuid:incident_id>/remap")
@scope("incidents:write")
@bp.input(ReasonIn, arg_name="body")
@bp.output(IncidentOut)
def remap_incident(incident_id: UUID, body: ReasonIn) -> Response:
    """Compute the inputs anew and try again"""
    return answer(IncidentOut, office().call_repairs.remap(incident_id, body.reason, actor()))
