"""POST /webhooks: makes a webhook."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.webhooks import bp
from api.v1.webhooks.schemas import WebhookIn, WebhookMade, with_secret
from core.services.views.webhooks import NewWebhook


@bp.post("/webhooks")
@scope("incidents:write")
@bp.input(WebhookIn, arg_name="body")
@bp.output(WebhookMade, status_code=201)
def create_webhook(body: WebhookIn) -> Response:
    """Make a webhook

    For administrators of the unit. `secret` is shown in this answer and never again; there is no repeating by
    `Idempotency-Key`, because that would keep it.
    """
    new = NewWebhook(name=body.name, address=body.address, unit=body.unit, kinds=tuple(body.kinds))
    made, secret = office().webhooks.create_webhook(new, actor())
    view = office().webhooks.webhook(made, actor())
    return answer(WebhookMade, with_secret(view, secret), 201, f"webhooks/{made}")
