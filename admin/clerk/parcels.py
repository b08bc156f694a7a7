"""Parcels to hand over to the carrier: the list, the labels, the manifest that both sides sign."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin.request_context import me, office, sentence
from core.errors.base import CoreError
from core.errors.postage import ParcelNotWaiting
from core.errors.requests import BadValue
from core.services.outside.manifests import DESK
from web import guard
from web.http_status import HTTP_STATUS_BY_KIND
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


@pages.get("/parcels/labels")
@guard.role(*DESK)
def labels() -> str:
    """The labels of what was ticked, or of all that wait."""
    chosen = set(request.args.getlist("parcel"))
    lines = [line for line in office().manifests.waiting(me()) if not chosen or line.tracking_code in chosen]
    units = {line.unit: office().units.find(line.unit) for line in lines}
    return render_template("clerk/labels.html", lines=lines, units=units)


@pages.get("/parcels/manifests/<number>")
@guard.role(*DESK)
def manifest(number: str) -> str:
    """A manifest to print, in two copies."""
    view = office().manifests.show(number, me())
    return render_template("clerk/manifest.html", manifest=view, unit=office().units.find(view.unit))


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
