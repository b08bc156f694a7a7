"""A dossier's page: its title, unit, holder, due time and actions; then data, papers, history and diagram."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin import paper_names, uploads, values
from admin.history import in_words
from admin.request_context import me, office
from core.services.views.dossier_pages import DossierPageView
from web import guard
from web.i18n import gettext as _
from web.i18n import ngettext
from web.request_helpers import see_other

pages = Blueprint("dossier", __name__)
FIELD = "papers"


@pages.get("/dossiers/<code>")
@guard.login
def data(code: str) -> str:
    """The applicant and the dossier's data."""
    page = office().dossier_pages.show(code, me(), papers=True)
    names = paper_names.in_full(page.papers, page.procedure)
    return render_tab("data", page, lines=values.lines(page.dossier.data, page.procedure, names))


@pages.get("/dossiers/<code>/papers")
@guard.login
def papers(code: str) -> str:
    """The papers, and where more are added."""
    return _papers(code)


@pages.post("/dossiers/<code>/papers")
@guard.login
def add_papers(code: str) -> ResponseReturnValue:
    """Adds papers; those that are refused are told by name, the others are kept."""
    office().dossiers.get(code, me())  # refuses a dossier that there is not, even where no paper came with the form
    taken = uploads.take(code, [FIELD])
    if taken.refused:
        return _papers(code, taken.refused[FIELD]), 422
    number = len(taken.names)
    if number:
        flash(ngettext("%(num)d paper added.", "%(num)d papers added.", number), "success")
    else:
        flash(_("Choose a file first."), "warning")
    return see_other(url_for("dossier.papers", code=code))


@pages.get("/dossiers/<code>/history")
@guard.login
def history(code: str) -> str:
    """Who did what and when, in words."""
    page = office().dossier_pages.show(code, me(), history=True)
    told = in_words(page.events, page.diagram.xml, values.labels(page.procedure))
    return render_tab("history", page, told=told)


@pages.get("/dossiers/<code>/diagram")
@guard.login
def diagram(code: str) -> str:
    """The way through the diagram, drawn and as a table."""
    return render_tab("diagram", office().dossier_pages.show(code, me()))


def _papers(code: str, refused: list[str] | None = None) -> str:
    page = office().dossier_pages.show(code, me(), papers=True)
    return render_tab(
        "papers",
        page,
        papers=page.papers,
        paper_components=paper_names.components(page.procedure),
        refused=refused or [],
        limit=request.max_content_length,
    )


def render_tab(tab: str, page: DossierPageView, **more: Any) -> str:
    """One part of a dossier's page: its template, what stands above every part, and what the part shows (``more``)."""
    return render_template(
        f"clerk/dossier_{tab}.html",
        tab=tab,
        dossier=page.dossier,
        drawn=page.diagram,
        may_add=page.may_add_papers,
        notices=page.notices,
        parcels=page.parcels,
        returned_by=page.returned_by,
        **more,
    )
