"""Signing in and out. The limit on attempts and the answer to a wrong name are decided by the services."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin.account import browsers
from admin.request_context import office, sentence
from core.errors.requests import TooManyTries
from core.errors.sign_in import LoginFailed, PasswordsOff
from web import guard
from web.http_status import HTTP_STATUS_BY_KIND
from web.problems import with_wait
from web.request_helpers import safe_address, see_other
from web.session import current_session, sign_in, sign_out

pages = Blueprint("account", __name__)
#: Where somebody is sent who must do something before anything else.
STEPS = {"factor": "factor.code", "password": "password.form", "enrol": "factor.form"}


@pages.get("/login")
@guard.public
def login() -> ResponseReturnValue:
    """The form to sign in; somebody who already is goes on, and somebody who is not quite through goes to the next step."""
    office().require_database()  # nobody types a password into a form that cannot be answered
    if current_session() is not None:
        return onward(wanted())
    return login_page("", "", wanted())


@pages.post("/login")
@guard.public
def sign_in_now() -> ResponseReturnValue:
    """Checks name and password and goes back to the page that was wanted."""
    username = request.form.get("username", "").strip()
    known = browsers.mark_of(username)
    try:
        actor = office().passwords.authenticate(
            username, request.form.get("password", ""), request.remote_addr or "", known
        )
    except (LoginFailed, PasswordsOff, TooManyTries) as error:
        return with_wait(
            make_response(login_page(username, sentence(error), wanted()), HTTP_STATUS_BY_KIND[error.kind]), error
        )
    sign_in(actor, "password")
    return browsers.remember(onward(wanted()), actor.username)


@pages.post("/logout")
@guard.public
def logout() -> Response:
    """Ends the session, here and on the server."""
    sign_out()
    return see_other(url_for("account.login"))


def onward(address: str) -> Response:
    """To the page that was wanted, or first to what must be done before it."""
    current = current_session()
    if current is None or not current.pending:
        return see_other(address)
    return see_other(url_for(STEPS[current.pending], next=address))


def wanted() -> str:
    """The page the person came for, when it is one of ours."""
    return safe_address(request.values.get("next"), url_for("home.start"))


def login_page(username: str, problem: str, address: str) -> str:
    """The form to sign in, maybe with what went wrong."""
    settings = office().context.settings
    return render_template(
        "account/login.html",
        wanted=address,
        username=username,
        problem=problem,
        provider=settings.oidc_name if settings.oidc_url else "",
        office_passwords=settings.passwords,
        passwords=settings.passwords or "local" in request.values,
    )
