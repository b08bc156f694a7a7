"""POST /messages: hands a message to the dossiers that wait for it, or opens one."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.inputs import idempotency_key
from api.v1.messages import bp
from api.v1.messages.schemas import MessageIn, MessageOut


@bp.post("/messages")
@scope("messages:write")
@bp.input(MessageIn, arg_name="body")
@bp.output(MessageOut)
def create_message(body: MessageIn) -> Response:
    """Deliver a message

    Where no dossier waits, it opens one of each procedure that begins with it; `variables` then hold `applicant`, `unit`,
    `channel`, `returnBy` and `data`. 404 when nothing waits for it or begins with it: send it again later if the dossier
    may not have come that far yet.
    """
    took = office().messages.correlate(body.name, body.correlation_key, body.variables, actor(), idempotency_key())
    return answer(MessageOut, {"dossiers": list(took)})
