"""Reads the inputs of a call (values of the diagram or of the dossier) in the form other systems want."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from core.services.context.contracts import MOST_DONG, whole
from workers.errors import InputInvalid

if TYPE_CHECKING:
    from core.services.views.jobs import Job


def text(values: Mapping[str, Any], name: str) -> str:
    """The value called ``name`` as trimmed text; empty when it is missing or null."""
    value = values.get(name)
    return "" if value is None else str(value).strip()


def amount(job: Job, name: str) -> int:
    """An amount of whole đồng; 0 where none is given. Raises :class:`InputInvalid`: nothing is rounded, cut or guessed."""
    given = text(job.payload, name) or "0"
    found = whole(given, MOST_DONG)
    if found is None:
        raise InputInvalid("amount-invalid", field=name, topic=job.topic, value=given[:40])
    return found


def part(context: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A nested context of ``dossier``, such as ``applicant`` or ``unit``; empty when there is none."""
    value = context.get(name)
    return value if isinstance(value, Mapping) else {}


def moment(values: Mapping[str, Any], name: str) -> datetime | None:
    """A time of the context ``dossier``: a datetime, or FEEL's text for one (ISO 8601, perhaps ``@zone`` behind)."""
    value = values.get(name)
    if isinstance(value, str) and value:
        value = datetime.fromisoformat(value.partition("@")[0])
    return value if isinstance(value, datetime) else None


def pair(setting: str) -> tuple[str, str]:
    """``name:secret`` of a credentials setting; the secret may contain colons."""
    name, _, secret = setting.partition(":")
    return name, secret
