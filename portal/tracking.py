"""Tracking a dossier by its code and the secret on its receipt.

The secret is sent in the body of a POST and stands in no address, no log and no page. Tries are counted by the office; a wrong
code and a wrong secret get the same answer.

The page that is shown carries a ticket with which it is asked for once more in the other language: who sends it has shown the
secret within the quarter of an hour. Neither code nor secret can be read from it.
"""

from __future__ import annotations

from itertools import groupby

from flask import Flask, render_template, request, url_for

from core.errors.requests import NotFound, TooManyTries
from core.services.views.dossiers import PublicDossier
from portal import payment_texts, push, status_texts, tickets
from web import messages
from web.app_state import app_state
from web.catalogues import LANGUAGES
from web.guards import guard
from web.i18n import gettext, language, speak

#: of a ticket; ours are shorter
MOST_CHARACTERS = 1000
Answer = str | tuple[str, int] | tuple[str, int, dict[str, str]]


@guard.public
def track() -> str:
    """GET /track — the form; ``code`` in the address (from a receipt's QR code) fills in the code."""
    return _form(request.args.get("code", "").strip()[:60])


@guard.public
def look_up() -> Answer:
    """POST /track — the dossier's state, or the form again with what was wrong; with a ticket, the same in another language."""
    if "ticket" in request.form:
        return _in_another_language()
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
    return _page(found)


def _in_another_language() -> Answer:
    """The dossier that was looked up just now, in the language that is sent; the form where that is too long ago."""
    wanted = request.form.get("language", "")
    if wanted in LANGUAGES:
        speak(wanted)
    code = tickets.code_in(request.form["ticket"][:MOST_CHARACTERS])
    if code is None:
        return _form("", refusal=gettext("This page was opened too long ago. Look the dossier up once more.")), 403
    return _page(app_state().office.dossiers.looked_up(code, request.remote_addr or ""))


def _page(found: PublicDossier) -> str:
    told = {"texts": status_texts.of(found), "money": payment_texts.differences(found.payments)}
    again = {"address": url_for("look_up"), "ticket": tickets.of(found.code)}
    offered = push.offered(found.code)
    return render_template("dossier.html", view=found, steps=_steps(found), push=offered, again=again, **told)


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
