"""A dossier's money as staff see it; refunds; and differences settled by a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update

from core.db.base import AnyRow
from core.db.models import PaymentDifference
from core.db.reading import Reading
from core.db.unit_of_work import Work
from core.domain.history import EventKind
from core.domain.journal import JournalKind
from core.domain.payments import DifferenceState, LineKind, Method, RequestState, Settlement, in_dong, settlements
from core.domain.text import normalize_line
from core.errors.base import Reason
from core.errors.requests import BadValue, NotFound
from core.errors.rights import Forbidden
from core.services.authorization import rights
from core.services.cases.cases import Case, id_of, lock_dossier
from core.services.context.context import Context
from core.services.evidence import access, history, journal
from core.services.evidence.event_drafts import EventDraft
from core.services.payments import borders, ledger, lines
from core.services.payments.borders import CASHIERS
from core.services.requests import cursors, idempotency
from core.services.requests.idempotency import IdempotentRequest
from core.services.running import office_letters
from core.services.running.office_letters import OfficeLetter
from core.services.running.untold_rows import Addressee
from core.services.views.actors import Actor
from core.services.views.dossiers import DossierRef
from core.services.views.pages import Page
from core.services.views.payments import DifferenceView, DossierPayments, PaymentLine

LONGEST_REASON = 500


class Payments:
    """The ledger for people."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def of_dossier(self, code: str, by: Actor) -> DossierPayments:
        """What the dossier owes, what came in and went back, and what is to be settled. Raises :class:`NotFound`."""
        rights.require_scope(by, "dossiers:read")
        with self._context.work.read() as work:
            dossier_id = _seen(work, code, by)
            found = ledger.of_dossier(work, dossier_id)
        access.record_access(self._context, by, "payments", dossier=DossierRef(dossier_id, code))
        return found

    def line(self, code: str, line_id: UUID, by: Actor) -> PaymentLine:
        """One line of the dossier's ledger, for its receipt. Raises :class:`NotFound`."""
        found = next((one for one in self.of_dossier(code, by).lines if one.id == line_id), None)
        if found is None:
            raise NotFound(what="Payment", name=str(line_id))
        return found

    def refund(
        self, code: str, line_id: UUID, amount: int, method: str, reason: str, by: Actor, key: str | None = None
    ) -> PaymentLine:
        """Gives money back, in whole or in part. Raises :class:`BadValue` for more than is left, or without a reason."""
        rights.require_scope(by, "dossiers:write")
        rights.require_role(by, *CASHIERS)
        reason = _reason(reason)
        if method not in (Method.CASH, Method.TRANSFER):
            raise BadValue(field="method", reason="choose cash or transfer")
        request = IdempotentRequest.of(by, "payment.refund", PaymentLine, key, code, line_id, amount, method, reason)
        with self._context.work() as work:
            dossier_id = _seen(work, code, by)
            if not rights.acts_as(work, by, dossier_id, *CASHIERS):
                raise Forbidden(role=CASHIERS[0])
            case = lock_dossier(self._context, work, dossier_id)
            first = idempotency.stored_answer(work, request)
            if first is not None:
                return first
            line = next((one for one in lines.of_dossier(work, dossier_id) if one.id == line_id), None)
            if line is None or line.kind != LineKind.RECEIVED:
                raise NotFound(what="Payment", name=str(line_id))
            if not 1 <= amount <= line.refundable:
                left = Reason("give back an amount up to %(most)s", most=in_dong(line.refundable))
                raise BadValue(field="amount", reason=left)
            view = self._give_back(work, case, line, amount, Method(method), reason, by)
            idempotency.store_answer(work, request, view, view.at)
            return view

    def _give_back(
        self, work: Work, case: Case, line: PaymentLine, amount: int, method: Method, reason: str, by: Actor
    ) -> PaymentLine:
        now = self._context.now()
        number = lines.next_number(work, case)
        made = lines.write(
            work.writes,
            case,
            by,
            now,
            kind=LineKind.REFUNDED,
            amount=amount,
            method=method,
            receipt_number=number,
            reason=reason,
            refund_of=line.id,
        )
        facts = {"payment": str(made), "amount": amount, "method": method, "receipt": number, "reason": reason}
        draft = EventDraft(EventKind.CLERK_PAYMENT_REFUNDED, {**facts, "of": line.receipt_number}, by, now)
        history.record(work, case, draft)
        told = {"amount": amount, "number": number, "of": line.receipt_number, "method": method.value}
        self._tell(work, case, told, f"{case.id}:refund:{made}", now)
        return PaymentLine(
            id=made,
            kind=LineKind.REFUNDED,
            amount=amount,
            method=method,
            at=now,
            by_name=by.name,
            receipt_number=number,
            reference=None,
            reason=reason,
        )

    def _tell(self, work: Work, case: Case, refund: dict[str, Any], key: str, at: datetime) -> None:
        """Has the applicant told of money that went back, if they want to be told."""
        letter = OfficeLetter("refund", {"refund": refund}, key)
        office_letters.write(self._context, work, Addressee.of(case), [letter], at)
        work.notify_relay = True

    def differences(
        self,
        by: Actor,
        state: DifferenceState = DifferenceState.OPEN,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> Page[DifferenceView]:
        """Money that does not add up and that is the actor's to settle, see :mod:`core.services.payments.borders`; the newest
        first."""
        rights.require_scope(by, "dossiers:read")
        rights.require_role(by, *CASHIERS)
        size = cursors.clamp(limit)
        mine = borders.settled_by(self._context.directory.tree(), by)
        query = lines.DIFFERENCES.where(mine, PaymentDifference.state == state)
        with self._context.work.read() as work:
            rows = work.execute(cursors.after(query, PaymentDifference.id, cursor, size)).all()
        access.record_access(self._context, by, "payments", subject={"state": state})
        return Page(list(lines.differences(rows[:size])), cursors.following(rows, size, PaymentDifference.id))

    def settle(self, difference_id: UUID, settlement: str, note: str, by: Actor) -> None:
        """Closes a difference with what became of the money, which is booked if it counts towards the fee. Settling it
        again changes nothing. Raises :class:`NotFound` also for what is not the actor's to settle, and :class:`BadValue` for
        what cannot become of it."""
        rights.require_scope(by, "dossiers:write")
        rights.require_role(by, *CASHIERS)
        note = _reason(note)
        mine = borders.settled_by(self._context.directory.tree(), by)
        with self._context.work() as work:
            row = work.execute(lines.DIFFERENCES.where(PaymentDifference.id == difference_id, mine)).one_or_none()
            if row is None:
                raise NotFound(what="Payment", name=str(difference_id))
            if row.state == DifferenceState.OPEN:
                if settlement not in settlements(row.reason, row.amount, row.expected):
                    raise BadValue(field="settlement", reason="choose what became of the money")
                self._settle(work, row, Settlement(settlement), note, by)

    def _settle(self, work: Work, row: AnyRow, settlement: Settlement, note: str, by: Actor) -> None:
        now, difference = self._context.now(), str(row.id)
        if row.dossier_id is None:
            # The note stays with the difference: it may name people, and nobody is named in the journal.
            facts: dict[str, Any] = {"difference": difference, "reference": row.reference}
            journal.note(self._context, work, JournalKind.CLERK_PAYMENT_SETTLED, facts, by)
        else:
            case = lock_dossier(self._context, work, row.dossier_id)
            facts = {"difference": difference, "note": note, "settlement": settlement.value, "amount": row.amount}
            if settlement is Settlement.COUNTED:
                facts |= self._count(work, case, row, by)
            history.record(work, case, EventDraft(EventKind.CLERK_PAYMENT_SETTLED, facts, by, now))
        work.session.execute(
            update(PaymentDifference)
            .where(PaymentDifference.id == row.id)
            .values(
                state=DifferenceState.SETTLED, settled=now, settled_by_name=by.name, note=note, settlement=settlement
            )
        )

    def _count(self, work: Work, case: Case, row: AnyRow, by: Actor) -> dict[str, Any]:
        """Books money that counts towards the fee; the rest is paid at the desk and no more online. Returns the facts."""
        number = lines.next_number(work, case)
        line = lines.write(
            work.writes,
            case,
            by,
            row.at,
            kind=LineKind.RECEIVED,
            amount=row.amount,
            method=Method.ONLINE,
            receipt_number=number,
            reference=row.reference,
        )
        lines.close_requests(work.writes, case, RequestState.VOID, self._context.now())
        return {
            "payment": str(line),
            "receipt": number,
            "reference": row.reference,
            "paid_at": row.at.isoformat(),
        }


def _seen(work: Reading, code: str, by: Actor) -> UUID:
    found = id_of(work, code)
    rights.require_sight(work, by, found, code)
    return found


def _reason(text: str) -> str:
    given = normalize_line(text)
    if not given:
        raise BadValue(field="reason", reason="say why")
    if len(given) > LONGEST_REASON:
        raise BadValue(field="reason", reason=Reason("use at most %(limit)s characters", limit=LONGEST_REASON))
    return given
