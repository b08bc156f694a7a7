"""POST /tokens/{token_id}/revoke: ends a token."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.access import bp
from api.v1.access.schemas import TokenOut


@bp.post("/tokens/<uuid:token_id>/revoke")
@scope("tokens:write")
@bp.output(TokenOut)
def revoke_token(token_id: UUID) -> Response:
    """Revoke a token

    It is refused from now on. Revoking twice changes nothing.
    """
    return answer(TokenOut, office().tokens.revoke_token(token_id, actor()))
