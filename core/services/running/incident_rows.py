"""Incidents as rows and as events: whatever stops a dossier is also an event of its history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from bpmn.redaction import RedactableText
from core.domain.history import EventKind
from core.domain.identifiers import uuid7
from core.domain.states import IncidentState
from core.services.evidence.event_drafts import EventDraft
from core.services.views.actors import Actor
from core.storable_text import storable


def row(
    dossier_id: UUID, kind: str, element: str, message: RedactableText, at: datetime, **more: Any
) -> dict[str, Any]:
    """The row of a new incident; ``kind``: ``call``, ``timer``, ``step``, ``process``, ``paper``, ``parcel`` or ``payment``.

    ``redacted`` is shown to those who may not see the dossier.
    """
    return {
        "id": uuid7(),
        "dossier_id": dossier_id,
        "kind": kind,
        "element": element,
        "message": storable(str(message)),
        "redacted": storable(message.redacted),
        "state": IncidentState.OPEN,
        "opened": at,
        **more,
    }


def number(incident_id: UUID) -> str:
    """The number people tell each other: the random end of the id, for its beginning is the time and repeats."""
    return incident_id.hex[-8:].upper()


def opened(incident: Mapping[str, Any], by: Actor) -> EventDraft:
    """The event that tells of it."""
    facts = {"incident": str(incident["id"]), "element": incident["element"], "message": incident["message"]}
    facts |= {"kind": incident["kind"]} | ({"topic": incident["topic"]} if incident.get("topic") else {})
    return EventDraft(EventKind.ENGINE_INCIDENT_OPENED, facts, by, incident["opened"])
