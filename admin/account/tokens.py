"""The tokens of one's own programs: made (shown once), listed with their last use, revoked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin.request_context import me, office, reason
from core.errors.requests import BadValue
from core.services.people.tokens import SCOPES, USUAL, after_days
from core.services.views.sign_in import TokenView
from web import guard
from web.i18n import gettext as _
from web.request_helpers import see_other

pages = Blueprint("tokens", __name__)
DAYS = (30, 90, 365, 0)  # 0: without an end
COMMON_DAYS = 90


@pages.get("/account/tokens")
@guard.login
def listing() -> str:
    """The own tokens, and the form for a new one."""
    return page(me().username, url_for("tokens.create"))


@pages.post("/account/tokens")
@guard.login
def create() -> ResponseReturnValue:
    """Makes a token; it is shown this once."""
    return made(me().username, url_for("tokens.create"))


@pages.post("/account/tokens/<uuid:token>/revoke")
@guard.login
def revoke(token: UUID) -> ResponseReturnValue:
    """The token is worth nothing from now on."""
    view = office().tokens.revoke_token(token, me())
    return revoked(view, url_for("tokens.listing"))


def made(username: str, action: str) -> Response:
    """A new token for a person, on the page that shows it once: it is in no cookie, no address and no log."""
    typed: dict[str, Any] = {
        "name": request.form.get("name", ""),
        "scopes": request.form.getlist("scopes"),
        "days": _days(),
    }
    expires = after_days(office().context.now(), typed["days"])
    try:
        secret, view = office().tokens.new_token(username, typed["name"], typed["scopes"], me(), expires)
    except BadValue as error:
        errors = {str(error.params["field"]): [_advice(error)]}
        return make_response(page(username, action, typed=typed, errors=errors), 422)
    return make_response(page(username, action, secret=secret, made=view))


def revoked(view: TokenView, address: str) -> Response:
    """Back to the list."""
    flash(_("The token “%(name)s” is revoked. Programs that still use it are refused.", name=view.name), "success")
    return see_other(address)


def page(username: str, action: str, **more: Any) -> str:
    """The tokens of a person and the form for a new one."""
    facts: dict[str, Any] = {
        "typed": {"name": "", "scopes": [], "days": COMMON_DAYS},
        "errors": {},
        "secret": "",
        "made": None,
    }
    own = username == me().username
    return render_template(
        "account/tokens.html",
        **{**facts, **more},
        username=username,
        own=own,
        action=action,
        all_scopes=SCOPES if me().holds("admin") else USUAL,
        all_days=DAYS,
        tokens=office().tokens.tokens(me(), username),
    )


def _advice(error: BadValue) -> str:
    return _("Choose at least one.") if error.params["field"] == "scopes" else reason(error)


def _days() -> int:
    given = request.form.get("days", "")
    return int(given) if given in {str(days) for days in DAYS} else COMMON_DAYS
