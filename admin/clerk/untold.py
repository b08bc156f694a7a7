"""What no letter and no message could tell: the clerk calls or writes, and notes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin.request_context import me, office, sentence
from core.domain.untold import Reason, Way
from core.errors.requests import BadValue
from core.services.outside.manifests import DESK
from core.services.outside.untold import TOLD_BY
from web import guard
from web.http_status import HTTP_STATUS_BY_KIND
from web.i18n import gettext as _
from web.request_helpers import see_other, sent_key

pages = Blueprint("untold", __name__)
#: why the letter reached nobody, in words
REASONS: Final[Mapping[str, Callable[[], str]]] = {
    Reason.NO_ADDRESS: lambda: _(
        "There is no e-mail address and no telephone number to which a message could be sent."
    ),
    Reason.FAILED: lambda: _("The letter was sent in vain."),
    Reason.UNDELIVERED: lambda: _("The message was sent; it is reported that it did not arrive."),
}
#: how the applicant was told
WAYS: Final[Mapping[str, Callable[[], str]]] = {
    Way.PHONE: lambda: _("by telephone"),
    Way.POST: lambda: _("by letter on paper"),
    Way.VISIT: lambda: _("in person"),
    Way.LETTER: lambda: _("the letter went out after all"),
    Way.NONE: lambda: _("could not be reached; what was tried stands in the note"),
}


@pages.get("/untold")
@guard.role(*DESK)
def listing() -> str:
    """Whom to call or to write to, and what to say."""
    return _listing()


@pages.post("/untold/<uuid:letter>")
@guard.role(*DESK)
def done(letter: UUID) -> ResponseReturnValue:
    """Notes that the applicant was told; what is missing comes back with what was typed."""
    given = {name: request.form.get(name, "") for name in ("way", "note")}
    try:
        office().untold.done(letter, given["way"], given["note"], me(), sent_key())
    except BadValue as error:
        return make_response(_listing(letter, given, error), HTTP_STATUS_BY_KIND[error.kind])
    flash(_("Noted. It stands in the dossier's history."), "success")
    return see_other(url_for("untold.listing"))


def _listing(wrong: UUID | None = None, typed: Mapping[str, str] | None = None, error: BadValue | None = None) -> str:
    """``wrong``: the letter of which something is missing; ``typed``: what was filled in there."""
    return render_template(
        "clerk/untold.html",
        waiting=office().untold.waiting(me()),
        told=office().untold.told(me()),
        reasons={name: words() for name, words in REASONS.items()},
        ways={name: words() for name, words in WAYS.items()},
        choices=[(way.value, WAYS[way]()) for way in TOLD_BY],
        wrong=wrong,
        typed=typed or {},
        problem=sentence(error) if error else "",
    )
