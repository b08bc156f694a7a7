"""Incidents: what stopped a dossier, what was sent and what came back, and what a person does about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin import filters
from admin.administration import call_fields
from admin.request_context import id_of, me, office, sentence
from core.domain.states import ANY_STATE, IncidentState, Settlement
from core.errors.base import CoreError
from core.errors.database import ServiceUnavailable
from core.errors.forms import FieldErrors, FormInvalid
from core.errors.requests import NotFound
from core.services.views.incidents import IncidentView
from web import guard
from web.i18n import gettext as _
from web.i18n import language, ngettext
from web.request_helpers import see_other

pages = Blueprint("incidents", __name__)
SIZE = 30
STATES = (*IncidentState, ANY_STATE)
#: how an incident was settled, in words
SETTLED: Mapping[str, Callable[[], str]] = {
    Settlement.RETRIED: lambda: _("tried again"),
    Settlement.EDITED: lambda: _("tried again with corrected values"),
    Settlement.REMAPPED: lambda: _("tried again with values computed anew"),
    Settlement.ANSWERED: lambda: _("answered by hand"),
    Settlement.SKIPPED: lambda: _("skipped"),
    Settlement.SEEN: lambda: _("looked at"),
    Settlement.TOLD: lambda: _("the applicant was told by a person"),
    Settlement.CANCELLED: lambda: _("closed by itself: the call is no longer wanted"),
    Settlement.GONE: lambda: _("closed by itself: nothing waits there any more"),
    Settlement.ENDED: lambda: _("closed by itself: the dossier has ended"),
}


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


@pages.post("/incidents")
@guard.role("admin", "head", "leader", "designer")
def settle_many() -> ResponseReturnValue:
    """Does the same about the ticked incidents; those that refuse are told with their number and why."""
    chosen = [found for text in request.form.getlist("incident") if (found := id_of(text))]
    address = url_for("incidents.listing")
    if not chosen:
        flash(_("Tick an incident first."), "warning")
        return see_other(address)
    try:
        action, reason = request.form.get("action", ""), request.form.get("reason", "")
        results = office().call_repairs.many(chosen, action, reason, me())
    except ServiceUnavailable:
        raise
    except CoreError as error:
        flash(sentence(error), "warning")
        return see_other(address)
    done = sum(one.settled for one in results)
    if done:
        flash(ngettext("%(num)d incident settled.", "%(num)d incidents settled.", done), "success")
    for one in results:
        if one.error is not None:
            flash(f"{one.number}: {sentence(one.error)}", "warning")
    return see_other(address)


@pages.get("/incidents/<uuid:incident_id>")
@guard.role("admin", "head", "leader", "designer")
def show(incident_id: UUID) -> str:
    """One incident: what happened, what was sent, what came back, and the ways to settle it."""
    return _page(incident_id)


@pages.post("/incidents/<uuid:incident_id>/retry")
@guard.role("admin", "head", "leader", "designer")
def retry(incident_id: UUID) -> ResponseReturnValue:
    """Tries again what failed; trying a settled one again changes nothing."""
    return _done(incident_id, lambda: office().incidents.retry(incident_id, me(), request.form.get("reason", "")))


@pages.post("/incidents/<uuid:incident_id>/remap")
@guard.role("admin", "head", "leader", "designer")
def remap(incident_id: UUID) -> ResponseReturnValue:
    """Makes the call again with values computed anew from the dossier's present version."""
    return _done(incident_id, lambda: office().call_repairs.remap(incident_id, request.form.get("reason", ""), me()))


@pages.post("/incidents/<uuid:incident_id>/edit")
@guard.role("admin", "head", "leader")
def edit(incident_id: UUID) -> ResponseReturnValue:
    """Makes the call again with the values that were corrected."""

    def act() -> IncidentView:
        known = office().incidents.get(incident_id, me())
        inputs = call_fields.read_inputs(known.topic or "", known.payload, request.form)
        return office().call_repairs.edit(incident_id, inputs, request.form.get("reason", ""), me())

    return _done(incident_id, act)


@pages.post("/incidents/<uuid:incident_id>/answer")
@guard.role("admin", "head", "leader")
def answer(incident_id: UUID) -> ResponseReturnValue:
    """Gives the answer that the outside owes."""

    def act() -> IncidentView:
        known = office().incidents.get(incident_id, me())
        outputs = call_fields.read_outputs(known.topic or "", request.form)
        reason, fault = request.form.get("reason", ""), request.form.get("fault", "")
        return office().call_repairs.answer(incident_id, outputs, reason, me(), fault=fault)

    return _done(incident_id, act)


@pages.post("/incidents/<uuid:incident_id>/skip")
@guard.role("admin", "head", "leader")
def skip(incident_id: UUID) -> ResponseReturnValue:
    """Lets the dossier go on without the answer."""
    return _done(incident_id, lambda: office().call_repairs.skip(incident_id, request.form.get("reason", ""), me()))


def _done(incident_id: UUID, act: Callable[[], IncidentView]) -> ResponseReturnValue:
    """Does it and shows the settled incident; what is refused is told on the page, with everything that was typed."""
    try:
        settled = act()
    except (ServiceUnavailable, NotFound):
        raise
    except FormInvalid as error:
        return _page(incident_id, sentence(error), error.fields), 422
    except CoreError as error:
        return _page(incident_id, sentence(error)), 409 if error.kind == "conflict" else 422
    if settled.settlement in (Settlement.ANSWERED, Settlement.SKIPPED):
        flash(_("Settled; dossier %(dossier)s goes on.", dossier=settled.dossier), "success")
    else:
        told = _(
            "Tried again for dossier %(dossier)s. If it fails once more, a new incident will stand here.",
            dossier=settled.dossier,
        )
        flash(told, "success")
    return see_other(url_for("incidents.show", incident_id=incident_id))


def _page(incident_id: UUID, refusal: str = "", wrong: FieldErrors | None = None) -> str:
    incident = office().incidents.get(incident_id, me())
    typed = request.form if request.method == "POST" else None
    topic = incident.topic or ""
    contract = office().topics.contract(topic)
    return render_template(
        "administration/incident.html",
        incident=incident,
        visible=not incident.redacted,
        refusal=refusal,
        opened=(request.endpoint or "").rpartition(".")[2] if refusal else "",
        typed_reason=request.form.get("reason", ""),
        settled=_settled(incident),
        inputs=call_fields.inputs(topic, incident.payload, typed if refusal else None, wrong or {}),
        outputs=call_fields.outputs(topic, typed, wrong or {}),
        faults=[(one.code, one.text.in_language(language())) for one in contract.faults] if contract else [],
        messages=[one.text.in_language(language()) for one in contract.messages] if contract else [],
        outlook=office().call_repairs.outlook(incident_id, me()) if "skip" in incident.actions else None,
    )


def _settled(incident: IncidentView) -> str:
    words = SETTLED.get(incident.settlement or "")
    return words() if words else ""
