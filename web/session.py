"""Who is signed in. The cookie keeps a person's id only; rights are asked of the office anew at every request.

A new password or a dismissal raises the person's epoch, and every session of an older epoch has ended.
"""

from __future__ import annotations

from uuid import UUID

from flask import Flask, g, request, session

from core.errors import NotFound
from core.services.views import Actor
from web.kit import kit

PERSON = "person"
EPOCH = "epoch"


class SignInNeeded(Exception):
    """Raised by a guard; the error mapper sends the browser to sign in and back."""


def sign_in(actor: Actor) -> None:
    """Starts a session for a person who has just proved who they are. The old session is thrown away."""
    language = session.get("language")
    session.clear()
    session[PERSON] = str(actor.id)
    session[EPOCH] = actor.epoch
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
    accounts = kit().office.accounts
    try:
        actor: Actor = accounts.actor(UUID(person), request.remote_addr or "")
        current = actor.epoch == session.get(EPOCH)
    except (NotFound, ValueError):
        current = False
    if not current:
        session.pop(PERSON, None)  # dismissed, unknown or with a new password since: signed out
        return None
    return actor


def register(app: Flask) -> None:
    app.context_processor(lambda: {"actor": current_actor()})
