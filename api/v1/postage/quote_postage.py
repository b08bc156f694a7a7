"""POST /postage: what bringing a result to an address costs."""

from __future__ import annotations

from flask import Response

from api.answers import answer
from api.auth import actor, office, scope
from api.v1.postage import bp
from api.v1.postage.schemas import PostageIn, PostageOut


@bp.post("/postage")
@scope("dossiers:write")
@bp.input(PostageIn, arg_name="body")
@bp.output(PostageOut)
def quote_postage(body: PostageIn) -> Response:
    """Ask for the postage

    Asked of the carrier while you wait, a few seconds at most; nothing is kept. 503 `postage-unknown` where it does not
    answer: that is no reason not to open the dossier. An address is no part of a URL, so this is a POST.
    """
    return answer(PostageOut, {"items": office().postage.quotes(body.unit, body.address, actor())})
