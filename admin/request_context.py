"""What every view of this door needs: the office, the signed-in person and session, and errors as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import abort

from core.errors.base import CoreError, Reason
from core.errors.requests import BadValue
from core.services.views.actors import Actor
from core.services.views.sign_in import SignInSession
from web import messages
from web.app_state import app_state
from web.i18n import language
from web.session import current_actor, current_session

if TYPE_CHECKING:
    from core.services.office import Office

CLERKS = ("receiver", "reviewer", "head", "leader", "registrar", "returner")
OTHERS = ("auditor", "designer", "admin")


def office() -> Office:
    """The office this door opens onto."""
    return app_state().office


def me() -> Actor:
    """The person at work. Only for views behind a guard that lets nobody else in."""
    actor = current_actor()
    if actor is None:
        abort(401)
    return actor


def this_session() -> SignInSession:
    """The session at this browser, finished or not. Only for views behind a guard that lets nobody else in."""
    current = current_session()
    if current is None:
        abort(401)
    return current


def is_clerk(actor: Actor) -> bool:
    """Whether the person holds a role that works on dossiers: the usual ones, or one of the office's own."""
    return any(role not in OTHERS for role in actor.roles)


def sentence(error: CoreError) -> str:
    """A refusal of the office in the page's language."""
    return messages.text(error, language())


def reason(error: BadValue) -> str:
    """What is wrong with a value, for a place beside its field: without the field's name."""
    found = error.params.get("reason")
    if not isinstance(found, Reason):
        return sentence(error)
    words = messages.translate(found.template, found.params, language())
    return f"{words[:1].upper()}{words[1:]}."


def id_of(text: str) -> UUID | None:
    """The id a form sent, or None where it is not one."""
    try:
        return UUID(text)
    except ValueError:
        return None
