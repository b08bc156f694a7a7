"""The account page: how one signs in, where one is signed in, and the tokens of one's programs."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue

from admin.request_context import me, office, this_session
from web import guard
from web.i18n import gettext as _
from web.request_helpers import see_other
from web.session import sign_out

pages = Blueprint("own", __name__)


@pages.get("/account")
@guard.login
def show() -> str:
    """Password, sessions and tokens of the person at work."""
    house = office()
    return render_template(
        "account/own.html",
        person=this_session().actor,
        sessions=house.sessions.sessions(this_session()),
        tokens=[one for one in house.tokens.tokens(me()) if one.state == "valid"],
        factor=house.second_factors.factor(this_session()),
        passwords=house.context.settings.passwords,
    )


@pages.post("/account/sessions/<uuid:session>/end")
@guard.login
def end_session(session: UUID) -> ResponseReturnValue:
    """Ends one of the own sessions, wherever it is."""
    if session == this_session().id:
        sign_out()
        return see_other(url_for("account.login"))
    office().sessions.end_own(session, me())
    flash(_("The session has ended."), "success")
    return see_other(url_for("own.show"))
