"""Figures of all webhooks together: what waits, what is under way, what came of it. They tell nothing of addresses or dossiers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, case, func, select

from core.db.models import OutgoingEvent, Webhook, WebhookDelivery
from core.db.reading import Reading
from core.domain.states import DeliveryState
from core.services.context.context import Context
from core.services.views.webhooks import WebhookFigures
from core.services.webhooks.deliveries import LEASE

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
_OPEN: Final = (DeliveryState.WAITING, DeliveryState.SENT)
_SETTLED: Final = (DeliveryState.DELIVERED, DeliveryState.FAILED)


class WebhookCounts:
    """What the metrics and the page of the outside systems ask."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def figures(self) -> WebhookFigures:
        """As it stands at this moment."""
        now = self._context.now()
        with self._context.work.read() as work:
            return WebhookFigures(**_webhooks(work), **_open(work, now), **_settled(work, now))


def _webhooks(work: Reading) -> dict[str, Any]:
    row = work.execute(
        select(
            _number(Webhook.active & (Webhook.failures == 0)).label("on"),
            _number(Webhook.active & (Webhook.failures > 0)).label("failing"),
            _number(~Webhook.active & (Webhook.off_reason == "person")).label("off"),
            _number(~Webhook.active & (Webhook.off_reason != "person")).label("stopped"),
            _number(Webhook.active & Webhook.slow).label("slow"),
        ).where(Webhook.removed.is_(None))
    ).one()
    return dict(row._mapping)


def _open(work: Reading, now: datetime) -> dict[str, Any]:
    busy = and_(WebhookDelivery.lease.is_not(None), WebhookDelivery.next_attempt > now)
    row = work.execute(
        select(
            _number(~busy).label("waiting"),
            func.min(case((~busy, OutgoingEvent.at))).label("oldest"),
            _number(busy).label("in_progress"),
            func.min(case((busy, WebhookDelivery.next_attempt))).label("begun"),
        )
        .join(OutgoingEvent, OutgoingEvent.id == WebhookDelivery.event_id)
        .where(WebhookDelivery.state.in_(_OPEN))
    ).one()
    # A worker's lease of a delivery is never renewed, so its end tells its beginning.
    return dict(row._mapping) | {"begun": row.begun and row.begun - LEASE}


def _settled(work: Reading, now: datetime) -> dict[str, Any]:
    lately, delivered = WebhookDelivery.settled > now - HOUR, WebhookDelivery.state == DeliveryState.DELIVERED
    row = work.execute(
        select(
            _number(and_(delivered, lately)).label("delivered_hour"),
            _number(delivered).label("delivered_day"),
            _number(and_(~delivered, lately)).label("failed_hour"),
            _number(~delivered).label("failed_day"),
        ).where(WebhookDelivery.settled > now - DAY, WebhookDelivery.state.in_(_SETTLED))
    ).one()
    return dict(row._mapping)


def _number(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
