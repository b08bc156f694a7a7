"""Who is signed in. The cookie holds only a random key; the session is a row of the database, read at every request.

A session that has ended there (signed out, too old, a new password, a closed account) is over, whoever still sends its cookie.
"""

from __future__ import annotations

from flask import Flask, g, request, session

from core.services.views.actors import Actor
from core.services.views.sign_in import SignInSession
from web.app_state import app_state
from web.header_texts import decoded

KEY = "key"


class SignInNeeded(Exception):
    """Raised by a guard; the error mapper sends the browser to sign in and back."""


def sign_in(actor: Actor, proof: str = "password") -> None:
    """Starts a session for a person who has just proved who they are. The old session is thrown away."""
    sign_out()
    browser = decoded(request.headers.get("User-Agent", ""))
    session[KEY] = app_state().office.sessions.begin_session(actor, proof, browser)
    session.permanent = True
    g.pop("sign_in_session", None)


def sign_out() -> None:
    """Ends the session, here and in the office; the language stays."""
    current, key, language = current_session(), session.get(KEY), session.get("language")
    if isinstance(key, str):
        app_state().office.sessions.end_session(key, current.actor if current else None)
    session.clear()
    if language:
        session["language"] = language
    g.sign_in_session = None


def current_session() -> SignInSession | None:
    """The session of this browser; its ``pending`` says what must be done before anything else."""
    if "sign_in_session" not in g:
        g.sign_in_session = _load()
    found: SignInSession | None = g.sign_in_session
    return found


def current_actor() -> Actor | None:
    """The signed-in person with the roles in force now; ``None`` also while a step of signing in is pending."""
    current = current_session()
    return current.actor if current is not None and not current.pending else None


def _load() -> SignInSession | None:
    key = session.get(KEY)
    if not isinstance(key, str):
        return None
    found: SignInSession | None = app_state().office.sessions.resolve(key, request.remote_addr or "")
    if found is None:
        session.pop(KEY, None)
    return found


def register(app: Flask) -> None:
    app.context_processor(lambda: {"actor": current_actor()})
