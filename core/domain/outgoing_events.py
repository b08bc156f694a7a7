"""What webhooks are told of: an event of a history as a CloudEvent, without anything about people.

CloudEvents 1.0.2 in structured mode (JSON), with the extension ``sequence``. An event says that something happened and where;
who wants to know more asks with a token of its own, and its rights decide.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from core.domain.history import EventKind

#: begins the type of every event
PREFIX: Final = "motcua."
#: in a webhook's list of kinds: whatever puts the dossier in a new status
STATUS_CHANGED: Final = "status.changed"
#: an event that tells of nothing, for trying a webhook out
TRIED: Final = "webhook.tried"
#: what a webhook may ask for
KINDS: Final = (STATUS_CHANGED, *EventKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An event of a dossier's history, as far as others are told. ``units``: reception and processing, their codes."""

    id: UUID
    kind: str
    at: datetime
    seq: int
    dossier: str
    procedure: str
    status: int
    status_changed: bool
    units: tuple[str, str]


def wanted(kinds: Collection[str], kind: str, status_changed: bool) -> bool:
    """Whether a webhook with these kinds is told of an event; without any, it is told of all."""
    return not kinds or kind in kinds or (status_changed and STATUS_CHANGED in kinds)


def body(event: Happened, source: str) -> str:
    """The CloudEvent: the same text however often it is sent. ``source``: the address of this office."""
    reception, processing = event.units
    data = {
        "dossier": event.dossier,
        "procedure": event.procedure,
        "status": event.status,
        "statusChanged": event.status_changed,
        "receptionUnit": reception,
        "processingUnit": processing,
        "number": event.seq,
    }
    about = {"subject": event.dossier, "sequence": f"{event.seq:010d}"}
    return _event(event.id, event.kind, event.at, source, about, data)


def trial(event_id: UUID, at: datetime, source: str) -> str:
    """The CloudEvent for trying a webhook out."""
    return _event(event_id, TRIED, at, source, {}, {})


def _event(event_id: UUID, kind: str, at: datetime, source: str, about: dict[str, str], data: dict[str, Any]) -> str:
    event = {
        "specversion": "1.0",
        "id": str(event_id),
        "source": source,
        "type": f"{PREFIX}{kind}",
        "time": at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        **about,
        "datacontenttype": "application/json",
        "data": data,
    }
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))
