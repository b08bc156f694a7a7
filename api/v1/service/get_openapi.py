"""GET /openapi.json: this interface, described."""

from __future__ import annotations

from typing import Any, cast

from apiflask import APIFlask
from flask import Response, current_app, request

from api.auth import public
from api.spec import at_mount
from api.v1.service import bp
from core import jsontext


@bp.get("/openapi.json")
@public
@bp.doc(hide=True)
def get_openapi() -> Response:
    """The description in OpenAPI 3.1"""
    gathered = cast(APIFlask, current_app)._get_spec()
    return Response(
        jsontext.dumps(at_mount(cast("dict[str, Any]", gathered), request.script_root)), mimetype="application/json"
    )
