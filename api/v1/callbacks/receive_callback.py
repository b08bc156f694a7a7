"""POST /callbacks/{source}: keeps what an outside system sends by itself, if it is signed as agreed with it."""

from __future__ import annotations

from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from api.answers import json_answer
from api.auth import office, signed
from api.v1.callbacks import bp


@bp.post("/callbacks/<source>")
@signed
def receive_callback(source: str) -> Response:
    """Keep a message

    It is answered once it is kept; whom it concerns is found afterwards. The same message again is answered the same way.
    """
    # As it came: the signature is over these bytes. No more of a longer body is read.
    most = office().inbound.most_bytes(source)
    request.max_content_length = most
    if (request.content_length or 0) > most:
        raise RequestEntityTooLarge
    body = request.get_data(cache=False)
    headers = {name.lower(): value for name, value in request.headers.items()}
    return json_answer(office().inbound.receive_callback(source, headers, body).answer)
