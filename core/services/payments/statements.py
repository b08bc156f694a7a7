"""The platform's file of a day held against the ledger: what each has that the other has not becomes a difference."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select

from core.db.models import Payment, PaymentDifference, PaymentRequest
from core.db.reading import Reading
from core.db.unit_of_work import Work
from core.domain.office_time import ZONE
from core.domain.payments import Method, Wrong
from core.services.payments import lines
from core.services.views.payments import PaymentReport

#: so many keys are asked for at once: fewer than either database takes
BATCH = 500


def compare(work: Work, day: date, told: Sequence[PaymentReport], unit: UUID | None, now: datetime) -> int:
    """Opens a difference for each disagreement about a day of the office, once. Returns how many are new. ``unit``: the
    account's.

    A transaction that is a difference already (another amount, paid twice, nobody's) is no second one.
    """
    begins = datetime.combine(day, time.min, ZONE)
    booked = {row.reference: row for row in _booked(work, [one.reference for one in told])}
    known = _differing(work, [one.reference for one in told])
    found = 0
    for report in told:
        line = booked.get(report.reference)
        if line is None and report.reference not in known:
            found += _open(work, Wrong.UNREPORTED, report, None, unit, now)
        elif line is not None and line.amount != report.amount:
            found += _open(work, Wrong.CHANGED, report, line.amount, unit, now)
    here = {one.reference for one in told}
    ours = select(Payment.dossier_id, Payment.amount, Payment.reference, Payment.at).where(
        Payment.method == Method.ONLINE, Payment.at >= begins, Payment.at < begins + timedelta(days=1)
    )
    for row in work.execute(ours.order_by(Payment.at, Payment.id)):
        if row.reference is not None and row.reference not in here:
            values = {
                "reason": Wrong.MISSING,
                "dossier_id": row.dossier_id,
                "unit_id": unit,
                "code": "",
                "reference": row.reference,
                "amount": row.amount,
                "expected": row.amount,
                "at": row.at,
            }
            found += lines.open_difference(work, values, now)
    return found


def _open(
    work: Work, wrong: Wrong, report: PaymentReport, expected: int | None, unit: UUID | None, now: datetime
) -> bool:
    asked = work.execute(
        select(PaymentRequest.dossier_id, PaymentRequest.amount).where(PaymentRequest.code == report.code)
    ).one_or_none()
    values = {
        "reason": wrong,
        "dossier_id": asked.dossier_id if asked else None,
        "unit_id": unit,
        "code": report.code,
        "reference": report.reference,
        "amount": report.amount,
        "expected": expected if expected is not None else asked.amount if asked else None,
        "at": report.paid_at,
    }
    return lines.open_difference(work, values, now)


def _booked(work: Reading, references: Sequence[str]) -> list[Payment]:
    found: list[Payment] = []
    for start in range(0, len(references), BATCH):
        wanted = select(Payment).where(Payment.reference.in_(references[start : start + BATCH]))
        found += work.scalars(wanted)
    return found


def _differing(work: Reading, references: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(references), BATCH):
        some = references[start : start + BATCH]
        found |= set(work.scalars(select(PaymentDifference.reference).where(PaymentDifference.reference.in_(some))))
    return found
