"""The procedures of the office and their versions, with the dossiers that still run on each."""

from __future__ import annotations

from flask import Blueprint, render_template

from admin.request_context import office
from web import guard

pages = Blueprint("designer", __name__)


@pages.get("/designer")
@guard.role("designer", "admin")
def listing() -> str:
    """Every procedure with its newest version."""
    return render_template("designer/procedures.html", procedures=office().procedures.catalogue())


@pages.get("/designer/procedures/<code>")
@guard.role("designer", "admin")
def versions(code: str) -> str:
    """The versions of one procedure, the newest first."""
    return render_template(
        "designer/versions.html",
        procedure=office().procedures.get(code),
        versions=office().procedures.versions(code),
    )
