"""The list of dossiers of the units a person serves in: filters in the address, keyset pages."""

from __future__ import annotations

from flask import Blueprint

from admin.dossier_list import render_list
from web import guard

pages = Blueprint("dossiers", __name__)


@pages.get("/dossiers")
@guard.login
def listing() -> str:
    """A page of dossiers; a script asks for the list alone."""
    return render_list("dossiers.listing", "dossier.data", "clerk/dossiers.html")
