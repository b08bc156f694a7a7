"""Deliveries from the worker's side: handed over, leased, answered, tried again, given up.

A webhook that does not work is left alone for a while after each failure, and asked by one worker at a time, as is one that
answers slowly: it keeps nobody else waiting. After five days of failures alone it is switched off.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, or_, select, update

from core.db.base import AnyRow
from core.db.models import OutgoingEvent, Webhook, WebhookDelivery
from core.db.unit_of_work import Work
from core.domain.journal import JournalKind
from core.domain.states import DeliveryState
from core.services.context import encryption
from core.services.context.context import Context
from core.services.evidence import journal
from core.services.outside.leases import HANDOVER_TIMEOUT
from core.services.views.actors import SYSTEM
from core.services.views.webhooks import DeliveryJob, DueDelivery, Try
from core.services.webhooks import rows, spreading
from core.storable_text import storable

#: A worker has a delivery for so long: longer than any answer is waited for (:mod:`workers.webhooks`).
LEASE: Final = timedelta(seconds=60)
#: deliveries of one webhook under way at a time, as long as it answers well
TOGETHER: Final = 4
#: milliseconds after which an answer is slow
SLOW: Final = 1000
#: after a failure a webhook is left alone for so long, doubled with each further one
PAUSE: Final = timedelta(seconds=5)
LONGEST_PAUSE: Final = timedelta(minutes=5)
#: a webhook of which nothing was heard but failures for so long is switched off
PATIENCE: Final = timedelta(days=5)
#: HTTP: it will not be there again
GONE: Final = 410
TRIES_KEPT: Final = 20
ANSWER_CHARACTERS: Final = 300


class WebhookDeliveries:
    """What the relay and the workers ask of the office."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def due(self, room: int, waiting: Collection[UUID] = ()) -> list[DueDelivery]:
        """Spreads what happened; then deliveries due now, at most ``room``, marked as handed over. ``waiting``: in the queue still."""
        spreading.spread(self._context)
        now = self._context.now()
        ready = select(Webhook.id, or_(Webhook.failures > 0, Webhook.slow).label("poor")).where(
            Webhook.active.is_(True), Webhook.pause_until <= now
        )
        with self._context.work.read() as work:
            candidates = [row for row in work.execute(ready) if work.scalar(_due(row.id, now).limit(1)) is not None]
        found: list[DueDelivery] = []
        for webhook in candidates:
            most = min(1 if webhook.poor else TOGETHER, room - len(found))
            found += self._hand_over(webhook.id, now, most, waiting) if most > 0 else []
        return found

    def _hand_over(self, webhook: UUID, now: datetime, most: int, waiting: Collection[UUID]) -> list[DueDelivery]:
        """The webhook's row is locked: two relays side by side would hand over twice as much as it is to get at once."""
        with self._context.work() as work:
            work.execute(select(Webhook.id).where(Webhook.id == webhook).with_for_update())
            under_way = select(func.count()).where(
                WebhookDelivery.webhook_id == webhook,
                WebhookDelivery.state == DeliveryState.SENT,
                or_(WebhookDelivery.next_attempt > now, WebhookDelivery.id.in_(waiting)),
            )
            free = most - (work.scalar(under_way) or 0)
            if free <= 0:
                return []
            query = _due(webhook, now).where(WebhookDelivery.id.not_in(waiting))
            chosen = list(work.scalars(query.order_by(WebhookDelivery.next_attempt, WebhookDelivery.id).limit(free)))
            handed = {"state": DeliveryState.SENT, "lease": None, "next_attempt": now + HANDOVER_TIMEOUT}
            _change(work, chosen, **handed)
            return [DueDelivery(one) for one in chosen]

    def lease(self, delivery_id: UUID) -> DeliveryJob | None:
        """Takes a delivery for a worker; None when it is settled, or another worker is at it."""
        context, now, lease = self._context, self._context.now(), secrets.token_hex(8)
        with context.work() as work:
            free = or_(WebhookDelivery.lease.is_(None), WebhookDelivery.next_attempt <= now)
            taken = work.update(
                update(WebhookDelivery)
                .where(WebhookDelivery.id == delivery_id, WebhookDelivery.state == DeliveryState.SENT, free)
                .values(lease=lease, next_attempt=now + LEASE, attempts=WebhookDelivery.attempts + 1)
            )
            if taken != 1:
                return None
            if self._given_up_silently(work, delivery_id, now):
                return None
            row = work.execute(
                select(Webhook.id, Webhook.address, Webhook.secret, Webhook.old_secret, Webhook.old_until)
                .add_columns(OutgoingEvent.id.label("event"), OutgoingEvent.body)
                .join(WebhookDelivery, WebhookDelivery.webhook_id == Webhook.id)
                .join(OutgoingEvent, OutgoingEvent.id == WebhookDelivery.event_id)
                .where(WebhookDelivery.id == delivery_id)
            ).one()
        return DeliveryJob(
            id=delivery_id,
            lease=lease,
            event_id=row.event,
            address=row.address,
            body=row.body,
            secrets=_secrets(context, row, now),
        )

    def _given_up_silently(self, work: Work, delivery_id: UUID, now: datetime) -> bool:
        """Whether every worker so far has ended before it could report: one more would not fare better."""
        kept = select(WebhookDelivery.attempts, WebhookDelivery.tries).where(WebhookDelivery.id == delivery_id)
        row = work.execute(kept).one()
        if row.attempts <= len(self._context.settings.retry_seconds) + 1:
            return False
        died = Try(status=None, error="died", milliseconds=0)
        _change(work, [delivery_id], state=DeliveryState.FAILED, tries=[*row.tries, _told(died, now)], **_settled(now))
        return True

    def report(self, job: DeliveryJob, made: Try) -> bool:
        """What came of a try. ``False`` when the lease was lost: somebody else tries, and nothing is changed."""
        context, now = self._context, self._context.now()
        with context.work() as work:
            # Lock order: webhook, then delivery, as where a webhook is switched off.
            webhook = work.execute(
                select(*Webhook.__table__.c)
                .join(WebhookDelivery, WebhookDelivery.webhook_id == Webhook.id)
                .where(WebhookDelivery.id == job.id)
                .with_for_update(of=Webhook)
            ).one()
            held = select(WebhookDelivery.attempts, WebhookDelivery.tries).where(
                WebhookDelivery.id == job.id,
                WebhookDelivery.state == DeliveryState.SENT,
                WebhookDelivery.lease == job.lease,
            )
            row = work.execute(held.with_for_update()).one_or_none()
            if row is None:
                return False
            tries = [*row.tries, _told(made, now)][-TRIES_KEPT:]
            if made.status is not None and 200 <= made.status < 300:
                _change(work, [job.id], state=DeliveryState.DELIVERED, tries=tries, **_settled(now))
                rows.change(work, webhook.id, failures=0, failing_since=None, pause_until=now)
                if webhook.slow != (made.milliseconds > SLOW):
                    rows.change(work, webhook.id, slow=not webhook.slow)
            else:
                self._failed(work, webhook, job, row.attempts, tries)
                self._leave_alone(work, webhook, made, now)
            return True

    def _failed(self, work: Work, webhook: AnyRow, job: DeliveryJob, attempts: int, tries: list[Any]) -> None:
        now, waits = self._context.now(), self._context.settings.retry_seconds
        if attempts <= len(waits):
            later = now + timedelta(seconds=waits[attempts - 1])
            again = {"state": DeliveryState.WAITING, "lease": None, "next_attempt": later}
            _change(work, [job.id], tries=tries, **again)
            return
        given_up = select(WebhookDelivery.id).where(
            WebhookDelivery.webhook_id == webhook.id,
            WebhookDelivery.state == DeliveryState.FAILED,
            WebhookDelivery.settled >= (webhook.failing_since or now),
        )
        if work.scalar(given_up.limit(1)) is None:
            self._note(work, webhook, JournalKind.SYSTEM_WEBHOOK_FAILED, str(tries[-1]["status"] or tries[-1]["error"]))
        _change(work, [job.id], state=DeliveryState.FAILED, tries=tries, **_settled(now))

    def _leave_alone(self, work: Work, webhook: AnyRow, made: Try, now: datetime) -> None:
        since = webhook.failing_since or now
        pause = min(PAUSE * 2 ** min(webhook.failures, 10), LONGEST_PAUSE)
        rows.change(work, webhook.id, failures=webhook.failures + 1, failing_since=since, pause_until=now + pause)
        reason = "gone" if made.status == GONE else "failing" if now - since > PATIENCE else ""
        if reason and webhook.active:
            rows.switched_off(work, webhook.id, reason, now)
            self._note(work, webhook, JournalKind.SYSTEM_WEBHOOK_STOPPED, reason)

    def _note(self, work: Work, webhook: AnyRow, kind: JournalKind, reason: str) -> None:
        unit = self._context.directory.tree().nodes[webhook.unit_id].code
        journal.note(self._context, work, kind, rows.facts(webhook, reason=reason), SYSTEM, unit=unit)


