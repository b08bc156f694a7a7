"""GET /webhooks/{webhook_id}/deliveries/{delivery_id}: one of them, with the text that is sent."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.webhooks import bp
from api.v1.webhooks.schemas import DeliveryFull, delivery


@bp.get("/webhooks/<uuid:webhook_id>/deliveries/<uuid:delivery_id>")
@scope("incidents:read")
@bp.output(DeliveryFull)
def get_delivery(webhook_id: UUID, delivery_id: UUID) -> Response:
    """Read what was sent to a webhook"""
    return answer(DeliveryFull, delivery(office().webhook_log.get(webhook_id, delivery_id, actor())))
