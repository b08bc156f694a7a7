"""Who is signed in. The cookie keeps a person's id only; rights are asked of the office anew at every request."""

from __future__ import annotations

from uuid import UUID

from flask import Flask, g, request, session

from core.errors import CoreError
from core.services.views import Actor
from web.kit import kit

PERSON = "person"


class SignInNeeded(Exception):
    """Raised by a guard; the error mapper sends the browser to sign in and back."""


def sign_in(actor: Actor) -> None:
    """Starts a session for a person who has just proved who they are. The old session is thrown away."""
    language = session.get("language")
    session.clear()
    session[PERSON] = str(actor.id)
    if language:
        session["language"] = language
    session.permanent = True
    g.actor = actor


def sign_out() -> None:
    """Ends the session; the language stays."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    g.actor = None


def current_actor() -> Actor | None:
    """The signed-in person with the roles in force now, or None; asked once a request."""
    if "actor" not in g:
        g.actor = _load()
    found: Actor | None = g.actor
    return found


def _load() -> Actor | None:
    person = session.get(PERSON)
    if not person:
        return None
    try:
        actor: Actor = kit().office.accounts.actor(UUID(person), address=request.remote_addr or "")
    except (CoreError, ValueError):
        session.pop(PERSON, None)  # dismissed or unknown since: treated as signed out
        return None
    return actor


def register(app: Flask) -> None:
    app.context_processor(lambda: {"actor": current_actor()})
