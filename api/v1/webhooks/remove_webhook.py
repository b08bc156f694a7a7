"""POST /webhooks/{webhook_id}/remove: switches it off for good."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.webhooks import bp
from api.v1.webhooks.schemas import WebhookList


@bp.post("/webhooks/<uuid:webhook_id>/remove")
@scope("incidents:write")
@bp.output(WebhookList)
def remove_webhook(webhook_id: UUID) -> Response:
    """Remove a webhook

    Its secret is gone. Answers the webhooks that are left.
    """
    office().webhooks.remove_webhook(webhook_id, actor())
    return answer(WebhookList, {"items": office().webhooks.webhooks(actor())})
