"""What a receipt says."""

from __future__ import annotations

from dataclasses import dataclass

from core.services.views.documents import DocumentView
from core.services.views.dossiers import DossierView
from core.services.views.procedures import ProcedureView
from core.services.views.units import UnitView


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptView:
    """Form 01, giấy tiếp nhận hồ sơ và hẹn trả kết quả. The secret is shown only right after reception."""

    dossier: DossierView
    procedure: ProcedureView
    unit: UnitView
    receiver: str
    documents: tuple[DocumentView, ...]
