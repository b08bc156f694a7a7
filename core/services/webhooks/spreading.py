"""Events that happened, written as deliveries: for each webhook of a unit involved in the dossier that wants their kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import insert, select, update

from core.db.base import AnyRow
from core.db.models import Dossier, OutgoingEvent, Webhook, WebhookDelivery
from core.db.unit_of_work import Work
from core.domain import outgoing_events
from core.domain.identifiers import uuid7
from core.domain.outgoing_events import Happened
from core.domain.states import DeliveryState
from core.services.context.context import Context

#: events that one turn spreads
CHUNK: Final = 200
#: what is read of an event and of its dossier
EVENT: Final = (*OutgoingEvent.__table__.c, Dossier.code, Dossier.procedure_code, Dossier.units)
UNITS: Final = (Dossier.reception_unit_id, Dossier.processing_unit_id)


def spread(context: Context) -> int:
    """Spreads the oldest events that are not; returns how many. In one transaction: nothing is lost or written twice."""
    waiting = select(OutgoingEvent.id).where(OutgoingEvent.spread.is_(False)).limit(1)
    with context.work.read() as reading:
        if reading.scalar(waiting) is None:
            return 0
    with context.work() as work:
        found = (
            select(*EVENT, *UNITS)
            .join(Dossier, Dossier.id == OutgoingEvent.dossier_id)
            .where(OutgoingEvent.spread.is_(False))
            .order_by(OutgoingEvent.id)
            .limit(CHUNK)
            .with_for_update(of=OutgoingEvent, skip_locked=True)
        )
        events = list(work.execute(found))
        webhooks = list(work.execute(select(*Webhook.__table__.c).where(Webhook.active.is_(True))))
        told = {event.id: _body(context, event) for event in events}
        for event in events:
            written = update(OutgoingEvent).where(OutgoingEvent.id == event.id)
            work.session.execute(written.values(spread=True, body=told[event.id]))
        write(context, work, [(hook, event) for event in events for hook in webhooks if concerns(context, hook, event)])
        return len(events)


def concerns(context: Context, webhook: AnyRow, event: AnyRow) -> bool:
    """Whether a webhook is told of an event: its unit is involved in the dossier, and it wants the kind."""
    unit = context.directory.tree().nodes[webhook.unit_id].code
    return unit in event.units and outgoing_events.wanted(webhook.kinds, event.kind, event.status_changed)


def write(context: Context, work: Work, pairs: Iterable[tuple[AnyRow, AnyRow]]) -> int:
    """Writes a delivery for each webhook and event, due now; returns how many."""
    now = context.now()
    deliveries: Sequence[dict[str, Any]] = [
        {
            "id": uuid7(),
            "webhook_id": webhook.id,
            "event_id": event.id,
            "state": DeliveryState.WAITING,
            "next_attempt": now,
            "tries": [],
        }
        for webhook, event in pairs
    ]
    if deliveries:
        work.session.execute(insert(WebhookDelivery), deliveries)
    return len(deliveries)


def _body(context: Context, event: AnyRow) -> str:
    nodes = context.directory.tree().nodes
    happened = Happened(
        id=event.id,
        kind=event.kind,
        at=event.at,
        seq=event.seq,
        dossier=event.code,
        procedure=event.procedure_code,
        status=event.status,
        status_changed=event.status_changed,
        units=(nodes[event.reception_unit_id].code, nodes[event.processing_unit_id].code),
    )
    return outgoing_events.body(happened, context.settings.address)
