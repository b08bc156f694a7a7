"""Tickets of a dossier's page: who sends one back was shown the page a short while ago. Sealed: nothing can be read from one."""

from __future__ import annotations

from typing import Final

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from core.services.context import encryption
from web.app_state import app_state

#: seconds for which a page may be asked for again
TICKET_SECONDS: Final = 900
_PURPOSE: Final = "shown dossier"


def of(code: str) -> str:
    """A ticket for the dossier of this code."""
    key = app_state().settings.secret_key
    return str(_signed().dumps(encryption.encrypt(key, _PURPOSE, _PURPOSE, code)))


def code_in(ticket: str) -> str | None:
    """The code of the dossier a ticket is for; ``None`` for one that is too old or not ours."""
    try:
        sealed = _signed().loads(ticket, max_age=TICKET_SECONDS)
        return encryption.decrypt(app_state().settings.secret_key, _PURPOSE, _PURPOSE, str(sealed))
    except (BadSignature, encryption.DecryptionFailed):
        return None


def _signed() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt=_PURPOSE)
