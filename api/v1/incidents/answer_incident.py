"""POST /incidents/{id}/answer: gives the answer that the outside owes."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.incidents import bp
from api.v1.incidents.schemas import AnswerIn, IncidentOut


@bp.post("/incidents/<uuid:incident_id>/answer")
@scope("incidents:write")
@bp.input(AnswerIn, arg_name="body")
@bp.output(IncidentOut)
def answer_incident(incident_id: UUID, body: AnswerIn) -> Response:
    """Answer a call by hand"""
    return answer(
        IncidentOut, office().call_repairs.answer(incident_id, body.data, body.reason, actor(), fault=body.fault)
    )
