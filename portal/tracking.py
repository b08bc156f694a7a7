"""Tracking a dossier by its code and the secret on its receipt.

The secret is sent in the body of a POST and stands in no address, no log and no page. Tries are counted by the office; a wrong
code and a wrong secret get the same answer.
"""

from __future__ import annotations

from itertools import groupby

from flask import Flask, render_template, request

from core.errors.requests import NotFound, TooManyTries
from core.services.views.dossiers import PublicDossier
from portal import payment_texts, push, status_texts
from web import messages
from web.app_state import app_state
from web.guards import guard
from web.i18n import gettext, language

Answer = str | tuple[str, int] | tuple[str, int, dict[str, str]]


@guard.public
def track() -> str:
    """GET /track — the form; ``code`` in the address (from a receipt's QR code) fills in the code."""
    return _form(request.args.get("code", "").strip()[:60])


@guard.public
def look_up() -> Answer:
    """POST /track — the dossier's state, or the form again with what was wrong."""
    code, secret = (request.form.get(name, "").strip()[:100] for name in ("code", "secret"))
    errors = _missing(code, secret)
    if errors:
        return _form(code, errors), 422
    try:
        found = app_state().office.dossiers.lookup(code, secret, request.remote_addr or "")
    except NotFound:
        return _form(
            code, refusal=gettext("No dossier has this code and this look-up key. Check both on your receipt.")
        ), 404
    except TooManyTries as error:
        return _form(code, refusal=messages.text(error, language())), 429, {"Retry-After": str(error.seconds)}
    told = {"texts": status_texts.of(found), "money": payment_texts.differences(found.payments)}
    told["push"] = push.offered(found.code)
    return render_template("dossier.html", view=found, steps=_steps(found), **told)


def _form(code: str, errors: dict[str, str] | None = None, refusal: str = "") -> str:
    return render_template("track.html", code=code, errors=errors or {}, refusal=refusal)


def _missing(code: str, secret: str) -> dict[str, str]:
    errors = {}
    if not code:
        errors["code"] = gettext("Write the code of the dossier.")
    if not secret:
        errors["secret"] = gettext("Write the look-up key.")
    return errors


def _steps(found: PublicDossier) -> list[dict[str, object]]:
    """The statuses in order, each run of the same one once, at its first time; the newest first."""
    runs = [next(group) for _, group in groupby(found.status_changes, key=lambda change: change.status)]
    return [
        {"at": change.at, "status": change.status, "here": index == 0} for index, change in enumerate(reversed(runs))
    ]


def register(app: Flask) -> None:
    app.add_url_rule("/track", "track", track)
    app.add_url_rule("/track", "look_up", look_up, methods=["POST"])
