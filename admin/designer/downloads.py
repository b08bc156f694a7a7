"""A version's folder as a ZIP for a desktop modeler; what is packed is described in :mod:`admin.designer.package`."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, send_file

from admin.designer import package
from admin.request_context import office
from web import guard
from web.times import local

pages = Blueprint("downloads", __name__)


@pages.get("/designer/procedures/<code>/<int:version>/zip")
@guard.role("designer", "admin")
def archive(code: str, version: int) -> Response:
    """The files of a version with the office's element templates."""
    view = office().procedures.get(code, version)
    content = package.archive(
        office().procedures.files(code, version), package.element_templates(), local(view.deployed)
    )
    name = f"{view.code}-v{view.version}.zip"
    return send_file(BytesIO(content), mimetype="application/zip", as_attachment=True, download_name=name)
