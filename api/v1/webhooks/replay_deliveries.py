"""POST /webhooks/{webhook_id}/replay: sends some deliveries again, or all events of a span of time."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.webhooks import bp
from api.v1.webhooks.schemas import ReplayIn, ReplayOut
from core.errors.base import Reason
from core.errors.requests import BadValue


@bp.post("/webhooks/<uuid:webhook_id>/replay")
@scope("incidents:write")
@bp.input(ReplayIn, arg_name="body")
@bp.output(ReplayOut)
def replay_deliveries(webhook_id: UUID, body: ReplayIn) -> Response:
    """Send events again

    Give `deliveries`, or `since` and `until`: then what the webhook was never told of is among them. Events keep the ids they
    had, so that the other side knows them again.
    """
    log, by = office().webhook_log, actor()
    if body.deliveries is None and body.since and body.until:
        return answer(ReplayOut, {"count": log.replay_range(webhook_id, body.since, body.until, by)})
    if body.deliveries is None or body.since or body.until:
        raise BadValue(field="deliveries", reason=Reason("give this, or both since and until"))
    return answer(ReplayOut, {"count": log.replay(webhook_id, body.deliveries, by)})
