"""What the applicant is told where work on a dossier stops: how far it had come, and what becomes of papers and money."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import case as case_when
from sqlalchemy import func, select

from core.db.models import Payment
from core.db.reading import Reading
from core.domain import statuses
from core.domain.payments import LineKind
from core.services.cases.cases import Case
from core.services.running.effects_by_kind import SortedEffects

#: what becomes of the papers, unless the procedure says otherwise
KEPT: Final = (
    "Bản chính Ông/Bà đã nộp được trả lại tại bộ phận một cửa; bản sao và tệp gửi trực tuyến được lưu cùng hồ sơ."
)
#: what becomes of the money, unless the procedure says otherwise: where some came in, and where none did
PAID: Final = (
    "Bộ phận một cửa xem xét hoàn trả khoản này theo quy định và báo cho Ông/Bà; Ông/Bà giữ chứng từ nộp tiền."
)
UNPAID: Final = "Hồ sơ chưa nộp khoản tiền nào."


def content(
    work: Reading, case: Case, effects: SortedEffects, said: Mapping[str, Any], before: int | None
) -> dict[str, Any]:
    """The parts of the notice. ``paid``: whole đồng that came in and have not gone back; ``before``: the status until now."""
    paid = _held(work, case.id) if case.row.head_seq else 0
    return {
        "stage": _stage(case, effects) or (statuses.name(before) if before is not None else ""),
        "kept": said.get("kept") or KEPT,
        "paid": paid,
        "money": said.get("money") or (PAID if paid else UNPAID),
    }


def _held(work: Reading, dossier_id: UUID) -> int:
    """What came in for a dossier and has not gone back, in đồng."""
    signed = case_when((Payment.kind == LineKind.RECEIVED, Payment.amount), else_=-Payment.amount)
    return int(work.scalar(select(func.sum(signed)).where(Payment.dossier_id == dossier_id)) or 0)


def _stage(case: Case, effects: SortedEffects) -> str:
    """The task that the step ended, in the diagram's words; nothing where it ended none."""
    elements = case.version.definition.elements
    names = [elements[closed.element].name for closed in effects.tasks_closed.values() if closed.element in elements]
    return next((name for name in names if name), "")
