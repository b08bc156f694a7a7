"""GET /dossiers/{code}/payments: what a dossier owes, its ledger, and the money that does not add up."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.dossiers import bp
from api.v1.dossiers.payment_schemas import PaymentsOut


@bp.get("/dossiers/<code>/payments")
@scope("dossiers:read")
@bp.output(PaymentsOut)
def get_payments(code: str) -> Response:
    """Get a dossier's ledger"""
    return answer(PaymentsOut, office().payments.of_dossier(code, actor()))
