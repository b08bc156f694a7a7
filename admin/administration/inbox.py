"""The inbox: what outside systems sent and could not be taken, and what an administrator decides about it, one or many."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin import filters
from admin.request_context import me, office, sentence
from core.domain.states import ANY_STATE, InboundState
from core.errors.base import CoreError
from core.errors.requests import BadValue, NotFound
from core.services.views.inbound import InboxItem
from web import guard
from web.http_status import HTTP_STATUS_BY_KIND
from web.i18n import gettext as _
from web.i18n import ngettext
from web.request_helpers import see_other

pages = Blueprint("inbox", __name__)
SIZE = 30
STATES = (*InboundState, ANY_STATE)
SHOWN_BYTES = 20_000
#: why an item was not taken, by the codes of ``workers.inbound``
REASONS: Mapping[str, Callable[[], str]] = {
    "unmatched": lambda: _("No dossier waits for it"),
    "parcel-unknown": lambda: _("No parcel of ours has this code, or its dossier does not wait for the news"),
    "parcel-code-unknown": lambda: _(
        "The carrier uses a code that stands in none of our tables; add it, then try again"
    ),
    "order-unknown": lambda: _("The carrier does not know this order"),
    "order-doubled": lambda: _("The carrier has this parcel besides the one we know, under the same order number"),
    "order-unrecorded": lambda: _("The carrier has this parcel of our number, and we know none"),
    "contradiction": lambda: _("It came before under the same name and said something else; ask its sender"),
    "money-booked": lambda: _("The money is booked; no step of the dossier waits for it"),
    "dossier-unknown": lambda: _("No dossier here has this code"),
    "source-gone": lambda: _("The connector that understands it is no longer installed"),
    "not-given": lambda: _("Its sender holds it and does not give it; it is asked for again by itself"),
    "not-for-us": lambda: _("It is for none of our units"),
    "letter-unknown": lambda: _("It is about a letter that is not here"),
    "document-reused": lambda: _("Another letter has come under the same name"),
    "attachment": lambda: _("A file of it may not come in; the sender was told"),
    "procedure-unknown": lambda: _("The office does not offer this procedure"),
    "unit-unknown": lambda: _("There is no such unit here"),
    "not-awaited": lambda: _("Its dossier does not wait for a supplement"),
    "nothing-new": lambda: _(
        "It brings no paper that its dossier does not have; what was filled in anew is not taken over"
    ),
    "first-not-open": lambda: _("What was filed first under this code is not open yet"),
    "form-wrong": lambda: _("What was filled in does not fit the form"),
    "paper-refused": lambda: _("A paper of it may not come in"),
    "signature": lambda: _("Its signature is broken, or nobody we know has signed it"),
    "scanner": lambda: _("The virus scanner is away; it is tried again by itself"),
    "unreadable": lambda: _("It cannot be read"),
    "contract": lambda: _("It holds other values than agreed"),
    "stopped": lambda: _("Its dossier could not move on; an incident tells why"),
    "outside": lambda: _("The outside system could not be asked about it"),
    "refused": lambda: _("The office does not take it"),
    "fault": lambda: _("A fault on our side; the log has it under this number"),
}


@pages.get("/inbox")
@guard.role("admin")
def listing() -> str:
    """A page of items, the newest first; those that wait for a person unless asked otherwise."""
    return _list()


@pages.get("/inbox/<uuid:item_id>")
@guard.role("admin")
def show(item_id: UUID) -> str:
    """One item with what it holds."""
    return _one(office().inbox.get(item_id, me()))


@pages.post("/inbox")
@guard.role("admin")
def decide() -> ResponseReturnValue:
    """Does with the ticked items what was asked for; what was typed stands there again if that cannot be."""
    chosen = [item for text in request.form.getlist("item") if (item := _id(text))]
    what = request.form.get("do", "")
    try:
        if what == "retry":
            _told(
                office().inbox.retry(chosen, me()), _("Offered again; what can be taken is gone from here in a moment.")
            )
        elif what == "assign":
            code = request.form.get("dossier", "")
            _told(office().inbox.assign(chosen, code, me()), _("Given to the dossier; it stands in its history."))
        elif what == "set-aside":
            _told(office().inbox.set_aside(chosen, request.form.get("reason", ""), me()), _("Set aside."))
        else:
            return _again("", 200)
    except (BadValue, NotFound) as error:
        return _again(sentence(error), HTTP_STATUS_BY_KIND[error.kind])
    return see_other(url_for("inbox.listing"))


def _told(number: int, words: str) -> None:
    some = ngettext("%(num)d message", "%(num)d messages", number)
    flash(f"{some}: {words}" if number else _("Somebody has settled it meanwhile."), "success" if number else "info")


def _again(problem: str, status: int) -> Response:
    """The page the form came from, with what was typed."""
    item = _id(request.form.get("page", ""))
    try:
        text = _one(office().inbox.get(item, me()), problem) if item else _list(problem)
    except CoreError as error:
        text = _list(sentence(error))
    return make_response(text, status)


def _list(problem: str = "") -> str:
    read = filters.FilterReader(request.args)
    state = read.one_of("state", STATES) or InboundState.PARKED
    found = office().inbox.page(me(), state, request.args.get("after") or None, SIZE)
    return render_template(
        "administration/inbox.html",
        page=found,
        state=state,
        states=STATE_NAMES,
        refused=office().inbox.refused_today(me()),
        why=why,
        typed=request.form,
        ticked=set(request.form.getlist("item")),
        problem=problem,
        faults=read.faults,
        next_address=url_for("inbox.listing", state=state, after=found.next) if found.next else "",
        first_address=url_for("inbox.listing", state=state) if request.args.get("after") else "",
    )


def _one(item: InboxItem, problem: str = "") -> str:
    return render_template(
        "administration/inbox_item.html",
        item=item,
        states=STATE_NAMES,
        why=why,
        contents=_contents(item.raw),
        typed=request.form,
        problem=problem,
    )


STATE_NAMES: Mapping[str, Callable[[], str]] = {
    InboundState.PARKED: lambda: _("Waits for a person"),
    InboundState.WAITING: lambda: _("Being offered"),
    InboundState.TAKEN: lambda: _("Taken"),
    InboundState.SET_ASIDE: lambda: _("Set aside"),
    ANY_STATE: lambda: _("All"),
}


def why(item: InboxItem) -> str:
    """Why an item was not taken, in words; of one that belongs to a dossier by a person's word, which."""
    if item.reason == "unmatched" and item.assigned:
        return _("Dossier %(dossier)s does not wait for it", dossier=item.assigned)
    words = REASONS[item.reason]() if item.reason in REASONS else item.reason
    return f"{words}: {item.detail}" if item.detail else words


def _contents(raw: bytes | None) -> str:
    """What an item holds, for reading: JSON in lines, anything else as text."""
    if raw is None:
        return ""
    text = raw[:SHOWN_BYTES].decode("utf-8", "replace").replace("\0", "\ufffd")
    try:
        shown = json.dumps(json.loads(raw), ensure_ascii=False, indent=2)[:SHOWN_BYTES]
        return shown.encode("utf-8", "backslashreplace").decode()  # half a surrogate pair is no character
    except (ValueError, RecursionError):
        return text


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
