"""Signals: handed to every dossier that waits for their name, each in a transaction of its own.

A throw becomes one row of the outbox for each dossier that waits when it is spread; the row's key names the throw and the
dossier, so however often the spreading is repeated, a dossier has the signal once. A dossier whose diagram cannot take it
gets an incident, and the others do not notice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bpmn.limits import SIGNAL_CHARACTERS
from core.db.base import AnyRow
from core.db.models import Dossier, Outbox, Subscription
from core.db.reading import Reading
from core.db.unit_of_work import Attempt
from core.db.upserts import insert_absent
from core.domain import text
from core.domain.history import EventKind
from core.domain.identifiers import uuid7
from core.services.authorization import rights
from core.services.cases.cases import Case
from core.services.context.context import Context
from core.services.evidence.event_drafts import EventDraft
from core.services.outside.messages import ROLES, check_size
from core.services.outside.outbox import OutboxService
from core.services.requests import idempotency
from core.services.requests.idempotency import IdempotentRequest
from core.services.running import outbox_rows, steps
from core.services.running.outbox_rows import NewCall
from core.services.views.actors import SYSTEM, Actor
from core.services.views.jobs import Job

#: rows written in one transaction
BATCH = 500


@dataclass(frozen=True, slots=True)
class Broadcast:
    """The codes of the dossiers that a signal is on its way to."""

    dossiers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal on its way. ``throw``: id of the throw, which is part of the rows' keys; ``origin``: the person or dossier
    it came from, as the history tells it; ``hops``: how many dossiers have handed it on."""

    throw: UUID
    name: str
    variables: Mapping[str, Any]
    origin: Mapping[str, Any]
    hops: int = 0


class Signals:
    """Broadcasts signals by name."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def broadcast(self, name: str, variables: Mapping[str, Any], by: Actor, key: str | None = None) -> tuple[str, ...]:
        """Sends a signal on its way to every dossier that waits for it within the sender's reach, and returns their codes.

        There may be none, and a dossier the sender may not see is like none.
        The same ``key`` gives the first answer again.
        """
        rights.require_scope(by, "messages:write")
        rights.require_role(by, *ROLES)
        check_size(variables, SIGNAL_CHARACTERS)
        name, variables = text.normalize_line(name), text.normalize_data(variables)
        request = IdempotentRequest.of(by, "signal", Broadcast, key, name, variables)
        with self._context.work() as work:
            first = idempotency.stored_answer(work, request)
            if first is not None:
                return first.dossiers
            units = rights.reach(by, *ROLES)
            waiting = self._waiting(work, name, units)
            sent_from = {"unit": rights.acting_unit(by, units), "address": by.address}
            origin = {"by": {"username": by.username, "name": by.name, **sent_from}}
            signal = Signal(uuid7(), name, variables, origin)
            for rows in _batches(waiting):
                self._hand_over(work, rows, signal)
            answer = Broadcast(tuple(row.code for row in waiting))
            idempotency.store_answer(work, request, answer, self._context.now())
            return answer.dossiers

    def spread(self, job: Job) -> int:
        """Sends a signal that a dossier threw on its way to the others that wait; returns how many those are.

        In transactions of its own, none of which holds more than a batch: repeating it adds nothing.
        """
        payload = job.payload
        signal = Signal(job.id, payload["name"], payload["variables"], {"dossier": job.dossier}, payload.get("hops", 0))
        with self._context.work.read() as work:
            waiting = [row for row in self._waiting(work, signal.name, None) if row.code != job.dossier]
        for rows in _batches(waiting):
            with self._context.work() as work:
                self._hand_over(work, rows, signal)
        return len(waiting)

    def deliver(self, job: Job) -> bool:
        """Moves the dossier of the row on, unless it waits no more. ``False`` when the lease was lost."""
        name, variables = job.payload["name"], job.payload["variables"]

        def act(work: Attempt, case: Case, _row: AnyRow) -> None:
            waits = select(Subscription.id).where(Subscription.dossier_id == case.id, *_named(name)).limit(1)
            if work.scalar(waits) is None or case.row.stopped:
                return
            facts = {"signal": name, "variables": variables, "origin": job.payload["origin"]}
            hops = job.payload.get("hops", 0)
            event_draft = EventDraft(EventKind.ENGINE_SIGNAL_DELIVERED, facts, SYSTEM, self._context.now(), hops=hops)
            steps.signal(self._context, work, case, name, variables, event_draft)

        return OutboxService(self._context).settle(job, act)

    def _waiting(self, work: Reading, name: str, units: frozenset[UUID] | None) -> list[AnyRow]:
        """Dossiers (``id, code, element``) that wait, in the order in which all lock them; each once."""
        rows = work.execute(
            select(Dossier.id, Dossier.code, Subscription.element)
            .join(Dossier, Dossier.id == Subscription.dossier_id)
            .where(*_named(name), Dossier.stopped.is_(False), rights.visible(Dossier.id, units))
            .order_by(Dossier.id, Subscription.id.desc())
        )
        return list({row.id: row for row in rows}.values())

    def _hand_over(self, work: Attempt, rows: list[AnyRow], signal: Signal) -> None:
        attempts, at = len(self._context.settings.retry_seconds) + 1, self._context.now()
        payload = {
            "name": signal.name,
            "variables": dict(signal.variables),
            "origin": signal.origin,
            "hops": signal.hops,
        }
        made = [
            NewCall(
                dossier_id=row.id,
                element=row.element,
                topic=outbox_rows.TAKE_SIGNAL,
                payload=payload,
                key=f"signal:{signal.throw}:{row.id}",
                at=at,
                max_attempts=attempts,
            ).row()
            for row in rows
        ]
        work.writes.add(insert_absent(work, Outbox), made)
        work.notify_relay = True


def _named(name: str) -> tuple[Any, ...]:
    return (Subscription.kind == "signal", Subscription.name == name)


def _batches(rows: list[AnyRow]) -> list[list[AnyRow]]:
    return [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]
