"""Checks that an upload's component key is in the list of papers of the dossier's procedure version."""

from __future__ import annotations

from collections.abc import Iterable

from core.errors.base import Reason
from core.errors.requests import BadValue
from core.services.views.procedures import ProcedureView
from core.storable_text import shortened, storable


def check(procedure: ProcedureView, keys: Iterable[str | None], field: str) -> None:
    """Raises :class:`BadValue` for ``field`` unless every key is in the procedure's list; ``None`` is no key."""
    known = [component.key for component in procedure.components]
    for key in keys:
        if key and key not in known:
            raise BadValue(field=field, reason=_reason(shortened(storable(key)), known))


def _reason(key: str, known: list[str]) -> Reason:
    if not known:
        return Reason(
            "the procedure asks for no papers by name, so “%(key)s” is not one of them; leave it out", key=key
        )
    listed = ", ".join(known)
    return Reason("the procedure's list has no paper “%(key)s”; use one of %(list)s", key=key, list=listed)