def _due(webhook: UUID, now: datetime) -> Any:
    return select(WebhookDelivery.id).where(
        WebhookDelivery.webhook_id == webhook,
        WebhookDelivery.state.in_((DeliveryState.WAITING, DeliveryState.SENT)),
        WebhookDelivery.next_attempt <= now,
    )


def _secrets(context: Context, row: AnyRow, now: datetime) -> tuple[str, ...]:
    """Empty where the office's key is no longer the one they were kept with."""
    kept = [row.secret]
    if row.old_secret and row.old_until > now:
        kept.append(row.old_secret)
    try:
        return tuple(rows.unsealed(context, row.id, one) for one in kept)
    except encryption.DecryptionFailed:
        return ()


def _change(work: Work, deliveries: Collection[UUID], **values: Any) -> None:
    if deliveries:
        work.session.execute(update(WebhookDelivery).where(WebhookDelivery.id.in_(deliveries)).values(**values))


def _settled(now: datetime) -> dict[str, Any]:
    return {"settled": now, "lease": None, "next_attempt": None}


def _told(made: Try, now: datetime) -> dict[str, Any]:
    return {
        "at": now.isoformat(),
        "status": made.status,
        "error": made.error,
        "ms": made.milliseconds,
        "answer": storable(made.answer, ANSWER_CHARACTERS),
    }
