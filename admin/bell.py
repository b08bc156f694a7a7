"""The bell: what a person was told of, newest first, and that they have read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from admin.request_context import me, office
from core.domain.staff_notices import StaffNoticeKind
from core.services.views.staff_notices import StaffNoticeView
from web import guard
from web.i18n import gettext as _
from web.i18n import language
from web.request_helpers import see_other

pages = Blueprint("bell", __name__)
SENTENCES: Final[Mapping[str, Callable[[str], str]]] = {
    StaffNoticeKind.ASSIGNED: lambda what: _("The task “%(task)s” is given to you.", task=what),
    StaffNoticeKind.RETURNED: lambda what: _("“%(task)s”, which you have done before, is to be done again.", task=what),
    StaffNoticeKind.OPINION: lambda what: _("Your opinion is asked for: “%(task)s”.", task=what),
    StaffNoticeKind.CALL: lambda what: _(
        "A call to another system failed for good (%(call)s); an administrator is to look.", call=what
    ),
    StaffNoticeKind.LETTER: lambda what: _("A letter to the applicant reached nobody; the desk calls or writes."),
    StaffNoticeKind.PARCEL: lambda what: _("The post did not deliver the result: “%(task)s”.", task=what),
}


@pages.get("/bell")
@guard.login
def listing() -> str:
    """What I was told of."""
    return render_template("bell.html", notices=office().bell.page(me()), said=said)


@pages.post("/bell/read")
@guard.login
def read_all() -> ResponseReturnValue:
    """Marks everything as read."""
    office().bell.read(me())
    return see_other(url_for("bell.listing"))


@pages.post("/bell/<uuid:notice>/read")
@guard.login
def read(notice: UUID) -> ResponseReturnValue:
    """Marks one as read."""
    office().bell.read(me(), notice)
    return see_other(url_for("bell.listing"))


def said(notice: StaffNoticeView) -> str:
    """What happened, in a sentence."""
    what = notice.what
    if notice.kind == StaffNoticeKind.CALL:
        what = office().topics.done_by(what, language()) or what
    return SENTENCES[notice.kind](what)
