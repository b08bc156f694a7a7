"""Incidents: what stopped a dossier, why, and trying it again."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin.clerk import filters
from admin.request_context import me, office
from core.domain.states import ANY_STATE, IncidentState
from core.errors.requests import NotFound
from web import guard
from web.i18n import gettext as _
from web.request_helpers import see_other

pages = Blueprint("incidents", __name__)
SIZE = 30
STATES = (*IncidentState, ANY_STATE)


@pages.get("/incidents")
@guard.role("admin", "head", "leader", "designer")
def listing() -> str:
    """A page of incidents, the newest first."""
    read = filters.FilterReader(request.args)
    state = read.one_of("state", STATES) or IncidentState.OPEN
    page = office().incidents.page(me(), state, request.args.get("after") or None, SIZE)
    return render_template(
        "administration/incidents.html",
        page=page,
        state=state,
        faults=read.faults,
        next_address=url_for("incidents.listing", state=state, after=page.next) if page.next else "",
        first_address=url_for("incidents.listing", state=state) if request.args.get("after") else "",
    )


@pages.get("/incidents/<uuid:incident_id>")
@guard.role("admin", "head", "leader", "designer")
def show(incident_id: UUID) -> str:
    """One incident with what was asked of the outside."""
    incident = office().incidents.get(incident_id, me())
    return render_template("administration/incident.html", incident=incident, visible=_visible(incident.dossier))


@pages.post("/incidents/<uuid:incident_id>/retry")
@guard.role("admin", "head", "leader", "designer")
def retry(incident_id: UUID) -> ResponseReturnValue:
    """Tries again what failed; trying a settled one again changes nothing."""
    incident = office().incidents.retry(incident_id, me())
    flash(
        _(
            "Tried again for dossier %(dossier)s. If it fails once more, a new incident will stand here.",
            dossier=incident.dossier,
        ),
        "success",
    )
    return see_other(url_for("incidents.show", incident_id=incident_id))


def _visible(code: str) -> bool:
    """Whether this person may open the dossier: an administrator sees incidents, not dossiers."""
    try:
        office().dossiers.get(code, me())
    except NotFound:
        return False
    return True
