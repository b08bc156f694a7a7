"""A dossier's money, read: what it owes at this moment and how that can be paid, what came in, what does not add up."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from core import jsontext
from core.db.models import DossierState, PaymentDifference, PaymentRequest, Task
from core.db.reading import Reading
from core.domain.payments import PAY, UNBOOKED, DifferenceState, RequestState, Settlement
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


def for_applicant(found: DossierPayments) -> DossierPayments:
    """The same for whoever holds a receipt: money that came in, without what colleagues note or who settled it. What only
    the office's books and the platform's disagree about is no matter of the applicant."""
    return replace(
        found,
        differences=tuple(
            replace(one, note="", settled_by_name=None) for one in found.differences if one.reason in UNBOOKED
        ),
    )


def counted(work: Reading, dossier_id: UUID) -> int:
    """What of the fee that was asked for last came in online and was counted by a person, less what went back; in đồng."""
    asked = select(PaymentRequest.code).where(PaymentRequest.dossier_id == dossier_id)
    code = work.scalar(asked.order_by(PaymentRequest.id.desc()).limit(1))
    kept = set(
        work.scalars(
            select(PaymentDifference.reference).where(
                PaymentDifference.dossier_id == dossier_id,
                PaymentDifference.code == code,
                PaymentDifference.settlement == Settlement.COUNTED,
            )
        )
    )
    return sum(line.refundable for line in lines.of_dossier(work, dossier_id) if line.reference in kept) if kept else 0


def _held(work: Reading, dossier_id: UUID, code: str) -> bool:
    """Whether money came in for this payment that nobody has settled yet."""
    found = select(PaymentDifference.id).where(
        PaymentDifference.dossier_id == dossier_id,
        PaymentDifference.code == code,
        PaymentDifference.state == DifferenceState.OPEN,
        PaymentDifference.reason.in_(UNBOOKED),
    )
    return work.scalar(found.limit(1)) is not None


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
        select(*(getattr(PaymentRequest, name) for name in ("code", "amount", "address", "qr", "state")))
        .where(PaymentRequest.dossier_id == dossier_id)
        .order_by(PaymentRequest.id.desc())
        .limit(1)
    ).one_or_none()
    if asked is None:
        return Owed(fee=fee)
    paid, held = counted(work, dossier_id), _held(work, dossier_id, asked.code)
    # A request of before a correction is not shown, nor one of the whole sum while a part of it has come in.
    if asked.amount != fee.amount or asked.state != RequestState.OPEN or paid or held:
        return Owed(fee=fee, counted=paid, held=held)
    return Owed(fee=fee, code=asked.code, address=asked.address, qr=asked.qr)
