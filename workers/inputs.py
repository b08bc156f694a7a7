"""Reads the values a diagram or the office gave for an outside call, as the text the outside world wants."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from workers.errors import InputInvalid, InputMissing

if TYPE_CHECKING:
    from core.services.views.jobs import Job

#: No fee of an office comes near it; a number beyond is a slip.
MOST_DONG = 10**12


def text(values: Mapping[str, Any], name: str) -> str:
    """The value called ``name`` as trimmed text; empty when it is missing or null."""
    value = values.get(name)
    return "" if value is None else str(value).strip()


def needed(job: Job, name: str) -> str:
    """An input the call cannot do without. Raises :class:`InputMissing`, naming it and the topic."""
    value = text(job.payload, name)
    if not value:
        raise InputMissing("input-missing", field=name, topic=job.topic)
    return value


def amount(job: Job, name: str) -> int:
    """An amount of whole đồng; 0 where none is given. Raises :class:`InputInvalid`: nothing is rounded, cut or guessed."""
    given = text(job.payload, name) or "0"
    try:
        found = Decimal(given)
    except InvalidOperation:
        found = Decimal("NaN")
    if not (found.is_finite() and 0 <= found <= MOST_DONG and found == found.to_integral_value()):
        raise InputInvalid("amount-invalid", field=name, topic=job.topic, value=given[:40])
    return int(found)


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
