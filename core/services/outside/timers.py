"""Timers: found when they are due, fired once."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from bpmn.errors import BpmnError
from core.db.models import Dossier, Timer
from core.domain.history import EventKind
from core.services.cases.cases import lock_dossier
from core.services.context.context import Context
from core.services.evidence.event_drafts import EventDraft
from core.services.running import incidents, steps
from core.services.views.actors import SYSTEM


class Timers:
    """What the schedule asks of the office."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def due(self, limit: int = 100) -> list[UUID]:
        """Ids of timers that are due, the oldest first; those that wait behind an incident are left out."""
        with self._context.work.read() as work:
            due = (
                select(Timer.id)
                .join(Dossier, Dossier.id == Timer.dossier_id)
                .where(Timer.due <= self._context.now(), Timer.held.is_(False), Dossier.stopped.is_(False))
            )
            return list(work.scalars(due.order_by(Timer.due).limit(limit)))

    def fire(self, timer_id: UUID) -> bool:
        """Fires the timer; ``False`` when it was fired or cleared already, or could not fire (then: an incident)."""
        context = self._context
        try:
            with context.work() as work:
                dossier_id = work.scalar(select(Timer.dossier_id).where(Timer.id == timer_id))
                if dossier_id is None:
                    return False
                case = lock_dossier(context, work, dossier_id)
                # Looked at again under the dossier's lock: the step we waited for may have cleared it.
                timer = work.execute(
                    select(Timer.token, Timer.element, Timer.due).where(Timer.id == timer_id)
                ).one_or_none()
                if timer is None or case.row.stopped:
                    return False
                facts = {"element": timer.element, "due_at": timer.due.isoformat()}
                event_draft = EventDraft(EventKind.ENGINE_TIMER_FIRED, facts, SYSTEM, context.now())
                steps.fire(context, work, case, timer.token, event_draft)
                return True
        except BpmnError as error:
            incidents.record_engine_error(context, error, timer_id=timer_id)
            return False
