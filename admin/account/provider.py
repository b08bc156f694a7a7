"""Signing in with the office's provider (OpenID Connect). The pending request is kept in the session cookie until the browser is back."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from admin.account import browsers
from admin.account.signing_in import login_page, onward, wanted
from admin.request_context import office, sentence
from core.errors.base import CoreError, Reason
from core.errors.sign_in import IdentityUnknown, ProviderAway, SignInUnfinished
from core.ports import SignInRequest
from web import guard
from web.http_status import HTTP_STATUS_BY_KIND
from web.request_helpers import safe_address
from web.session import sign_in

pages = Blueprint("provider", __name__)
SESSION_KEY = "elsewhere"
PATIENCE = timedelta(minutes=10)
LONGEST = 4096  # of a code


@pages.get("/login/oidc")
@guard.public
def begin() -> ResponseReturnValue:
    """Sends the browser to the provider."""
    try:
        pending = office().identities.begin_elsewhere(_back())
    except ProviderAway as error:
        return _refused(error)
    session[SESSION_KEY] = {
        "state": pending.state,
        "nonce": pending.nonce,
        "verifier": pending.verifier,
        "at": office().context.now().isoformat(),
        "next": wanted(),
    }
    return redirect(pending.address)


@pages.get("/login/oidc/back")
@guard.public
def back() -> ResponseReturnValue:
    """The browser has come back: checked once against the pending request."""
    kept = session.pop(SESSION_KEY, None)
    try:
        pending, address = _pending_request(kept)
        code = _code()
        actor = office().identities.finish_elsewhere(
            _back(), code, request.args.get("iss"), pending, request.remote_addr or ""
        )
    except (SignInUnfinished, IdentityUnknown, ProviderAway) as error:
        return _refused(error)
    sign_in(actor, "oidc")
    return browsers.remember(onward(address), actor.username)


def _pending_request(kept: Any) -> tuple[SignInRequest, str]:
    """The pending request of this browser and where to go next, if the answer belongs to it. Raises :class:`SignInUnfinished`."""
    if not isinstance(kept, dict):
        raise SignInUnfinished(reason=Reason("it was not begun in this browser, or was finished already"))
    if not hmac.compare_digest(str(kept["state"]).encode(), request.args.get("state", "").encode(errors="replace")):
        raise SignInUnfinished(reason=Reason("the answer belongs to another sign-in"))
    if office().context.now() - datetime.fromisoformat(kept["at"]) > PATIENCE:
        raise SignInUnfinished(reason=Reason("it took too long"))
    pending = SignInRequest(address="", state=kept["state"], nonce=kept["nonce"], verifier=kept["verifier"])
    return pending, safe_address(kept["next"], url_for("home.start"))


def _code() -> str:
    """The code. Raises :class:`SignInUnfinished` where the provider sends something else."""
    if error := request.args.get("error"):
        denied = error in ("access_denied", "interaction_required", "login_required", "consent_required")
        raise SignInUnfinished(reason=Reason("it was broken off") if denied else Reason("the provider refused it"))
    code = request.args.get("code", "")
    if not 0 < len(code) <= LONGEST:
        raise SignInUnfinished(reason=Reason("the provider's answer could not be trusted"))
    return code


def _back() -> str:
    """Where the provider sends the browser back to; it has to be registered there."""
    return office().context.settings.address + url_for("provider.back")


def _refused(error: CoreError) -> Response:
    return make_response(login_page("", sentence(error), wanted()), HTTP_STATUS_BY_KIND[error.kind])
