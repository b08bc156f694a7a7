"""Parcels to hand over to the carrier: the list, the labels, the manifest that both sides sign."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin.request_context import me, office, sentence
from core.errors.base import CoreError
from core.errors.postage import ParcelNotWaiting
from core.errors.requests import BadValue
from core.services.outside.manifests import DESK
from core.services.views.shipments import Delivery
from web import guard
from web.http_status import HTTP_STATUS_BY_KIND
from web.i18n import gettext as _
from web.papers import shown_pdf
from web.request_helpers import see_other, sent_key

pages = Blueprint("parcels", __name__)


@pages.get("/parcels")
@guard.role(*DESK)
def listing() -> str:
    """What waits for the carrier, and the last manifests."""
    return _listing()


@pages.post("/parcels/hand-over")
@guard.role(*DESK)
def hand_over() -> ResponseReturnValue:
    """Makes the manifest of what was ticked; what is wrong comes back with what was typed."""
    chosen, person = request.form.getlist("parcel"), request.form.get("person", "")
    try:
        made = office().manifests.hand_over(chosen, person, me(), sent_key())
    except (BadValue, ParcelNotWaiting) as error:
        return make_response(_listing(error), HTTP_STATUS_BY_KIND[error.kind])
    return see_other(url_for("parcels.manifest", number=made.number))


@pages.get("/parcels/labels.pdf")
@guard.role(*DESK)
def labels() -> Response:
    """The labels of what was ticked, or of all that wait, to print."""
    paper = office().postal_papers.labels(request.args.getlist("parcel"), me())
    if paper is None:
        flash(_("None of these parcels waits for the carrier any more."), "warning")
        return see_other(url_for("parcels.listing"))
    return shown_pdf(paper, "nhan-buu-gui")


@pages.get("/parcels/manifests/<number>")
@guard.role(*DESK)
def manifest(number: str) -> str:
    """What was handed over to a carrier at once."""
    return render_template("clerk/manifest.html", manifest=office().manifests.show(number, me()))


@pages.get("/parcels/manifests/<number>.pdf")
@guard.role(*DESK)
def manifest_paper(number: str) -> Response:
    """The manifest that both sides sign, to print."""
    return shown_pdf(office().postal_papers.manifest(number, me()), number)


@pages.get("/dossiers/<code>/parcels/<tracking_code>")
@guard.role(*DESK)
def change(code: str, tracking_code: str) -> ResponseReturnValue:
    """An order that still can be put right or taken back."""
    try:
        return _change(code, tracking_code)
    except ParcelNotWaiting as error:
        return _gone(error)


@pages.post("/dossiers/<code>/parcels/<tracking_code>/correct")
@guard.role(*DESK)
def correct(code: str, tracking_code: str) -> ResponseReturnValue:
    """Another receiver or address, told to the carrier."""
    to = Delivery(*(request.form.get(name, "") for name in ("receiver", "phone", "address")))
    try:
        office().parcel_changes.correct(code, tracking_code, to, request.form.get("reason", ""), me(), sent_key())
    except BadValue as error:
        return make_response(_change(code, tracking_code, error), HTTP_STATUS_BY_KIND[error.kind])
    except ParcelNotWaiting as error:
        return _gone(error)
    flash(_("Put right. The carrier is told; print the label anew."), "success")
    return see_other(url_for("parcels.listing"))


@pages.post("/dossiers/<code>/parcels/<tracking_code>/cancel")
@guard.role(*DESK)
def cancel(code: str, tracking_code: str) -> ResponseReturnValue:
    """Takes the order back; the dossier's next task follows from the carrier's answer."""
    try:
        office().parcel_changes.cancel(code, tracking_code, request.form.get("reason", ""), me(), sent_key())
    except BadValue as error:
        return make_response(_change(code, tracking_code, error), HTTP_STATUS_BY_KIND[error.kind])
    except ParcelNotWaiting as error:
        return _gone(error)
    flash(
        _("Taken back. Keep the parcel here; what happens next comes as a task once the carrier has confirmed."),
        "success",
    )
    return see_other(url_for("parcels.listing"))


def _change(code: str, tracking_code: str, error: BadValue | None = None) -> str:
    parcel = office().parcel_changes.show(code, tracking_code, me())
    typed = request.form if error else asdict(parcel.to)
    problem = sentence(error) if error else ""
    return render_template("clerk/parcel_change.html", parcel=parcel, typed=typed, problem=problem)


def _gone(error: ParcelNotWaiting) -> Response:
    return make_response(_listing(error), HTTP_STATUS_BY_KIND[error.kind])


def _listing(error: CoreError | None = None) -> str:
    typed = request.form
    return render_template(
        "clerk/parcels.html",
        waiting=office().manifests.waiting(me()),
        manifests=office().manifests.recent(me()),
        problem=sentence(error) if error else "",
        chosen=typed.getlist("parcel") if error else None,
        person=typed.get("person", ""),
    )
