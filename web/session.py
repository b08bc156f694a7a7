"""Who is signed in. The cookie keeps a random key only; the session is a row of the office's, asked anew at every request.

What has ended there (signed out, too old, a new password, a closed account) has ended here, whoever still sends the cookie.
"""

from __future__ import annotations

from flask import Flask, g, request, session

from core.services.views.actors import Actor
from core.services.views.sign_in import Entry
from web.header_texts import decoded
from web.kit import kit

KEY = "key"


class SignInNeeded(Exception):
    """Raised by a guard; the error mapper sends the browser to sign in and back."""


def sign_in(actor: Actor, proof: str = "password") -> None:
    """Starts a session for a person who has just proved who they are. The old session is thrown away."""
    sign_out()
    browser = decoded(request.headers.get("User-Agent", ""))
    session[KEY] = kit().office.sessions.begin_session(actor, proof, browser)
    session.permanent = True
    g.pop("entry", None)


def sign_out() -> None:
    """Ends the session, here and in the office; the language stays."""
    entry, key, language = current_entry(), session.get(KEY), session.get("language")
    if isinstance(key, str):
        kit().office.sessions.end_session(key, entry.actor if entry else None)
    session.clear()
    if language:
        session["language"] = language
    g.entry = None


def current_entry() -> Entry | None:
    """The session of this browser, finished or not yet: something may have to be done before anything else."""
    if "entry" not in g:
        g.entry = _load()
    found: Entry | None = g.entry
    return found


def current_actor() -> Actor | None:
    """The signed-in person with the roles in force now; None also while signing in is not finished."""
    entry = current_entry()
    return entry.actor if entry is not None and not entry.must else None


def _load() -> Entry | None:
    key = session.get(KEY)
    if not isinstance(key, str):
        return None
    entry: Entry | None = kit().office.sessions.enter(key, request.remote_addr or "")
    if entry is None:
        session.pop(KEY, None)
    return entry


def register(app: Flask) -> None:
    app.context_processor(lambda: {"actor": current_actor()})
