"""Whether messages to applicants arrived, as their gateways report it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import insert, select

from bpmn.redaction import with_redacted
from core import jsontext
from core.db.models import Event, Incident
from core.db.unit_of_work import Work
from core.domain.history import EventKind
from core.services.cases.cases import Case, id_of, lock_dossier
from core.services.context.context import Context
from core.services.evidence import history
from core.services.evidence.event_drafts import EventDraft
from core.services.running import incident_rows
from core.services.running.outbox_rows import NOTIFY
from core.services.views.actors import SYSTEM
from core.services.views.deliveries import DeliveryReport

_FAILED: Final = "a message to the applicant did not arrive; tell them by telephone"


class Deliveries:
    """Written by the connector of notices."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def reported(self, dossier: str, report: DeliveryReport) -> bool:
        """Notes a receipt; one that did not arrive opens an incident. Returns whether it was news: of each message the first
        receipt counts. Raises :class:`NotFound`."""
        with self._context.work() as work:
            case = lock_dossier(self._context, work, id_of(work, dossier))
            kinds = (EventKind.WORKER_MESSAGE_DELIVERED, EventKind.WORKER_MESSAGE_FAILED)
            told = work.scalars(
                select(Event.payload).where(Event.dossier_id == case.id, Event.kind.in_([kind.value for kind in kinds]))
            )
            if any(jsontext.stored(payload).get("message") == report.message for payload in told):
                return False
            facts = {"message": report.message, "at": min(report.at, self._context.now()).isoformat()}
            kind = EventKind.WORKER_MESSAGE_DELIVERED
            if not report.delivered:
                kind, facts = EventKind.WORKER_MESSAGE_FAILED, {**facts, "error": report.reason}
            history.record(work, case, EventDraft(kind, facts, SYSTEM, self._context.now()))
            if not report.delivered:
                self._open_incident(work, case, report)
            return True

    def _open_incident(self, work: Work, case: Case, report: DeliveryReport) -> None:
        message = with_redacted(f"{_FAILED} ({report.reason})" if report.reason else _FAILED, _FAILED)
        row = incident_rows.row(case.id, "message", "", message, self._context.now(), topic=NOTIFY)
        work.session.execute(insert(Incident), row)
        history.record(work, case, incident_rows.opened(row, SYSTEM))
