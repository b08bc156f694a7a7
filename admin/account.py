"""Signing in and out. The limit on tries, and what a wrong name looks like, are the office's rules."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin.desk import office, sentence
from core.errors import LoginFailed, TooManyTries
from web import guard
from web.problems import STATUS
from web.requests import safe_address, see_other
from web.session import current_actor, sign_in, sign_out

pages = Blueprint("account", __name__)


@pages.get("/login")
@guard.public
def login() -> ResponseReturnValue:
    """The form to sign in; somebody who already is goes on."""
    if current_actor() is not None:
        return see_other(_wanted())
    return render_template("account/login.html", wanted=_wanted(), username="", problem="")


@pages.post("/login")
@guard.public
def sign_in_now() -> ResponseReturnValue:
    """Checks name and password and goes back to the page that was wanted."""
    username = request.form.get("username", "").strip()
    try:
        actor = office().accounts.authenticate(username, request.form.get("password", ""), request.remote_addr or "")
    except (LoginFailed, TooManyTries) as error:
        return _again(username, error)
    sign_in(actor)
    return see_other(_wanted())


@pages.post("/logout")
@guard.public
def logout() -> Response:
    """Ends the session."""
    sign_out()
    return see_other(url_for("account.login"))


def _again(username: str, error: LoginFailed | TooManyTries) -> Response:
    page = render_template("account/login.html", wanted=_wanted(), username=username, problem=sentence(error))
    return make_response(page, STATUS[error.kind])


def _wanted() -> str:
    return safe_address(request.values.get("next"), url_for("home.start"))
