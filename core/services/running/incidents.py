"""Incidents: what stopped a dossier, shown to people, retried by them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, insert, select, update

from bpmn.errors import BpmnError, EngineError, TokenNotOpen
from bpmn.redaction import redactable
from core.db.base import AnyRow
from core.db.models import Incident, Outbox, Task, Timer
from core.db.reading import Reading
from core.db.unit_of_work import Work
from core.domain.history import EventKind
from core.domain.journal import JournalKind
from core.domain.states import ANY_STATE, CallState, IncidentState, Settlement
from core.errors.base import CoreError
from core.errors.dossiers import CannotAdvance, NotRetryable
from core.errors.tasks import TaskCancelled
from core.services.authorization import rights
from core.services.authorization.veil import Veil
from core.services.cases.cases import Case, lock_dossier
from core.services.context.context import Context
from core.services.evidence import access, history, journal
from core.services.evidence.event_drafts import EventDraft
from core.services.requests import cursors
from core.services.running import incident_rows, incident_views
from core.services.running.incident_closing import IncidentClosing
from core.services.views.actors import SYSTEM, Actor
from core.services.views.dossiers import DossierRef
from core.services.views.incidents import IncidentView
from core.services.views.pages import Page

ROLES = incident_views.ROLES
#: incidents that are settled by doing the same again; of the others a task still waits, or there is nothing to do
REPEATED = ("call", "timer")


class Incidents:
    """What an administrator sees of incidents and does about them."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def page(
        self, by: Actor, state: str = IncidentState.OPEN, cursor: str | None = None, limit: int | None = None
    ) -> Page[IncidentView]:
        """Incidents of the units the actor serves in, the newest first; without personal data of dossiers not theirs."""
        rights.require_scope(by, "incidents:read")
        rights.require_role(by, *ROLES)
        size = cursors.clamp(limit)
        with self._context.work.read() as work:
            query = incident_views.seen(by)
            if state != ANY_STATE:
                query = query.where(Incident.state == state)
            rows = work.execute(cursors.after(query, Incident.id, cursor, size)).all()
            veil = Veil(work, by, {row.dossier_id for row in rows})
            views = [incident_views.view(self._context, row, work, veil, by) for row in rows[:size]]
        access.record_access(self._context, by, "incidents", subject={"state": state})
        return Page(views, cursors.following(rows, size, Incident.id))

    def get(self, incident_id: UUID, by: Actor) -> IncidentView:
        """One incident. Raises :class:`NotFound`."""
        rights.require_scope(by, "incidents:read")
        rights.require_role(by, *ROLES)
        with self._context.work.read() as work:
            row = incident_views.one(work, incident_id, by)
            view = self._view(row, work, by)
        access.record_access(self._context, by, "incident", dossier=DossierRef(row.dossier_id, row.code))
        return view

    @staticmethod
    def number(incident_id: UUID) -> str:
        """The number people tell each other of an incident."""
        return incident_rows.number(incident_id)

    def close_pointless(self) -> int:
        """Closes open incidents that nothing waits behind any more; returns how many. Called by the schedule."""
        return IncidentClosing(self._context).close_pointless()

    def waiting(self, by: Actor, most: int = 100) -> int:
        """How many incidents are open, counted up to ``most``; shows nothing of them."""
        rights.require_role(by, *ROLES)
        with self._context.work.read() as work:
            few = (
                incident_views.seen(by)
                .where(Incident.state == IncidentState.OPEN)
                .with_only_columns(Incident.id)
                .limit(most)
                .subquery()
            )
            return work.scalar(select(func.count()).select_from(few)) or 0

    def retry(self, incident_id: UUID, by: Actor, reason: str = "") -> IncidentView:
        """Tries again what failed: the call is due at once with fresh tries, the timer fires again.

        ``reason`` may be empty: nothing but the same is done once more. An incident without anything to repeat (a clerk's click) is closed: its task still waits. Retrying a
        resolved incident changes nothing. Raises :class:`NotRetryable` where the process itself has failed.
        """
        rights.require_scope(by, "incidents:write")
        rights.require_role(by, *ROLES)
        with self._context.work() as work:
            row = incident_views.one(work, incident_id, by)
            case = lock_dossier(self._context, work, row.dossier_id)
            row = incident_views.one(work, incident_id, by)
            if row.state == IncidentState.RESOLVED:
                return self._view(row, work, by)
            if row.kind == "process":
                raise NotRetryable(dossier=case.code)
            at = self._context.now()
            self._repeat(work, row)
            work.session.execute(
                update(Incident)
                .where(Incident.id == incident_id)
                .values(
                    state=IncidentState.RESOLVED,
                    settlement=Settlement.RETRIED if row.kind in REPEATED else Settlement.SEEN,
                    resolved=at,
                    resolved_by_id=by.id,
                    reason=reason.strip() or None,
                )
            )
            facts = {"incident": str(incident_id), "element": row.element, "topic": row.topic}
            facts |= {"reason": reason.strip()} if reason.strip() else {}
            again = row.kind in REPEATED
            kind = EventKind.ADMIN_INCIDENT_RETRIED if again else EventKind.ADMIN_INCIDENT_RESOLVED
            history.record(work, case, EventDraft(kind, facts, by, at))
            self._note(work, case, row, by)
            return self._view(incident_views.one(work, incident_id, by), work, by)

    def _view(self, row: AnyRow, work: Reading, by: Actor) -> IncidentView:
        return incident_views.view(self._context, row, work, Veil(work, by, {row.dossier_id}), by)

    def _note(self, work: Work, case: Case, row: AnyRow, by: Actor) -> None:
        facts = {"incident": str(row.id), "dossier": case.code, "kind": row.kind}
        office = self._context.directory.tree().nodes[case.row.processing_unit_id].code
        journal.note(self._context, work, JournalKind.ADMIN_INCIDENT_RETRIED, facts, by, office)

    def _repeat(self, work: Work, row: AnyRow) -> None:
        if row.kind == "call":
            fresh = {"state": CallState.READY, "attempts": 0, "lease": None, "next_attempt": self._context.now()}
            fresh |= {"error": None, "answer": None}
            work.session.execute(
                update(Outbox).where(Outbox.id == row.outbox_id, Outbox.state == CallState.FAILED).values(**fresh)
            )
            work.notify_relay = True
        if row.kind == "timer":
            work.session.execute(update(Timer).where(Timer.id == UUID(row.retry["timer"])).values(held=False))


