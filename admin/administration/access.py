"""How a person gets in, for the administrators of the person: tokens of programs."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from admin.account import tokens as own
from admin.desk import me, office
from web import guard

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
    view = office().accounts.revoke_token(token, me())
    return own.revoked(view, url_for("access.tokens", username=username))
