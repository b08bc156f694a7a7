"""Lines of the ledger, requests and differences as rows: written once, never changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, insert, select, update

from core.db.base import AnySelect, table_of
from core.db.models import Dossier, Payment, PaymentDifference, PaymentRequest
from core.db.reading import Reading
from core.db.unit_of_work import Work
from core.db.writes import Writes
from core.domain.identifiers import uuid7
from core.domain.payments import DifferenceState, Doubt, LineKind, Method, RequestState, Settlement
from core.domain.replay_of_money import difference_key
from core.services.cases.cases import Case
from core.services.views.actors import Actor
from core.services.views.payments import DifferenceView, PaymentLine

_PAYMENT, _REQUEST = table_of(Payment), table_of(PaymentRequest)
_INSERT = insert(_PAYMENT)
_CLOSE = (
    update(_REQUEST)
    .where(_REQUEST.c.dossier_id == bindparam("dossier"), _REQUEST.c.state == RequestState.OPEN)
    .values(state=bindparam("new_state"), closed=bindparam("at"))
)


def write(
    writes: Writes,
    case: Case,
    by: Actor,
    at: datetime,
    *,
    kind: LineKind,
    amount: int,
    method: Method,
    receipt_number: str,
    reference: str | None = None,
    reason: str = "",
    refund_of: UUID | None = None,
    doubt: Doubt | None = None,
) -> UUID:
    """Notes a new line, to be written with the caller's unit of work. Returns its id."""
    row = {
        "id": uuid7(),
        "dossier_id": case.id,
        "kind": kind,
        "amount": amount,
        "method": method,
        "at": at,
        "by_id": by.id,
        "by_name": by.name,
        "receipt_number": receipt_number,
        "reference": reference,
        "doubt": doubt or "",
        "reason": reason,
        "refund_of_id": refund_of,
    }
    writes.add(_INSERT, row)
    return row["id"]  # type: ignore[return-value]


def close_requests(writes: Writes, case: Case, state: RequestState, at: datetime) -> None:
    """No payment of the dossier is asked for any more."""
    writes.add(_CLOSE, {"dossier": case.id, "new_state": state, "at": at})


def next_number(work: Reading, case: Case, wanted: str = "") -> str:
    """The number of the next receipt: the one on the paper form where somebody typed it, else the dossier's code and its
    count. The caller holds the dossier's lock, or writes against its revision."""
    count = work.scalar(select(func.count()).select_from(Payment).where(Payment.dossier_id == case.id)) or 0
    return wanted or f"{case.code}/BL{count + 1}"


def number_taken(work: Reading, number: str) -> bool:
    """Whether a line has this receipt number already."""
    return work.scalar(select(Payment.id).where(Payment.receipt_number == number)) is not None


def counted(work: Reading, reference: str) -> bool:
    """Whether a person counted this transaction towards the fee, as a part of it."""
    found = select(PaymentDifference.id).where(
        PaymentDifference.reference == reference, PaymentDifference.settlement == Settlement.COUNTED
    )
    return work.scalar(found.limit(1)) is not None


def of_dossier(work: Reading, dossier_id: UUID) -> tuple[PaymentLine, ...]:
    """The dossier's lines, in order."""
    rows = work.execute(
        select(*_PAYMENT.c).where(_PAYMENT.c.dossier_id == dossier_id).order_by(_PAYMENT.c.at, _PAYMENT.c.id)
    ).all()
    gone: dict[UUID | None, int] = defaultdict(int)
    for row in rows:
        if row.kind == LineKind.REFUNDED:
            gone[row.refund_of_id] += row.amount
    same = ("id", "kind", "amount", "method", "at", "by_name", "receipt_number", "reference", "doubt", "reason")
    return tuple(
        PaymentLine(
            **{name: getattr(row, name) for name in same},
            refundable=row.amount - gone[row.id] if row.kind == LineKind.RECEIVED else 0,
        )
        for row in rows
    )


DIFFERENCES: AnySelect = select(*table_of(PaymentDifference).c, Dossier.code.label("dossier")).outerjoin(
    Dossier, Dossier.id == PaymentDifference.dossier_id
)


def differences(rows: Sequence[Any]) -> tuple[DifferenceView, ...]:
    """Rows of :data:`DIFFERENCES` as views."""
    names = DifferenceView.__dataclass_fields__
    return tuple(DifferenceView(**{name: row._mapping[name] for name in names}) for row in rows)


def open_difference(work: Work, values: Mapping[str, Any], opened: datetime) -> bool:
    """Opens a difference unless the same was found before. Returns whether it did; ``values``: reason, code, reference,
    amount, expected, at, dossier_id, unit_id."""
    row = {
        "id": uuid7(),
        "key": difference_key(str(values["reason"]), values["reference"], values["amount"]),
        "opened": opened,
        "state": DifferenceState.OPEN,
        "note": "",
        "settlement": "",
        **values,
    }
    if work.scalar(select(PaymentDifference.id).where(PaymentDifference.key == row["key"])) is not None:
        return False
    work.session.execute(insert(table_of(PaymentDifference)), [row])
    return True