def record_engine_error(
    context: Context,
    error: BpmnError,
    *,
    task_id: UUID | None = None,
    timer_id: UUID | None = None,
    dossier_id: UUID | None = None,
    by: Actor = SYSTEM,
) -> CoreError:
    """Writes the incident of a step that could not be taken, in a transaction of its own; the step's was undone.

    Returns what the one who asked is told. A task that is no longer open is no incident.
    """
    if isinstance(error, TokenNotOpen):
        return TaskCancelled()
    message = error.message if isinstance(error, EngineError) else redactable("{why}", why=str(error))
    element = (error.element if isinstance(error, EngineError) else None) or ""
    with context.work() as work:
        dossier_id = dossier_id or _dossier_of(work, task_id, timer_id)
        case = lock_dossier(context, work, dossier_id)
        stopped = {"timer": timer_id, "task": task_id}
        retry = {name: str(one) for name, one in stopped.items() if one} or None
        kind = "timer" if timer_id else "step"
        row = incident_rows.row(dossier_id, kind, element, message, context.now(), retry=retry)
        work.session.execute(insert(Incident), row)
        if timer_id:
            work.session.execute(update(Timer).where(Timer.id == timer_id).values(held=True))
        history.record(work, case, incident_rows.opened(row, by))
    return CannotAdvance(element=case.version.step(element), incident=incident_rows.number(row["id"]))


def _dossier_of(work: Reading, task_id: UUID | None, timer_id: UUID | None) -> UUID:
    if task_id is not None:
        return work.scalars(select(Task.dossier_id).where(Task.id == task_id)).one()
    return work.scalars(select(Timer.dossier_id).where(Timer.id == timer_id)).one()
