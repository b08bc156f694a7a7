"""POST /webhooks/{webhook_id}/secret: a new secret."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.webhooks import bp
from api.v1.webhooks.schemas import WebhookMade, with_secret


@bp.post("/webhooks/<uuid:webhook_id>/secret")
@scope("incidents:write")
@bp.output(WebhookMade)
def renew_secret(webhook_id: UUID) -> Response:
    """Make a new secret

    `secret` is shown in this answer and never again. Until `old_until`, a day, events carry two signatures, by the new one and
    by the one before. There is no repeating by `Idempotency-Key`.
    """
    secret = office().webhooks.renew_secret(webhook_id, actor())
    return answer(WebhookMade, with_secret(office().webhooks.webhook(webhook_id, actor()), secret))
