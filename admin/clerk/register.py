"""The register of official letters: what came, what went, and what people decide about a letter."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from admin import filters, letter_words
from admin.request_context import me, office
from core.domain.letters import REASONED, Direction, LetterStatus
from core.errors.base import CoreError
from core.errors.requests import BadValue
from core.services.correspondence.register import READERS, WRITERS
from core.services.views.dossiers import Applicant
from core.services.views.letters import LetterFilter
from web import guard, messages
from web.i18n import gettext as _
from web.i18n import language, lazy_gettext
from web.request_helpers import see_other

pages = Blueprint("register", __name__)
SIZE = 30
LABELS = {"direction": lazy_gettext("Direction"), "dossier": lazy_gettext("Dossier")}


@pages.get("/register")
@guard.role(*READERS)
def listing() -> str:
    """A page of the register, the newest first."""
    read = filters.FilterReader(request.args, LABELS)
    direction = Direction(read.one_of("direction", tuple(Direction)) or Direction.IN)
    state, dossier = read.one_of("state", ("open", "closed")), read.one_of("dossier", ("none", "joined"))
    wanted = LetterFilter(
        direction=direction,
        search=read.text("search") or "",
        open=None if state is None else state == "open",
        loose=None if dossier is None else dossier == "none",
    )
    said: dict[str, Any] = read.said
    page = office().correspondence.page(wanted, me(), request.args.get("after") or None, SIZE)
    return render_template(
        "clerk/register.html",
        page=page,
        said={"direction": direction, **said},
        faults=read.faults,
        status_words=letter_words.status,
        next_address=url_for("register.listing", **said, after=page.next) if page.next else "",
        first_address=url_for("register.listing", **said) if request.args.get("after") else "",
    )


@pages.get("/register/<uuid:letter_id>")
@guard.role(*READERS)
def show(letter_id: UUID) -> str:
    """One letter, its files and what was said of it."""
    return _page(letter_id)


def _page(letter_id: UUID, fault: str = "") -> str:
    """The letter; after a refusal with its reason, and what was typed stays in the forms."""
    view = office().correspondence.get(letter_id, me())
    receives = view.may_open and me().holds("receiver", "admin")
    return render_template(
        "clerk/letter.html",
        letter=view,
        fault=fault,
        typed=request.form,
        reasoned=REASONED,
        procedures=office().procedures.catalogue() if receives else (),
        status_words=letter_words.status,
        kind_words=letter_words.kind,
    )


@pages.get("/register/<uuid:letter_id>/files/<int:position>")
@guard.role(*READERS)
def download(letter_id: UUID, position: int) -> Response:
    """A file of a letter, always as a download."""
    view, content = office().correspondence.file(letter_id, position, me())
    answer = send_file(BytesIO(content), mimetype=view.media_type, as_attachment=True, download_name=view.name)
    answer.direct_passthrough = False
    answer.set_data(content)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    return answer


@pages.post("/register/<uuid:letter_id>/say")
@guard.role(*WRITERS)
def say(letter_id: UUID) -> ResponseReturnValue:
    """Says something of the letter to the other office."""
    try:
        named = request.form.get("status", "")
        if named not in tuple(LetterStatus):
            raise BadValue(field="status", reason=_("Choose one of the options offered."))
        office().correspondence.say(letter_id, LetterStatus(named), request.form.get("reason", ""), me())
    except CoreError as error:
        return _page(letter_id, messages.text(error, language())), 422
    flash(_("Noted: %(status)s. The other office is told.", status=letter_words.status(named)), "success")
    return see_other(url_for("register.show", letter_id=letter_id))


@pages.post("/register/<uuid:letter_id>/join")
@guard.role(*WRITERS)
def join(letter_id: UUID) -> ResponseReturnValue:
    """Joins the letter with a dossier."""
    try:
        code = office().correspondence.join(letter_id, request.form.get("dossier", ""), me())
    except CoreError as error:
        return _page(letter_id, messages.text(error, language())), 422
    flash(_("The letter now belongs to dossier %(dossier)s; its files are papers there.", dossier=code), "success")
    return see_other(url_for("register.show", letter_id=letter_id))


@pages.post("/register/<uuid:letter_id>/open")
@guard.role("receiver", "admin")
def open_dossier(letter_id: UUID) -> ResponseReturnValue:
    """Opens a dossier with the letter."""
    applicant = Applicant(name=request.form.get("applicant", "").strip())
    try:
        opened = office().correspondence.open_dossier(letter_id, request.form.get("procedure", ""), applicant, me())
    except CoreError as error:
        return _page(letter_id, messages.text(error, language())), 422
    flash(_("Dossier %(dossier)s was opened with the letter.", dossier=opened.code), "success")
    return see_other(url_for("dossier.data", code=opened.code))
