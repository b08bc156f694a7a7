"""A dossier's money, read: what it owes at this moment and how that can be paid, what came in, what does not add up."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from core import jsontext
from core.db.models import DossierState, PaymentDifference, PaymentRequest, Task
from core.db.reading import Reading
from core.domain.payments import PAY, RequestState
from core.domain.states import TaskState
from core.services.payments import lines
from core.services.payments.fees import fee_of
from core.services.views.payments import DossierPayments, Owed


def of_dossier(work: Reading, dossier_id: UUID) -> DossierPayments:
    """The money of a dossier somebody may see."""
    found = lines.DIFFERENCES.where(PaymentDifference.dossier_id == dossier_id).order_by(PaymentDifference.id)
    return DossierPayments(
        owed=owed(work, dossier_id),
        lines=lines.of_dossier(work, dossier_id),
        differences=lines.differences(work.execute(found).all()),
    )


def owed(work: Reading, dossier_id: UUID) -> Owed | None:
    """What is to be paid now; ``None`` where no task waits for money, or no decision said how much."""
    waiting = select(Task.id).where(Task.dossier_id == dossier_id, Task.kind == PAY, Task.state == TaskState.OPEN)
    if work.scalar(waiting.limit(1)) is None:
        return None
    kept = work.scalar(select(DossierState.variables).where(DossierState.dossier_id == dossier_id))
    fee = fee_of(jsontext.stored(kept or "{}"))
    if fee is None:
        return None
    asked = work.execute(
        select(PaymentRequest.code, PaymentRequest.amount, PaymentRequest.address, PaymentRequest.qr)
        .where(PaymentRequest.dossier_id == dossier_id, PaymentRequest.state == RequestState.OPEN)
        .order_by(PaymentRequest.id.desc())
        .limit(1)
    ).one_or_none()
    if asked is None or asked.amount != fee.amount:  # a request of before a correction is not shown
        return Owed(fee=fee)
    return Owed(fee=fee, code=asked.code, address=asked.address, qr=asked.qr)
