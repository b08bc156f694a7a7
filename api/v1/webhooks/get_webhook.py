"""GET /webhooks/{webhook_id}: one webhook."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.webhooks import bp
from api.v1.webhooks.schemas import WebhookOut


@bp.get("/webhooks/<uuid:webhook_id>")
@scope("incidents:read")
@bp.output(WebhookOut)
def get_webhook(webhook_id: UUID) -> Response:
    """Read a webhook"""
    return answer(WebhookOut, office().webhooks.webhook(webhook_id, actor()))
