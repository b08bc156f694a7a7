"""POST /webhooks/{webhook_id}/try: sends an event that tells of nothing."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.webhooks import bp
from api.v1.webhooks.schemas import DeliveryFull, delivery


@bp.post("/webhooks/<uuid:webhook_id>/try")
@scope("incidents:write")
@bp.output(DeliveryFull, status_code=202)
def try_webhook(webhook_id: UUID) -> Response:
    """Try a webhook out

    Sends an event of type `motcua.webhook.tried`; what it was answered stands in the delivery a moment later.
    """
    made = office().webhook_log.try_out(webhook_id, actor())
    return answer(DeliveryFull, delivery(office().webhook_log.get(webhook_id, made, actor())), 202)
