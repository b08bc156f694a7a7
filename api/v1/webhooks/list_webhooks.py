"""GET /webhooks: those of the units one administers."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.webhooks import bp
from api.v1.webhooks.schemas import WebhookList


@bp.get("/webhooks")
@scope("incidents:read")
@bp.output(WebhookList)
def list_webhooks() -> Response:
    """List webhooks"""
    return answer(WebhookList, {"items": office().webhooks.webhooks(actor())})
