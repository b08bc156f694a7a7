"""POST /webhooks/{webhook_id}/change: another name, address, or other kinds of events."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.webhooks import bp
from api.v1.webhooks.schemas import ChangeIn, WebhookOut


@bp.post("/webhooks/<uuid:webhook_id>/change")
@scope("incidents:write")
@bp.input(ChangeIn, arg_name="body")
@bp.output(WebhookOut)
def change_webhook(webhook_id: UUID, body: ChangeIn) -> Response:
    """Change a webhook"""
    office().webhooks.change_webhook(webhook_id, actor(), name=body.name, address=body.address, kinds=body.kinds)
    return answer(WebhookOut, office().webhooks.webhook(webhook_id, actor()))
