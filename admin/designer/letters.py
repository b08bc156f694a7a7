"""The letters of a version, as they would be written: for designers, with the values of a demonstration."""

from __future__ import annotations

from flask import Blueprint, render_template

from admin.request_context import office
from web import guard

pages = Blueprint("letters", __name__)


@pages.get("/designer/procedures/<code>/<int:version>/letters")
@guard.role("designer", "admin")
def show(code: str, version: int) -> str:
    """Every letter that the version can send, its text and its template."""
    return render_template(
        "designer/letters.html",
        procedure=office().procedures.get(code, version),
        previews=office().letters.previews(code, version),
    )
