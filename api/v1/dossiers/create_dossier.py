"""POST /dossiers: opens a dossier and hands out its code and receipt secret."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.inputs import idempotency_key
from api.v1.dossiers import bp
from api.v1.dossiers.schemas import DossierOut, ReceptionIn


@bp.post("/dossiers")
@scope("dossiers:write")
@bp.input(ReceptionIn, arg_name="body")
@bp.output(DossierOut, status_code=201)
def create_dossier(body: ReceptionIn) -> Response:
    """Open a dossier

    The receipt secret is only in the answer to the first request; a citizen looks the dossier up with it.
    `data` follows the procedure's `form`. Required fields may be left out: the answer names them in `missing`, and the
    desk completes them. What the form does not know is kept in `other`; a value that is there and wrong is refused.
    """
    dossier = office().reception.receive(body.command(), actor(), idempotency_key())
    return answer(DossierOut, dossier, 201, f"dossiers/{dossier.code}")
