"""The second factor: shown when signing in, set up with an authenticator, removed, and its recovery codes."""

from __future__ import annotations

from typing import Any

import segno
from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin.account import browsers
from admin.account.signing_in import onward, wanted
from admin.request_context import office, reason, sentence, this_session
from core.errors.base import CoreError
from core.errors.requests import BadValue, TooManyTries
from core.errors.sign_in import FactorNeeded, FactorUnreadable, FactorWrong
from web import guard
from web.http_status import HTTP_STATUS_BY_KIND
from web.i18n import gettext as _
from web.problems import with_wait
from web.request_helpers import see_other

pages = Blueprint("factor", __name__)


@pages.get("/login/code")
@guard.entering
def code() -> ResponseReturnValue:
    """The second step of signing in."""
    if this_session().pending != "factor":
        return onward(wanted())
    return render_template("account/code.html", wanted=wanted(), problem="")


@pages.post("/login/code")
@guard.entering
def show_code() -> ResponseReturnValue:
    """Checks the code of the authenticator, or a recovery code."""
    current = this_session()
    if current.pending != "factor":
        return onward(wanted())
    known = browsers.mark_of(current.actor.username)
    try:
        office().second_factors.show_factor(current, request.form.get("code", ""), known)
    except (FactorWrong, FactorUnreadable, TooManyTries) as error:
        page = render_template("account/code.html", wanted=wanted(), problem=sentence(error))
        return with_wait(make_response(page, HTTP_STATUS_BY_KIND[error.kind]), error)
    return browsers.remember(onward(wanted()), current.actor.username)


@pages.get("/account/factor")
@guard.entering
def form() -> ResponseReturnValue:
    """The second factor as it stands, and the way to set one up."""
    return _elsewhere_first() or _page()


@pages.post("/account/factor/begin")
@guard.entering
def begin() -> ResponseReturnValue:
    """A new secret, shown as a square to scan."""
    if first := _elsewhere_first():
        return first
    try:
        office().second_factors.begin_factor(this_session(), request.form.get("password", ""))
    except BadValue as error:
        return make_response(_page(errors={"password": [reason(error)]}), 422)
    except TooManyTries as error:
        return _refused(error)
    return see_other(url_for("factor.form", next=wanted()))


@pages.post("/account/factor/confirm")
@guard.entering
def confirm() -> ResponseReturnValue:
    """The authenticator has shown the right code; the recovery codes are shown this once."""
    if first := _elsewhere_first():
        return first
    try:
        made = office().second_factors.confirm_factor(this_session(), request.form.get("code", ""))
    except (FactorWrong, FactorUnreadable) as error:
        return make_response(_page(errors={"code": [sentence(error)]}), 422)
    except TooManyTries as error:
        return _refused(error)
    return _codes_page(made)


@pages.post("/account/factor/codes")
@guard.login
def new_codes() -> ResponseReturnValue:
    """Fresh recovery codes instead of the old ones."""
    try:
        return _codes_page(office().second_factors.new_recovery_codes(this_session(), request.form.get("code", "")))
    except (FactorWrong, FactorUnreadable, TooManyTries) as error:
        return _refused(error)


@pages.post("/account/factor/remove")
@guard.login
def remove() -> ResponseReturnValue:
    """Signing in asks for the password alone again."""
    try:
        office().second_factors.remove_factor(this_session(), request.form.get("code", ""))
    except (FactorWrong, FactorNeeded, FactorUnreadable, TooManyTries) as error:
        return _refused(error)
    flash(_("The second factor is removed."), "success")
    return see_other(url_for("factor.form"))


def _elsewhere_first() -> Response | None:
    """Somebody who has to show the factor, or to change the password, does that before setting up another."""
    return onward(url_for("factor.form", next=wanted())) if this_session().pending in ("factor", "password") else None


def _refused(error: CoreError) -> Response:
    return with_wait(make_response(_page(problem=sentence(error)), HTTP_STATUS_BY_KIND[error.kind]), error)


def _page(**more: Any) -> str:
    factors, current = office().second_factors, this_session()
    state = factors.factor(current)
    try:
        setup = factors.begun_factor(current)
    except FactorUnreadable:  # begun under another key: begun anew
        setup = None
    facts: dict[str, Any] = {"problem": "", "errors": {}}
    return render_template(
        "account/factor.html",
        **{**facts, **more},
        state=state,
        setup=setup,
        square=segno.make(setup.uri, error="m").svg_data_uri(scale=5, border=3) if setup else "",
        ask_password=factors.asks_for_password(current),
        forced=current.pending == "enrol",
        wanted=wanted(),
    )


def _codes_page(made: list[str]) -> Response:
    """Answered directly: the codes are in no cookie, no address and no log."""
    return make_response(render_template("account/codes.html", codes=made, wanted=wanted()))
