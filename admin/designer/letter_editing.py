"""Letters edited in the web: listed, shown with made-up values while they are typed, and saved as a version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import Blueprint, Response, flash, make_response, render_template, request
from flask.typing import ResponseReturnValue

from admin import letter_places
from admin.filters import FilterReader
from admin.letter_places import Place
from admin.request_context import me, office, sentence
from core.errors.base import CoreError
from core.errors.letters import LetterMovedOn, LetterRefused
from core.errors.migration import ReasonMissing
from core.errors.problems import ProblemView
from core.errors.procedures import DeploymentRefused, VersionMovedOn
from core.errors.requests import BadValue
from core.services.views.letter_changes import LetterShown, LetterText
from web import guard
from web.http_status import HTTP_STATUS_BY_KIND
from web.i18n import gettext as _
from web.request_helpers import is_htmx, see_other, sent_key

pages = Blueprint("letter_texts", __name__)
LANGUAGES = ("vi", "en")


@dataclass(frozen=True, slots=True)
class _Form:
    """What stands in the form. ``problems``: why it was not saved; ``conflict``: somebody was faster; ``of``: the number of the older
    text that is shown."""

    source: str
    mark: str
    reason: str = ""
    problems: Sequence[ProblemView] = ()
    reason_error: str = ""
    conflict: str = ""
    of: int = 0
    again: LetterText | None = field(default=None, repr=False)


@pages.get("/letters")
@guard.role("designer", "admin")
def listing() -> str:
    """The letters of the office, or of a procedure; narrowed by event and language."""
    procedures = office().procedures.catalogue()
    labels = {"procedure": _("Letters of"), "event": _("Event"), "language": _("Language")}
    read = FilterReader(request.args, labels)
    code = read.one_of("procedure", [one.code for one in procedures]) or ""
    lines = office().procedure_letters.lines(code, me()) if code else office().office_letters.lines(me())
    events = list(dict.fromkeys(one.event for one in lines))
    event, language = read.one_of("event", events), read.one_of("language", LANGUAGES)
    return render_template(
        "designer/letter_list.html",
        lines=[one for one in lines if language in (None, one.language) and event in (None, one.event)],
        events=events,
        procedures=procedures,
        chosen={"procedure": code, "language": language, "event": event},
        faults=read.faults,
        name_of=letter_places.event_name,
    )


@pages.get("/letters/office/<event>/<language>")
@guard.role("designer", "admin")
def of_office(event: str, language: str) -> str:
    """A letter of the office, to be read or edited; ``?number=``: an older text of it."""
    return _opened(Place(event, language))


@pages.post("/letters/office/<event>/<language>")
@guard.role("designer", "admin")
def change_of_office(event: str, language: str) -> ResponseReturnValue:
    """Shows what was typed, saves it, or goes back to the shipped text."""
    return _sent(Place(event, language))


@pages.get("/letters/procedures/<code>/<event>/<language>")
@guard.role("designer", "admin")
def of_procedure(code: str, event: str, language: str) -> str:
    """A letter of a procedure, to be read or edited."""
    return _opened(Place(event, language, code))


@pages.post("/letters/procedures/<code>/<event>/<language>")
@guard.role("designer", "admin")
def change_of_procedure(code: str, event: str, language: str) -> ResponseReturnValue:
    """Shows what was typed, deploys it, or takes the procedure's own letter away."""
    return _sent(Place(event, language, code))


def _opened(place: Place) -> str:
    letter = place.text()
    number = request.args.get("number", type=int) or 0
    older = next((one for one in letter.revisions if one.number == number), None)
    if older is None:
        return _page(place, letter, _Form(letter.source, letter.mark))
    source = letter.behind if older.source is None else older.source
    return _page(place, letter, _Form(source, letter.mark, of=number))


def _sent(place: Place) -> ResponseReturnValue:
    source, act = request.form.get("source", ""), request.form.get("act", "show")
    form = _Form(source, request.form.get("mark", ""), request.form.get("reason", ""))
    if act not in ("save", "restore"):
        if is_htmx():
            return render_template("designer/_letter_shown.html", shown=place.show(source))
        return _page(place, place.text(), form)
    try:
        saved = place.save(None if act == "restore" else source, form.reason, form.mark, sent_key())
    except (ReasonMissing, BadValue, LetterRefused, DeploymentRefused, LetterMovedOn, VersionMovedOn) as error:
        return _refused(place, form, error)
    flash(place.told(saved), "success" if saved.changed else "info")
    return see_other(place.address())


def _refused(place: Place, form: _Form, error: CoreError) -> Response:
    """The form again with all that was typed. After somebody else's change it may be saved again, knowingly."""
    letter, mark, again = place.text(), form.mark, None
    if isinstance(error, (LetterMovedOn, VersionMovedOn)):
        mark, again = letter.mark, letter
    found = _Form(
        form.source,
        mark,
        form.reason,
        problems=error.problems if isinstance(error, (LetterRefused, DeploymentRefused)) else (),
        reason_error=sentence(error) if isinstance(error, (ReasonMissing, BadValue)) else "",
        conflict=sentence(error) if again else "",
        again=again,
    )
    return make_response(_page(place, letter, found), HTTP_STATUS_BY_KIND[error.kind])


def _page(place: Place, letter: LetterText, form: _Form) -> str:
    shown: LetterShown = place.show(form.source)
    known = {(one.code, one.message) for one in shown.problems}
    return render_template(
        "designer/letter_edit.html",
        place=place,
        letter=letter,
        form=form,
        shown=shown,
        # What deployment says of other files of the procedure stands above; what it says of this one is in the preview.
        elsewhere=[one for one in form.problems if (one.code, one.message) not in known],
        title=_("Letter %(name)s", name=f"{place.event}.{place.language}"),
    )
