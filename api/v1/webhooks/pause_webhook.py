"""POST /webhooks/{webhook_id}/pause: tells it nothing more, until it is resumed."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.webhooks import bp
from api.v1.webhooks.schemas import WebhookOut


@bp.post("/webhooks/<uuid:webhook_id>/pause")
@scope("incidents:write")
@bp.output(WebhookOut)
def pause_webhook(webhook_id: UUID) -> Response:
    """Pause a webhook

    What waits for it counts as given up and can be sent again."""
    office().webhooks.switch_off(webhook_id, actor())
    return answer(WebhookOut, office().webhooks.webhook(webhook_id, actor()))
