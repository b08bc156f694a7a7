"""Changing one's password: at any time, and before anything else while it is one that somebody else set."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin.account.signing_in import onward, wanted
from admin.request_context import office, reason, sentence, this_session
from core.errors.requests import BadValue, TooManyTries
from web import guard
from web.http_status import HTTP_STATUS_BY_KIND
from web.i18n import gettext as _
from web.problems import with_wait

pages = Blueprint("password", __name__)


@pages.get("/account/password")
@guard.entering
def form() -> ResponseReturnValue:
    """The form: the present password once, the new one twice."""
    if this_session().pending == "factor":
        return onward(wanted())
    return _page({}, "")


@pages.post("/account/password")
@guard.entering
def change() -> ResponseReturnValue:
    """Changes it; every other session of the person ends."""
    current = this_session()
    if current.pending == "factor":
        return onward(wanted())
    old, new, again = (request.form.get(name, "") for name in ("old", "new", "again"))
    try:
        office().passwords.change_own_password(old, new, again, current)
    except BadValue as error:
        return make_response(_page({str(error.params["field"]): [reason(error)]}, ""), 422)
    except TooManyTries as error:
        return with_wait(make_response(_page({}, sentence(error)), HTTP_STATUS_BY_KIND[error.kind]), error)
    flash(_("The new password counts from now on. Your other sessions have ended."), "success")
    return onward(wanted() if current.pending else url_for("own.show"))


def _page(errors: dict[str, list[str]], problem: str) -> str:
    current = this_session()
    return render_template(
        "account/password.html",
        errors=errors,
        problem=problem,
        forced=current.pending == "password",
        wanted=wanted(),
        username=current.actor.username,
    )
