"""A dossier's page: what it is, where it is, who has it until when, what can be done; then data, papers, history, diagram."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin import diagrams, events, uploads, values
from admin.desk import me, office
from core.services.views.diagrams import DiagramView
from core.services.views.dossiers import DossierView
from core.services.views.events import EventView
from core.services.views.procedures import ProcedureView
from web import guard
from web.badges import status_name
from web.i18n import gettext as _
from web.i18n import ngettext
from web.requests import see_other

pages = Blueprint("dossier", __name__)
FIELD = "papers"


@pages.get("/dossiers/<code>")
@guard.login
def data(code: str) -> str:
    """The applicant and the dossier's data."""
    view = _view(code)
    names = {str(paper.id): paper.name for paper in office().documents.of(code, me())}
    return _page("data", view, lines=values.lines(view.data, _procedure(view), names))


@pages.get("/dossiers/<code>/papers")
@guard.login
def papers(code: str) -> str:
    """The papers, and where more are added."""
    return _papers(_view(code))


@pages.post("/dossiers/<code>/papers")
@guard.login
def add_papers(code: str) -> ResponseReturnValue:
    """Adds papers; those that are refused are told by name, the others are kept."""
    view = _view(code)
    taken = uploads.take(code, [FIELD])
    if taken.refused:
        return _papers(view, taken.refused[FIELD]), 422
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
    view = _view(code)
    drawn = office().dossiers.diagram(code, me())
    return _page("history", view, drawn, told=told(view, drawn))


@pages.get("/dossiers/<code>/diagram")
@guard.login
def diagram(code: str) -> str:
    """The way through the diagram, drawn and as a table."""
    return _page("diagram", _view(code))


def told(view: DossierView, drawn: DiagramView) -> list[dict[str, Any]]:
    """The events of a dossier with their sentences, the first first."""
    labels = values.labels(_procedure(view))
    return told_by(office().dossiers.history(view.code, me()), drawn.xml, labels)


def told_by(history: Iterable[EventView], xml: bytes, labels: Mapping[str, values.Label]) -> list[dict[str, Any]]:
    """These events with their sentences; ``xml``: the diagram, which names the steps; ``labels``: those of the forms."""
    names = diagrams.element_names(xml) if xml else {}
    units = {unit.code: unit.name for unit in office().units.tree()}
    return [
        {
            "event": event,
            "unit": units.get(event.unit or "", event.unit or ""),
            "who": events.actor_name(event),
            "decided": values.decisions(event, labels),
            **events.words(event, names, status_name),
        }
        for event in history
    ]


def _procedure(view: DossierView) -> ProcedureView:
    return office().procedures.get(view.procedure, view.version)


def _view(code: str) -> DossierView:
    return office().dossiers.get(code, me())


def _papers(view: DossierView, refused: list[str] | None = None) -> str:
    return _page(
        "papers",
        view,
        papers=office().documents.of(view.code, me()),
        components=_procedure(view).components,
        refused=refused or [],
        limit=request.max_content_length,
    )


def _page(tab: str, view: DossierView, drawn: DiagramView | None = None, **more: Any) -> str:
    drawn = drawn or office().dossiers.diagram(view.code, me())
    more["may_add"] = office().documents.may_add(view.code, me())
    return render_template(f"clerk/dossier_{tab}.html", tab=tab, dossier=view, drawn=drawn, **more)
