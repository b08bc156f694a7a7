"""POST /outside-systems/topics/{topic}/resume: lets the calls of a topic go again."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.outside_systems import bp
from api.v1.outside_systems.schemas import ResumeIn, SystemsOut


@bp.post("/outside-systems/topics/<topic>/resume")
@scope("incidents:write")
@bp.input(ResumeIn, arg_name="body")
@bp.output(SystemsOut)
def resume_topic(topic: str, body: ResumeIn) -> Response:
    """Resume a topic"""
    office().outside_systems.resume(topic, actor(), body.reason)
    return answer(SystemsOut, {"items": office().outside_systems.overview(actor())})
