"""POST /outside-systems/topics/{topic}/pause: lets the calls of a topic wait."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.outside_systems import bp
from api.v1.outside_systems.schemas import PauseIn, SystemsOut


@bp.post("/outside-systems/topics/<topic>/pause")
@scope("incidents:write")
@bp.input(PauseIn, arg_name="body")
@bp.output(SystemsOut)
def pause_topic(topic: str, body: PauseIn) -> Response:
    """Pause a topic"""
    office().outside_systems.pause(topic, body.reason, actor())
    return answer(SystemsOut, {"items": office().outside_systems.overview(actor())})
