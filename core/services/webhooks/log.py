"""What was sent to a webhook and what it answered, and sending it again: one, some, or all of a span of time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from core.db.base import AnyRow, AnySelect
from core.db.models import Dossier, OutgoingEvent, WebhookDelivery
from core.db.unit_of_work import Work
from core.domain import outgoing_events
from core.domain.identifiers import uuid7
from core.domain.journal import JournalKind
from core.domain.states import ANY_STATE, DeliveryState
from core.errors.base import Reason
from core.errors.requests import BadValue, NotFound
from core.services.authorization import rights
from core.services.context.context import Context
from core.services.evidence import journal
from core.services.requests import cursors
from core.services.views.actors import Actor
from core.services.views.pages import Page
from core.services.views.webhooks import DeliveryView
from core.services.webhooks import rows, spreading

#: events one command sends again
MOST: Final = 10_000
#: events looked at in one statement
CHUNK: Final = 500
_AGAIN: Final = {"state": DeliveryState.WAITING, "attempts": 0, "lease": None, "settled": None}


class WebhookLog:
    """Deliveries as an administrator sees them."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def page(
        self, webhook_id: UUID, by: Actor, state: str = ANY_STATE, cursor: str | None = None, limit: int | None = None
    ) -> Page[DeliveryView]:
        """Deliveries of a webhook in a state, the newest first, without what was sent. Raises :class:`NotFound`."""
        rights.require_scope(by, "incidents:read")
        size = cursors.clamp(limit)
        with self._context.work.read() as work:
            rows.find(self._context, work, webhook_id, by)
            query = _query().where(WebhookDelivery.webhook_id == webhook_id)
            if state != ANY_STATE:
                query = query.where(WebhookDelivery.state == state)
            found = work.execute(cursors.after(query, WebhookDelivery.id, cursor, size)).all()
        return Page([_view(row) for row in found[:size]], cursors.following(found, size, WebhookDelivery.id))

    def get(self, webhook_id: UUID, delivery_id: UUID, by: Actor) -> DeliveryView:
        """One delivery with what was sent. Raises :class:`NotFound`."""
        rights.require_scope(by, "incidents:read")
        with self._context.work.read() as work:
            rows.find(self._context, work, webhook_id, by)
            query = _query(OutgoingEvent.body).where(WebhookDelivery.webhook_id == webhook_id)
            row = work.execute(query.where(WebhookDelivery.id == delivery_id)).one_or_none()
        if row is None:
            raise NotFound(what="Delivery", name=str(delivery_id))
        return _view(row, row.body)

    def replay(self, webhook_id: UUID, deliveries: Sequence[UUID], by: Actor) -> int:
        """Sends these again, under the ids they had; returns how many. Those that wait anyway are sent at once."""
        with self._context.work() as work:
            webhook = self._in_force(work, webhook_id, by)
            if not deliveries:
                raise BadValue(field="items", reason=Reason("tick at least one"))
            chosen = (WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.id.in_(list(deliveries)[:CHUNK]))
            count = self._send_again(work, *chosen)
            self._note(work, webhook, by, count)
            return count

    def replay_range(self, webhook_id: UUID, since: datetime, until: datetime, by: Actor) -> int:
        """Sends all events again that happened from ``since`` to before ``until`` and that the webhook wants; returns how many.

        What it was never told of is among them: events before it was made, or while it was switched off, as long as they
        are kept. At most :data:`MOST`: raises :class:`BadValue` for more.
        """
        if since >= until:
            raise BadValue(field="until", reason=Reason("the end must lie after the beginning"))
        with self._context.work() as work:
            webhook = self._in_force(work, webhook_id, by)
            events = self._events(work, webhook, since, until)
            known: set[UUID] = set()
            count = 0
            for start in range(0, len(events), CHUNK):
                ids = [event.id for event in events[start : start + CHUNK]]
                its = (WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.event_id.in_(ids))
                known.update(work.scalars(select(WebhookDelivery.event_id).where(*its)))
                count += self._send_again(work, *its)
            count += spreading.write(self._context, work, [(webhook, one) for one in events if one.id not in known])
            self._note(work, webhook, by, count, since=since.isoformat(), until=until.isoformat())
            return count

    def try_out(self, webhook_id: UUID, by: Actor) -> UUID:
        """Sends an event that tells of nothing; the delivery's id."""
        context, event = self._context, uuid7()
        with context.work() as work:
            webhook = self._in_force(work, webhook_id, by)
            now = context.now()
            body = outgoing_events.trial(event, now, context.settings.address)
            row = {"id": event, "seq": 0, "kind": outgoing_events.TRIED, "at": now, "status": 0, "body": body}
            work.session.execute(insert(OutgoingEvent), row | {"status_changed": False, "spread": True})
            made = select(OutgoingEvent.id).where(OutgoingEvent.id == event)
            spreading.write(context, work, [(webhook, work.execute(made).one())])
            query = select(WebhookDelivery.id).where(WebhookDelivery.event_id == event)
            rows.change(work, webhook_id, pause_until=now)
            return work.scalars(query).one()

    def _in_force(self, work: Work, webhook_id: UUID, by: Actor) -> AnyRow:
        rights.require_scope(by, "incidents:write")
        webhook = rows.find(self._context, work, webhook_id, by, lock=True)
        if not webhook.active:
            raise BadValue(field="items", reason=Reason("switch the webhook on first"))
        return webhook

    def _events(self, work: Work, webhook: AnyRow, since: datetime, until: datetime) -> list[AnyRow]:
        query = (
            select(*spreading.EVENT)
            .join(Dossier, Dossier.id == OutgoingEvent.dossier_id)
            .where(OutgoingEvent.at >= since, OutgoingEvent.at < until, OutgoingEvent.spread.is_(True))
            .order_by(OutgoingEvent.id)
        )
        # Which are wanted is decided here and not by the database, so the reading stops as soon as there are too many.
        found: list[AnyRow] = []
        for event in work.execute(query.execution_options(yield_per=CHUNK)):
            if spreading.concerns(self._context, webhook, event):
                found.append(event)
            if len(found) > MOST:
                raise BadValue(field="since", reason=Reason("these are more than %(limit)s events", limit=MOST))
        return found

    def _send_again(self, work: Work, *chosen: Any) -> int:
        return work.update(update(WebhookDelivery).where(*chosen).values(**_AGAIN, next_attempt=self._context.now()))

    def _note(self, work: Work, webhook: AnyRow, by: Actor, count: int, **span: str) -> None:
        if count:
            facts = rows.facts(webhook, events=count, **span)
            journal.note(self._context, work, JournalKind.ADMIN_WEBHOOK_REPLAYED, facts, by)


