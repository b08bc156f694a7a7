"""GET /webhooks/{webhook_id}/deliveries: what was sent to it, the newest first."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import page
from api.auth import actor, office, scope
from api.v1.webhooks import bp
from api.v1.webhooks.schemas import DeliveryPage, DeliveryQuery, delivery


@bp.get("/webhooks/<uuid:webhook_id>/deliveries")
@scope("incidents:read")
@bp.input(DeliveryQuery, location="query", arg_name="query")
@bp.output(DeliveryPage)
def list_deliveries(webhook_id: UUID, query: DeliveryQuery) -> Response:
    """List what was sent to a webhook"""
    found = office().webhook_log.page(webhook_id, actor(), query.state, query.cursor, query.limit)
    return page(DeliveryPage, [delivery(view) for view in found.items], found.next)
