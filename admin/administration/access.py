"""How a person gets in, for the administrators of the person: second factor, link to the provider, tokens of programs."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin.account import tokens as own
from admin.request_context import me, office, reason
from core.errors.requests import BadValue
from web import guard
from web.i18n import gettext as _
from web.request_helpers import see_other

pages = Blueprint("access", __name__)


@pages.get("/people/<username>/tokens")
@guard.role("admin")
def tokens(username: str) -> str:
    """The tokens of a person."""
    office().accounts.person(username, me())
    return own.page(username, url_for("access.create_token", username=username))


@pages.post("/people/<username>/tokens")
@guard.role("admin")
def create_token(username: str) -> ResponseReturnValue:
    """A token for a program that acts as this person."""
    office().accounts.person(username, me())
    return own.made(username, url_for("access.create_token", username=username))


@pages.post("/people/<username>/tokens/<uuid:token>/revoke")
@guard.role("admin")
def revoke_token(username: str, token: UUID) -> ResponseReturnValue:
    """The token is worth nothing from now on."""
    view = office().tokens.revoke_token(token, me())
    return own.revoked(view, url_for("access.tokens", username=username))


@pages.get("/people/<username>/access")
@guard.role("admin")
def show(username: str) -> str:
    """How the person signs in."""
    return _page(username)


@pages.post("/people/<username>/factor/reset")
@guard.role("admin")
def reset_factor(username: str) -> ResponseReturnValue:
    """For a person whose authenticator and recovery codes are lost."""
    office().second_factors.reset_factor(username, me())
    return _done(username, _("The second factor is reset. The person sets up a new one; all sessions have ended."))


@pages.post("/people/<username>/identity")
@guard.role("admin")
def link(username: str) -> ResponseReturnValue:
    """Links the person with an account at the provider, or with none."""
    subject = request.form.get("subject", "").strip()
    if not subject:
        office().identities.unlink_identity(username, me())
        return _done(username, _("The person is linked with no account at the provider."))
    try:
        office().identities.link_identity(username, subject, me())
    except BadValue as error:
        return make_response(_page(username, subject, [reason(error)]), 422)
    return _done(username, _("The person is linked and signs in with the provider from now on."))


def _done(username: str, words: str) -> Response:
    flash(words, "success")
    return see_other(url_for("access.show", username=username))


def _page(username: str, subject: str = "", errors: list[str] | None = None) -> str:
    person, access = office().accounts.person(username, me()), office().identities.access(username, me())
    settings = office().context.settings
    return render_template(
        "administration/access.html",
        person=person,
        access=access,
        tokens=[one for one in office().tokens.tokens(me(), username) if one.state == "valid"],
        provider=settings.oidc_name if settings.oidc_url else "",
        subject=subject or access.subject or "",
        errors=errors or [],
    )
