"""Search over everything: a dossier's code leads to the dossier, other words to the dossiers and tasks that contain them."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin.request_context import me, office
from core.errors.requests import NotFound
from core.services.views.dossiers import DossierFilter
from core.services.views.tasks import TaskFilter
from web import guard
from web.request_helpers import see_other

pages = Blueprint("search", __name__)
SHOWN = 20
LONGEST = 200


@pages.get("/search")
@guard.login
def show() -> ResponseReturnValue:
    """The dossier itself for its code, else what was found."""
    typed = " ".join(request.args.get("search", "").replace("\x00", "").split())[:LONGEST]
    if typed and (code := _code(typed)):
        return see_other(url_for("dossier.data", code=code, via="search"))
    found = office().dossiers.page(DossierFilter(search=typed), me(), None, SHOWN) if typed else None
    tasks = office().queue.page(TaskFilter(search=typed), me(), None, SHOWN) if typed else None
    return render_template("search.html", typed=typed, dossiers=found, tasks=tasks)


def _code(typed: str) -> str | None:
    """The code as the office writes it, when there is such a dossier for this person."""
    try:
        return office().dossiers.get(typed.replace(" ", "").upper(), me()).code
    except NotFound:
        return None
