"""POST /incidents/settle: the same about several incidents."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.localization import language
from api.v1.incidents import bp
from api.v1.incidents.schemas import ResultsOut, SettleIn
from web import messages


@bp.post("/incidents/settle")
@scope("incidents:write")
@bp.input(SettleIn, arg_name="body")
@bp.output(ResultsOut)
def settle_incidents(body: SettleIn) -> Response:
    """Settle several incidents"""
    results = office().call_repairs.many(body.incidents, body.action, body.reason, actor())
    told = [
        {
            "incident": one.incident,
            "number": one.number,
            "settled": one.settled,
            "code": one.error.code if one.error else None,
            "message": messages.text(one.error, language()) if one.error else None,
        }
        for one in results
    ]
    return answer(ResultsOut, {"items": told})
