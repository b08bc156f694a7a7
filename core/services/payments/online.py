"""Payments through the platform: what was asked for, and what it reports of money that came in.

Nothing here believes a report it cannot explain: money for an unknown code, of another amount, paid twice, or for a
dossier that owes nothing any more becomes a difference for a person, once, and blocks nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import structlog
from sqlalchemy import and_, insert, or_, select, update

from bpmn.redaction import with_redacted
from core.db.base import AnyRow
from core.db.models import Dossier, Incident, Payment, PaymentRequest
from core.db.unit_of_work import Work
from core.db.upserts import insert_absent
from core.domain import text
from core.domain.history import EventKind
from core.domain.identifiers import uuid7
from core.domain.payments import LineKind, Method, RequestState, Wrong, doubt
from core.services.cases.cases import Case, id_of, lock_dossier
from core.services.context.context import Context
from core.services.evidence import history
from core.services.evidence.event_drafts import EventDraft
from core.services.payments import borders, lines, statements
from core.services.running import incident_rows
from core.services.views.actors import SYSTEM
from core.services.views.payments import PaidFee, PaymentReport, PaymentToWithdraw

_log = structlog.get_logger(__name__)


class Outcome(NamedTuple):
    """What became of a report. ``wrong``: why it was not booked; ``news``: it was not heard before."""

    wrong: Wrong | None
    news: bool
    dossier: str | None = None
    #: of money that is booked
    receipt_number: str = ""


class OnlinePayments:
    """Written by the worker of the platform."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def asked(self, dossier: str, code: str, amount: int, content: str, address: str, qr: str) -> None:
        """Notes that the platform takes a payment under ``code``. Asked again, nothing changes."""
        with self._context.work() as work:
            row = {
                "id": uuid7(),
                "dossier_id": id_of(work, dossier),
                "code": code,
                "amount": amount,
                "content": content,
                "address": address,
                "qr": qr,
                "state": RequestState.OPEN,
                "opened": self._context.now(),
            }
            work.session.execute(insert_absent(work, PaymentRequest), [row])

    def reported(self, report: PaymentReport, account: str = "") -> Outcome:
        """Books money the platform says came in, or notes why not. The same report again changes nothing.

        ``account``: code of the unit the account belongs to; empty: it is the office's own.
        """
        unit = borders.account_unit(self._context.directory.tree(), account)
        with self._context.work() as work:
            asked = work.execute(
                select(*PaymentRequest.__table__.c).where(PaymentRequest.code == report.code)
            ).one_or_none()
            if asked is None:
                return Outcome(Wrong.UNKNOWN, self._differs(work, report, Wrong.UNKNOWN, None, None, unit))
            case = lock_dossier(self._context, work, asked.dossier_id)
            booked = work.execute(
                select(Payment.dossier_id, Payment.amount, Payment.receipt_number).where(
                    Payment.reference == report.reference
                )
            ).one_or_none()
            if booked is not None:
                # Booked by a person, as a part: the process waits for the rest.
                if lines.counted(work, report.reference):
                    return Outcome(Wrong.AMOUNT, False, case.code)
                if booked.amount == report.amount and booked.dossier_id == case.id:
                    return Outcome(None, False, case.code, booked.receipt_number)
                return self._refused(work, report, Wrong.CHANGED, case, booked.amount, unit)
            # Read again under the dossier's lock: the desk may have taken the money meanwhile.
            asked = work.execute(
                select(*PaymentRequest.__table__.c).where(PaymentRequest.id == asked.id).with_for_update()
            ).one()
            finished = work.scalar(select(Dossier.finished).where(Dossier.id == case.id)) is not None
            wrong = _wrong(asked, finished, report)
            if wrong is not None:
                return self._refused(work, report, wrong, case, asked.amount, unit)
            return Outcome(None, True, case.code, self._book(work, report, case, asked.opened))

    def unclaimed(self, report: PaymentReport, account: str = "") -> None:
        """Notes that no process of the dossier took the news of a payment that is booked."""
        unit = borders.account_unit(self._context.directory.tree(), account)
        with self._context.work() as work:
            asked = work.execute(
                select(PaymentRequest.dossier_id, PaymentRequest.amount).where(PaymentRequest.code == report.code)
            ).one()
            case = lock_dossier(self._context, work, asked.dossier_id)
            self._refused(work, report, Wrong.LATE, case, asked.amount, unit)

    def to_withdraw(self, most: int = 100) -> tuple[PaymentToWithdraw, ...]:
        """Payments that the platform still takes money for, though nobody owes it: paid at the desk, waived, or the
        dossier has ended."""
        useless = or_(
            PaymentRequest.state == RequestState.VOID,
            and_(PaymentRequest.state == RequestState.OPEN, Dossier.finished.is_not(None)),
        )
        wanted = (
            select(PaymentRequest.code, Dossier.code.label("dossier"))
            .join(Dossier, Dossier.id == PaymentRequest.dossier_id)
            .where(PaymentRequest.state.in_((RequestState.VOID, RequestState.OPEN)), useless)
            .order_by(PaymentRequest.id)
            .limit(most)
        )
        with self._context.work.read() as work:
            return tuple(PaymentToWithdraw(row.code, row.dossier) for row in work.execute(wanted))

    def withdrawn(self, code: str) -> None:
        """Notes that the platform takes no money for a payment any more. Noted again, nothing changes."""
        now = self._context.now()
        with self._context.work() as work:
            asked = work.execute(select(PaymentRequest.dossier_id).where(PaymentRequest.code == code)).one()
            case = lock_dossier(self._context, work, asked.dossier_id)
            row = work.execute(
                select(PaymentRequest.state, PaymentRequest.amount, PaymentRequest.closed).where(
                    PaymentRequest.code == code
                )
            ).one()
            if row.state not in (RequestState.VOID, RequestState.OPEN):
                return
            values = {"state": RequestState.WITHDRAWN, "closed": row.closed or now}
            work.session.execute(update(PaymentRequest).where(PaymentRequest.code == code).values(values))
            facts = {"code": code, "amount": row.amount}
            history.record(work, case, EventDraft(EventKind.WORKER_PAYMENT_WITHDRAWN, facts, SYSTEM, now))

    def not_withdrawn(self, code: str, sentences: tuple[str, str]) -> bool:
        """Opens an incident of the dossier: the platform goes on taking money that nobody owes. ``sentences``: what it says,
        in full and without values. Said again, also after somebody closed the incident, nothing changes: returns ``False``.
        """
        with self._context.work() as work:
            asked = work.execute(select(PaymentRequest.dossier_id).where(PaymentRequest.code == code)).one()
            case = lock_dossier(self._context, work, asked.dossier_id)
            row = incident_rows.row(
                case.id, "payment", "", with_redacted(*sentences), self._context.now(), topic="payment.request"
            )
            known = select(Incident.id).where(
                Incident.dossier_id == case.id, Incident.kind == row["kind"], Incident.message == row["message"]
            )
            if work.scalar(known.limit(1)) is not None:
                return False
            work.session.execute(insert(Incident), row)
            history.record(work, case, incident_rows.opened(row, SYSTEM))
            return True

    def paid(self, dossier: str) -> tuple[PaidFee, ...]:
        """What came in for a dossier, by whatever way, in order: for its letters."""
        with self._context.work.read() as work:
            found = lines.of_dossier(work, id_of(work, dossier))
        return tuple(PaidFee(one.amount, one.receipt_number, one.at) for one in found if one.kind == LineKind.RECEIVED)

    def compare(self, day: date, told: Iterable[PaymentReport], account: str = "") -> int:
        """Holds the platform's file of a day against the ledger. Returns how many differences are new."""
        unit = borders.account_unit(self._context.directory.tree(), account)
        with self._context.work() as work:
            return statements.compare(work, day, tuple(told), unit, self._context.now())

    def _book(self, work: Work, report: PaymentReport, case: Case, asked: datetime) -> str:
        """Returns the number of the receipt. A time that cannot be is marked in the line and in the history."""
        now = self._context.now()
        odd = doubt(report.paid_at, asked, now)
        number = report.receipt_number
        if not number or lines.number_taken(work, number):
            number = lines.next_number(work, case)
        line = lines.write(
            work.writes,
            case,
            SYSTEM,
            min(report.paid_at, now),
            kind=LineKind.RECEIVED,
            amount=report.amount,
            method=Method.ONLINE,
            receipt_number=number,
            reference=report.reference,
            doubt=odd,
        )
        lines.close_requests(work.writes, case, RequestState.PAID, now)
        facts = {
            "payment": str(line),
            "amount": report.amount,
            "code": report.code,
            "reference": report.reference,
            "receipt": number,
            "paid_at": report.paid_at.isoformat(),
        }
        if odd:
            facts["doubt"] = odd.value
            _log.warning("payment_time_doubtful", dossier=case.code, doubt=odd.value)
        history.record(work, case, EventDraft(EventKind.WORKER_PAYMENT_RECEIVED, facts, SYSTEM, now))
        return number

    def _refused(
        self, work: Work, report: PaymentReport, wrong: Wrong, case: Case, expected: int, unit: UUID | None
    ) -> Outcome:
        news = self._differs(work, report, wrong, case, expected, unit)
        if news:
            facts = {
                "reason": wrong.value,
                "amount": report.amount,
                "expected": expected,
                "code": report.code,
                "reference": report.reference,
            }
            draft = EventDraft(EventKind.WORKER_PAYMENT_DIFFERS, facts, SYSTEM, self._context.now())
            history.record(work, case, draft)
        return Outcome(wrong, news, case.code)

    def _differs(
        self,
        work: Work,
        report: PaymentReport,
        wrong: Wrong,
        case: Case | None,
        expected: int | None,
        unit: UUID | None,
    ) -> bool:
        """Opens a difference unless this report has opened it before. Returns whether it did."""
        values = {
            "reason": wrong.value,
            "dossier_id": case.id if case else None,
            "unit_id": unit,
            "code": text.normalize_line(report.code)[:100],
            "reference": report.reference,
            "amount": report.amount,
            "expected": expected,
            "at": report.paid_at,
        }
        return lines.open_difference(work, values, self._context.now())


def _wrong(asked: AnyRow, finished: bool, report: PaymentReport) -> Wrong | None:
    if asked.state == RequestState.PAID:
        return Wrong.DOUBLED
    if asked.state in (RequestState.VOID, RequestState.WITHDRAWN) or finished:
        return Wrong.LATE
    return None if report.amount == asked.amount else Wrong.AMOUNT