def let_go(context: Context, work: Work, before: datetime) -> None:
    """Deletes events that happened before, and what became of telling them; what still waits is kept."""
    open_states = (DeliveryState.WAITING, DeliveryState.SENT)
    waiting = select(WebhookDelivery.event_id).where(WebhookDelivery.state.in_(open_states))
    gone = select(OutgoingEvent.id).where(
        OutgoingEvent.at < before, OutgoingEvent.spread.is_(True), OutgoingEvent.id.not_in(waiting)
    )
    work.session.execute(
        delete(WebhookDelivery).where(WebhookDelivery.event_id.in_(gone)).execution_options(synchronize_session=False)
    )
    work.session.execute(
        delete(OutgoingEvent)
        .where(
            OutgoingEvent.at < before,
            OutgoingEvent.spread.is_(True),
            OutgoingEvent.id.not_in(select(WebhookDelivery.event_id)),
        )
        .execution_options(synchronize_session=False)
    )


def _query(*more: Any) -> AnySelect:
    event = (OutgoingEvent.kind, OutgoingEvent.at, OutgoingEvent.status, Dossier.code)
    query = select(*WebhookDelivery.__table__.c, *event, *more)
    query = query.join(OutgoingEvent, OutgoingEvent.id == WebhookDelivery.event_id)
    return query.outerjoin(Dossier, Dossier.id == OutgoingEvent.dossier_id)


def _view(row: AnyRow, body: str | None = None) -> DeliveryView:
    return DeliveryView(
        id=row.id,
        webhook_id=row.webhook_id,
        event_id=row.event_id,
        dossier=row.code,
        kind=row.kind,
        at=row.at,
        status=row.status,
        state=row.state,
        attempts=row.attempts,
        tries=tuple(row.tries),
        next_attempt=row.next_attempt,
        settled=row.settled,
        body=body,
    )
