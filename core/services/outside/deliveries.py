"""Whether messages to applicants arrived, as their gateways report it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import insert, select

from bpmn.redaction import with_redacted
from core import jsontext
from core.db.base import AnyRow, table_of
from core.db.models import Event, Incident, Outbox, Untold
from core.db.unit_of_work import Work
from core.domain import codes
from core.domain.channels import routes
from core.domain.history import EventKind
from core.domain.untold import Reason
from core.services.cases.cases import Case, id_of, lock_dossier
from core.services.context.context import Context
from core.services.evidence import history
from core.services.evidence.event_drafts import EventDraft
from core.services.running import incident_rows, outbox_rows, untold_rows
from core.services.running.outbox_rows import NOTIFY
from core.services.running.untold_rows import Addressee
from core.services.views.actors import SYSTEM
from core.services.views.deliveries import DeliveryReport

_FAILED: Final = "a message to the applicant did not arrive; tell them by telephone"


#: the header of a letter that is sent again: ways that were tried in vain, a blank between them
NOT_BY: Final = "office:not-by"


def message_id(code: str, key: str, secret: str) -> str:
    """Our number of a message: the dossier's code, and an end nobody can guess, made of its call's ``key``."""
    return f"{code}-{codes.unguessable(key, secret)}"


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
            if not report.delivered and not self._in_another_way(work, case, report):
                self._open_incident(work, case, report)
            return True

    def _in_another_way(self, work: Work, case: Case, report: DeliveryReport) -> bool:
        """Has the letter of a message that did not arrive sent in another way, if there is one that was not tried."""
        call = self._call_of(work, case, report)
        if call is None:
            return False
        applicant, ways = case.row.applicant, self._context.ways
        tried = {*call.headers.get(NOT_BY, "").split(), next(iter(routes(applicant, ways)), "")}
        if not any(way not in tried for way in routes(applicant, ways)):
            return False
        left_out = " ".join(sorted(tried - {""}))
        again = outbox_rows.NewCall(
            dossier_id=case.id,
            topic=NOTIFY,
            payload=call.payload,
            headers={**call.headers, NOT_BY: left_out},
            key=f"{call.key}:not-by:{left_out}",
            at=self._context.now(),
            max_attempts=len(self._context.settings.retry_seconds) + 1,
        )
        work.session.execute(insert(Outbox), again.row())
        work.notify_relay = True
        return True

    def _call_of(self, work: Work, case: Case, report: DeliveryReport) -> AnyRow | None:
        """The call that sent the message; its number depends on nothing but the call."""
        letters = select(*Outbox.__table__.c).where(Outbox.dossier_id == case.id, Outbox.topic == NOTIFY)
        secret = self._context.settings.secret_key
        return next(
            (row for row in work.execute(letters) if report.message == message_id(case.code, row.key, secret)), None
        )

    def _open_incident(self, work: Work, case: Case, report: DeliveryReport) -> None:
        message = with_redacted(f"{_FAILED} ({report.reason})" if report.reason else _FAILED, _FAILED)
        row = incident_rows.row(case.id, "message", "", message, self._context.now(), topic=NOTIFY)
        work.session.execute(insert(Incident), row)
        history.record(work, case, incident_rows.opened(row, SYSTEM))
        call = self._call_of(work, case, report)
        undelivered = untold_rows.row(
            Addressee.of(case),
            "" if call is None else untold_rows.template_of(call.payload, call.headers),
            {} if call is None else call.payload,
            Reason.UNDELIVERED,
            row["opened"],
            answer=report.reason,
            incident=row["id"],
        )
        work.session.execute(insert(table_of(Untold)), undelivered)
