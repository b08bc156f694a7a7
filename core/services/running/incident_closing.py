"""Incidents that close by themselves: their call was cancelled, what they stopped is gone, or the dossier has ended.

What the closing step tells is told in its transaction; what no step can tell (a clerk's click that succeeds at the second
try) is found by looking. A letter or report of the office's own outlives the dossier's end: it can still be sent.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, or_, select, update

from bpmn import effects as fx
from core.db.base import AnyRow, table_of
from core.db.models import Dossier, Incident, Outbox, Task, Timer
from core.db.reading import Reading
from core.db.unit_of_work import Attempt
from core.domain.history import EventKind
from core.domain.states import CallState, IncidentState, Settlement, TaskState
from core.services.cases.cases import Case, lock_dossier
from core.services.context.context import Context
from core.services.evidence import history
from core.services.evidence.event_drafts import EventDraft
from core.services.running.effects_by_kind import SortedEffects
from core.services.views.actors import SYSTEM, Actor

#: so many dossiers at a time
BATCH: Final = 200
_INCIDENT = table_of(Incident)
_OPEN = (
    select(
        *(column for column in _INCIDENT.c if column.name in ("id", "dossier_id", "kind", "element", "topic", "retry")),
        Outbox.token,
        Outbox.state.label("call"),
        Dossier.finished,
    )
    .join(Dossier, Dossier.id == Incident.dossier_id)
    .outerjoin(Outbox, Outbox.id == Incident.outbox_id)
    .where(Incident.state == IncidentState.OPEN)
    .order_by(Incident.id)
)
_CLOSE = (
    update(_INCIDENT)
    .where(_INCIDENT.c.id == bindparam("incident"), _INCIDENT.c.state == IncidentState.OPEN)
    .values(state=IncidentState.RESOLVED)
)


def after_step(work: Attempt, case: Case, effects: SortedEffects, event_draft: EventDraft) -> None:
    """Closes what the step has made pointless, and tells it behind the step's own event."""
    ended = isinstance(effects.ended, fx.ProcessEnded)
    if not ended and not effects.calls_cancelled:
        return  # most steps: nothing is read
    for row in work.execute(_OPEN.where(Incident.dossier_id == case.id)):
        if row.token in effects.calls_cancelled:
            close(work, case, row, Settlement.CANCELLED, event_draft.by, event_draft.at)
        elif ended and _bound(row):
            close(work, case, row, Settlement.ENDED, event_draft.by, event_draft.at)


def close(work: Attempt, case: Case, row: AnyRow, why: Settlement, by: Actor, at: datetime) -> None:
    """Notes the closing and its event; the caller writes the dossier's new head."""
    values = {"incident": row.id, "settlement": why, "resolved": at, "resolved_by_id": by.id}
    work.writes.add(_CLOSE, values)
    facts = {"incident": str(row.id), "element": row.element, "why": str(why)}
    event_draft = EventDraft(
        EventKind.ENGINE_INCIDENT_CLOSED, facts | ({"topic": row.topic} if row.topic else {}), by, at
    )
    history.append(work.writes, case, event_draft, event_draft.facts)


class IncidentClosing:
    """Closes the incidents nobody needs any more, those of earlier releases included. Called by the schedule."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def close_pointless(self) -> int:
        """Closes open incidents that nothing waits behind any more; returns how many."""
        with self._context.work.read() as work:
            found = {row.dossier_id for row in work.execute(_SUSPECT) if _pointless(work, row)}
        return sum(self._close_in(dossier_id) for dossier_id in sorted(found)[:BATCH])

    def _close_in(self, dossier_id: UUID) -> int:
        """Looked at again under the dossier's lock: somebody may have been faster."""
        closed = 0
        with self._context.work() as work:
            case = lock_dossier(self._context, work, dossier_id)
            for row in work.execute(_OPEN.where(Incident.dossier_id == dossier_id)).all():
                if why := _pointless(work, row):
                    close(work, case, row, why, SYSTEM, self._context.now())
                    closed += 1
            if closed:
                history.write_head(work.writes, case)
        return closed


#: what may be pointless: the others wait for a call that still stands
_SUSPECT = _OPEN.where(
    or_(
        Dossier.finished.is_not(None),
        Outbox.state.in_((CallState.CANCELLED, CallState.DONE)),
        Incident.kind.in_(("timer", "step")),
    )
)


def _pointless(work: Reading, row: AnyRow) -> Settlement | None:
    """Why nothing waits behind the incident any more; ``None`` where something does."""
    if row.call == CallState.CANCELLED:
        return Settlement.CANCELLED
    if row.finished is not None and _bound(row):
        return Settlement.ENDED
    return Settlement.GONE if row.call == CallState.DONE or _gone(work, row.retry or {}) else None


def _gone(work: Reading, stopped: dict[str, str]) -> bool:
    """Whether the timer or the task that could not go on is no longer there."""
    if "timer" in stopped:
        return work.scalar(select(Timer.id).where(Timer.id == UUID(stopped["timer"]))) is None
    if "task" in stopped:
        state = work.scalar(select(Task.state).where(Task.id == UUID(stopped["task"])))
        return state != TaskState.OPEN
    return False


def _bound(row: AnyRow) -> bool:
    """Whether the incident stopped a place of the diagram, which ends with the dossier."""
    return row.kind in ("timer", "step") or (row.kind == "call" and row.token is not None)
