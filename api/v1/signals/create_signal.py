"""POST /signals: broadcasts a signal to the dossiers that wait for it."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.inputs import idempotency_key
from api.v1.signals import bp
from api.v1.signals.schemas import SignalIn, SignalOut


@bp.post("/signals")
@scope("messages:write")
@bp.input(SignalIn, arg_name="body")
@bp.output(SignalOut, status_code=202)
def create_signal(body: SignalIn) -> Response:
    """Broadcast a signal

    It is on its way to every dossier that waits for the name now, each in its own turn; there may be none.
    """
    sent = office().signals.broadcast(body.name, body.variables, actor(), idempotency_key())
    return answer(SignalOut, {"dossiers": list(sent)}, 202)
