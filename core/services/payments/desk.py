"""Money at the desk: a task of kind ``pay`` completed with cash or a transfer becomes a line of the ledger.

The keys of its form are an agreement with designers (docs/designer/procedures.md): ``paymentMethod`` (cash, transfer or
exempt), ``paidAmount``, ``paymentReceipt`` (the number on a paper form; empty: the office numbers) and ``amountReason``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.db.unit_of_work import Attempt
from core.domain.history import EventKind
from core.domain.payments import PAY, LineKind, Method, RequestState, in_dong
from core.domain.text import normalize_line
from core.errors.forms import FieldError, FormInvalid
from core.services.cases.cases import Case
from core.services.cases.rows import TaskRow
from core.services.context.contracts import MOST_DONG, whole
from core.services.evidence import history
from core.services.evidence.event_drafts import EventDraft
from core.services.payments import ledger, lines
from core.services.payments.fees import fee_of
from core.services.views.actors import Actor

METHOD, AMOUNT, RECEIPT, REASON = "paymentMethod", "paidAmount", "paymentReceipt", "amountReason"
BY_HAND = (Method.CASH, Method.TRANSFER)


def take(
    work: Attempt, case: Case, row: TaskRow, data: Mapping[str, Any], by: Actor, at: datetime, unit: str | None
) -> None:
    """Books what the task's form says was paid; does nothing for a task of another kind. Notes its writes, sends none.

    Raises :class:`FormInvalid` without a reason where it is another amount than the fee, or than what is left of it where a
    part was counted, and for a receipt number that is taken.
    """
    if row.task_kind != PAY or METHOD not in data:
        return
    # Whatever was chosen, waived included: nobody pays online any more.
    lines.close_requests(work.writes, case, RequestState.VOID, at)
    if data[METHOD] not in BY_HAND:
        return
    amount, fee = _amount(data), fee_of(case.variables)
    counted = 0 if fee is None else ledger.counted(work, case.id)
    expected = None if fee is None else max(fee.amount - counted, 0)
    reason = normalize_line(str(data.get(REASON) or ""))
    if expected is not None and amount != expected and not reason:
        other = FieldError("other-amount", {"limit": in_dong(expected)})
        raise FormInvalid({REASON: [FieldError("required")], AMOUNT: [other]})
    typed = normalize_line(str(data.get(RECEIPT) or ""))
    if typed and lines.number_taken(work, typed):
        raise FormInvalid({RECEIPT: [FieldError("receipt-taken")]})
    number = lines.next_number(work, case, typed)
    line = lines.write(
        work.writes,
        case,
        by,
        at,
        kind=LineKind.RECEIVED,
        amount=amount,
        method=Method(data[METHOD]),
        receipt_number=number,
        reason=reason,
    )
    facts: dict[str, Any] = {"payment": str(line), "amount": amount, "method": data[METHOD], "receipt": number}
    if fee is not None:
        facts |= {"expected": expected, "basis": fee.basis}
    if reason:
        facts["reason"] = reason
    history.append(work.writes, case, EventDraft(EventKind.CLERK_PAYMENT_TAKEN, facts, by, at, unit), facts)


def _amount(data: Mapping[str, Any]) -> int:
    found = whole(data.get(AMOUNT), MOST_DONG)
    if not found:
        raise FormInvalid({AMOUNT: [FieldError("required" if data.get(AMOUNT) is None else "too-small", {"limit": 1})]})
    return found
