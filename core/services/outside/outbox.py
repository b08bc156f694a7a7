"""Calls to the outside, from the worker's side: handed over, leased, answered, retried, given up as an incident.

The database is the judge: RQ may run a job twice or at the same moment twice, and only the holder of the lease
counts. An answer moves the dossier on in the same transaction that closes the row.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, insert, or_, select, update

from bpmn.errors import BpmnError, EngineError
from bpmn.redaction import REDACTED, Public, RedactableText, redactable, with_redacted
from core import jsontext
from core.db.base import AnyRow
from core.db.models import Incident, Outbox
from core.db.reading import Reading
from core.db.unit_of_work import Work
from core.domain import text
from core.domain.history import EventKind
from core.domain.json_values import to_json
from core.domain.states import CallState
from core.jsontext import JsonInvalid
from core.services.cases import cases
from core.services.cases.cases import Case, lock_dossier
from core.services.cases.execution import dossier_context
from core.services.context.context import Context
from core.services.evidence import history
from core.services.evidence.event_drafts import EventDraft
from core.services.outside import due_calls, pace, untold_letters, waits
from core.services.outside.leases import HANDOVER_TIMEOUT, LEASE
from core.services.outside.rates import Rates
from core.services.running import incident_rows, steps
from core.services.running.call_gates import FAILING, MAY_GO
from core.services.running.steps import Uncaught
from core.services.views.actors import SYSTEM
from core.services.views.jobs import DueCall, Job
from core.storable_text import storable

#: the dossier of a call whose tries are used up
_EXHAUSTED = select(Outbox.dossier_id).where(Outbox.attempts >= Outbox.max_attempts)


class OutboxService:
    """What the relay and the workers ask of the office."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._rates = Rates(context)

    def due(self, limit: int = 100, waiting: Collection[UUID] = ()) -> list[DueCall]:
        """Calls due now, marked as handed over, so that another relay passes them by.

        A row whose hand-over or lease was lost (the queue was emptied, the worker died) comes due again by itself;
        ``waiting`` are those that stand in the queue still. Calls of a paused topic, of a system that does not serve, of
        one that has had its share for now, or of a slow one that holds as many workers as it may are not handed over.
        """
        now = self._context.now()
        with self._context.work() as work:
            calls = due_calls.chosen(work, self._context, self._rates, limit, waiting)
            if calls:
                work.session.execute(
                    update(Outbox)
                    .where(Outbox.id.in_([call.id for call in calls]))
                    .values(state=CallState.SENT, lease=None, next_attempt=now + HANDOVER_TIMEOUT)
                )
            return calls

    def lease(self, outbox_id: UUID) -> Job | None:
        """Takes the row for a worker; ``None`` when it is done, cancelled, or another worker is at it, and when it may not
        go now: then it waits again, and no try is used up."""
        now = self._context.now()
        lease = secrets.token_hex(8)
        crowded = pace.crowded(self._context.settings.slow_calls, now)
        with self._context.work() as work:
            # Lock order: dossier, then outbox row. Giving a call up needs the dossier's lock, so it is taken first.
            exhausted = work.scalar(_EXHAUSTED.where(Outbox.id == outbox_id))
            case = lock_dossier(self._context, work, exhausted) if exhausted else None
            taken = work.update(
                update(Outbox)
                .where(
                    Outbox.id == outbox_id,
                    MAY_GO,
                    ~crowded,
                    or_(
                        Outbox.state.in_((CallState.READY, CallState.SENT)),
                        and_(Outbox.state == CallState.LEASED, Outbox.next_attempt <= now),
                    ),
                )
                .values(state=CallState.LEASED, lease=lease, next_attempt=now + LEASE, attempts=Outbox.attempts + 1)
                .values(begun=now)
            )
            if taken != 1:
                _put_back(work, outbox_id, now, or_(~MAY_GO, crowded))
                return None
            states = FAILING.label("failing"), pace.IS_SLOW.label("slow")
            row = work.execute(select(*Outbox.__table__.c, *states).where(Outbox.id == outbox_id)).one()
            if row.attempts > row.max_attempts:
                case = case or lock_dossier(self._context, work, row.dossier_id)
                self._give_up(work, case, row, redactable("the worker process died in every attempt before answering"))
                return None
            case = cases.read_dossier(self._context, work, row.dossier_id)
            return Job(
                id=row.id,
                topic=row.topic,
                dossier=case.code,
                payload=row.payload,
                headers=row.headers,
                idempotency_key=row.key,
                attempts=row.attempts,
                lease=lease,
                decided=row.created,
                context=to_json(dossier_context(self._context, case)),
                system=row.system,
                failing=row.failing,
                slow=row.slow,
            )

    def renew(self, job: Job) -> bool:
        """Holds the row for another while; ``False`` when it is somebody else's by now."""
        with self._context.work() as work:
            held = work.update(
                update(Outbox)
                .where(Outbox.id == job.id, Outbox.state == CallState.LEASED, Outbox.lease == job.lease)
                .values(next_attempt=self._context.now() + LEASE)
            )
            return held == 1

    def succeeded(self, job: Job, result: Mapping[str, Any]) -> bool:
        """Closes the row and moves the dossier on. ``False`` when the lease was lost: nothing is changed then."""
        return self._answer(job, EventKind.WORKER_CALL_SUCCEEDED, dict(result), None)

    def bpmn_error(self, job: Job, code: str, message: str, answer: str = "") -> bool:
        """The outside refused for a reason the diagram may catch; uncaught, it becomes an incident that shows ``answer``."""
        facts = {"code": code, "message": message}
        return self._answer(job, EventKind.WORKER_CALL_REFUSED, facts, code, came_back=answer)

    def failed(self, job: Job, error: str, retry: bool = True, redacted: str = REDACTED, *, answer: str = "") -> bool:
        """The call failed: again later, or, when tries are used up or useless, an incident.

        ``redacted`` is the error without anything that came from the dossier or from the other side; ``answer`` what came
        back from there, kept for those who look after incidents.
        """
        return self._failed(job, with_redacted(error, redacted), retry, answer)

    def _failed(self, job: Job, error: RedactableText, retry: bool, came_back: str = "") -> bool:
        context = self._context
        with context.work() as work:
            case = lock_dossier(context, work, self._dossier_of(work, job))
            row = self._held(work, job)
            if row is None:
                return False
            if retry and row.attempts < row.max_attempts:
                later = context.now() + waits.before_retry(context, row.attempts)
                values = {"state": CallState.READY, "lease": None, "error": storable(error), "next_attempt": later}
                values |= {"system": job.system}  # who was called last, and is waited for while it does not serve
                values |= {"answer": storable(came_back) or None}
                work.session.execute(update(Outbox).where(Outbox.id == row.id).values(**values))
                history.record(work, case, self._failure(row, error, next_attempt=later.isoformat()))
            else:
                self._give_up(work, case, row, error, came_back)
            return True

    def postpone(self, job: Job, seconds: float, note: str = "") -> bool:
        """Gives the row back for later without using up a try: the outside is not ready yet."""
        with self._context.work() as work:
            row = self._held(work, job)
            if row is None:
                return False
            later = self._context.now() + timedelta(seconds=seconds)
            values = {"state": CallState.READY, "lease": None, "attempts": row.attempts - 1, "next_attempt": later}
            work.session.execute(
                update(Outbox).where(Outbox.id == row.id).values(**values, error=storable(note) or None)
            )
            return True

    def _answer(
        self, job: Job, kind: EventKind, facts: Mapping[str, Any], error_code: str | None, came_back: str = ""
    ) -> bool:
        context = self._context
        try:
            jsontext.check(facts)
        except JsonInvalid as error:
            message = redactable("the answer cannot be kept: {reason}", reason=error.params["reason"])
            return self._failed(job, message, retry=False)
        facts = facts if error_code else text.normalize_data(facts)

        def act(work: Work, case: Case, row: AnyRow) -> None:
            outcome = {"call": str(job.id), "topic": job.topic, "element": row.element, "attempts": row.attempts}
            outcome |= {"result": facts} if error_code is None else facts
            if error_code is None:
                untold_letters.answered(work, case, row, facts, context.now())
            event_draft = EventDraft(kind, outcome, SYSTEM, context.now())
            if row.token is None:
                history.record(work, case, event_draft)
            elif error_code is None:
                steps.complete(context, work, case, row.token, facts, event_draft)
            else:
                # The diagram goes on, and the dossier's page still tells why it went this way.
                told = {"error": storable(str(facts["message"]))}
                work.session.execute(update(Outbox).where(Outbox.id == row.id).values(**told))
                steps.fail(context, work, case, row.token, error_code, str(facts["message"]), event_draft)

        return self.settle(job, act, came_back)

    def settle(self, job: Job, act: Callable[[Work, Case, AnyRow], None], came_back: str = "") -> bool:
        """Closes the row, and in the same transaction does what it was for, with its dossier under lock.

        What the engine refuses becomes an incident. ``False`` when the lease was lost: nothing is changed then.
        """
        context = self._context
        try:
            with context.work() as work:
                case = lock_dossier(context, work, self._dossier_of(work, job))
                row = self._held(work, job)
                if row is None:
                    return False
                done = {"state": CallState.DONE, "lease": None, "done": context.now(), "error": None}
                work.session.execute(update(Outbox).where(Outbox.id == row.id).values(**done))
                act(work, case, row)
                return True
        except Uncaught as uncaught:
            message = "{code}: {message}"
            reason = redactable(message, code=Public(uncaught.effect.code), message=uncaught.effect.message)
            return self._failed(job, reason, retry=False, came_back=came_back)
        except BpmnError as error:
            why = error.full_message if isinstance(error, EngineError) else str(error)
            message = redactable("{kind}: {why}", kind=Public(type(error).__name__), why=why)
            return self._failed(job, message, retry=False)

    def _dossier_of(self, work: Reading, job: Job) -> UUID:
        return work.scalars(select(Outbox.dossier_id).where(Outbox.id == job.id)).one()

    def _held(self, work: Reading, job: Job) -> AnyRow | None:
        """The row, locked, if the job still holds its lease."""
        return work.execute(
            select(*Outbox.__table__.c)
            .where(Outbox.id == job.id, Outbox.state == CallState.LEASED, Outbox.lease == job.lease)
            .with_for_update()
        ).one_or_none()

    def _failure(self, row: AnyRow, error: str, **more: Any) -> EventDraft:
        """The event of a call that did not come to its end."""
        call = {"call": str(row.id), "topic": row.topic, "element": row.element, "attempts": row.attempts}
        facts = {**call, "error": storable(error), **more}
        return EventDraft(EventKind.WORKER_CALL_FAILED, facts, SYSTEM, self._context.now())

    def _give_up(self, work: Work, case: Case, row: AnyRow, error: RedactableText, came_back: str = "") -> None:
        """An incident takes the call's place; the dossier's lock is held."""
        now = self._context.now()
        values = {"state": CallState.FAILED, "lease": None, "error": storable(error)}
        values |= {"answer": storable(came_back) or None}
        work.session.execute(update(Outbox).where(Outbox.id == row.id).values(**values))
        tries = min(row.attempts, row.max_attempts)  # the one that found them used up was none
        more = {"topic": row.topic, "outbox_id": row.id, "attempts": tries}
        incident = incident_rows.row(row.dossier_id, "call", row.element, error, now, **more)
        work.session.execute(insert(Incident), incident)
        history.record(work, case, self._failure(row, error, incident=str(incident["id"])))
        history.record(work, case, incident_rows.opened(incident, SYSTEM))
        untold_letters.given_up(work, case, row, incident["id"], came_back or str(error), now)


def _put_back(work: Work, outbox_id: UUID, now: datetime, held_up: ColumnElement[bool]) -> None:
    """A row that was handed over and may not go now waits in the database again, where people see it wait."""
    held = update(Outbox).where(Outbox.id == outbox_id, Outbox.state == CallState.SENT, held_up)
    work.session.execute(held.values(state=CallState.READY, lease=None, next_attempt=now))
