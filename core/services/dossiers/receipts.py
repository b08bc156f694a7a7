"""The secret on a receipt: shown in the answer to its reception, and kept in the clear nowhere.

The database holds a hash of it. The answer stored for a repeated request must not contain the secret. For a request with an
idempotency key the secret is therefore derived by HMAC (server key, request key), and computed again when the request is repeated.
"""

from __future__ import annotations

import dataclasses
from uuid import UUID

from sqlalchemy import select

from core.db.models import Dossier
from core.db.reading import Reading
from core.domain import codes
from core.services.context.context import Context
from core.services.requests import idempotency
from core.services.views.actors import Actor
from core.services.views.dossiers import DossierView

OPERATION = "dossier.receive"


def secret_for(context: Context, by: Actor, key: str | None, dossier_id: UUID) -> str:
    """The secret of a dossier being opened: random, or always the same for the same request."""
    if key is None:
        return codes.secret()
    return codes.derived_secret(f"{idempotency.key_owner(by)}\n{key}\n{dossier_id}", context.settings.secret_key)


def without_secret(view: DossierView) -> DossierView:
    """The answer as it may be stored."""
    return dataclasses.replace(view, receipt_secret=None)


def restore_secret(context: Context, work: Reading, by: Actor, key: str | None, view: DossierView) -> DossierView:
    """The stored answer with its secret; without it if the server's key has changed since, so that it cannot be derived."""
    secret = secret_for(context, by, key, view.id)
    stored = work.scalars(select(Dossier.secret_hash).where(Dossier.id == view.id)).one()
    known = codes.secret_matches(secret, view.code, stored, context.settings.secret_key)
    return dataclasses.replace(view, receipt_secret=secret if known else None)
