"""What the modules of this room share: a webhook under lock, its secrets, and how it is named in the journal."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, update

from core.db.base import AnyRow
from core.db.models import Webhook, WebhookDelivery
from core.db.reading import Reading
from core.db.unit_of_work import Work
from core.domain.states import DeliveryState
from core.errors.requests import NotFound
from core.services.authorization import admin_scope
from core.services.context import encryption
from core.services.context.context import Context
from core.services.views.actors import Actor

ROLE: Final = "admin"
#: begins a secret of Standard Webhooks; what follows is base64 of 24 to 64 bytes
SECRET_PREFIX: Final = "whsec_"
_PURPOSE: Final = "webhook"


def find(context: Context, work: Reading, webhook_id: UUID, by: Actor, *, lock: bool = False) -> AnyRow:
    """The webhook, if it is there and the actor administers its unit. Raises :class:`NotFound`."""
    query = select(*Webhook.__table__.c).where(Webhook.id == webhook_id, Webhook.removed.is_(None))
    row = work.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None or row.unit_id not in admin_scope.units_covered_by(context.directory.tree(), by, ROLE):
        raise NotFound(what="Webhook", name=str(webhook_id))
    return row


def change(work: Work, webhook_id: UUID, **values: Any) -> None:
    """Writes columns of a webhook."""
    work.session.execute(update(Webhook).where(Webhook.id == webhook_id).values(**values))


def switched_off(work: Work, webhook_id: UUID, reason: str, now: datetime) -> None:
    """The webhook is told nothing more, for this reason; what waited for it counts as failed and can be sent again."""
    change(work, webhook_id, active=False, off_reason=reason)
    open_states = (DeliveryState.WAITING, DeliveryState.SENT)
    work.session.execute(
        update(WebhookDelivery)
        .where(WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.state.in_(open_states))
        .values(state=DeliveryState.FAILED, next_attempt=None, lease=None, settled=now)
    )


def facts(row: AnyRow, **more: Any) -> Mapping[str, Any]:
    """What the journal says of a webhook."""
    return {"webhook": str(row.id), "name": row.name, "address": row.address, **more}


def new_secret() -> str:
    """A secret of Standard Webhooks."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode("ascii")


def sealed(context: Context, webhook_id: UUID, secret: str) -> str:
    """The secret as it is kept."""
    return encryption.encrypt(context.settings.secret_key, _PURPOSE, str(webhook_id), secret)


def unsealed(context: Context, webhook_id: UUID, kept: str) -> str:
    """The secret again. Raises :class:`core.services.context.encryption.DecryptionFailed` where the office's key is another."""
    return encryption.decrypt(context.settings.secret_key, _PURPOSE, str(webhook_id), kept)
