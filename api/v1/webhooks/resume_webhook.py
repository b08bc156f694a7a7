"""POST /webhooks/{webhook_id}/resume: tells it again."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.webhooks import bp
from api.v1.webhooks.schemas import WebhookOut


@bp.post("/webhooks/<uuid:webhook_id>/resume")
@scope("incidents:write")
@bp.output(WebhookOut)
def resume_webhook(webhook_id: UUID) -> Response:
    """Resume a webhook

    It is told of what happens from now on; what it missed can be replayed."""
    office().webhooks.switch_on(webhook_id, actor())
    return answer(WebhookOut, office().webhooks.webhook(webhook_id, actor()))
