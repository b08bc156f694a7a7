"""The history of a dossier in words, as its page and the auditor's show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from admin import diagrams, events, values
from admin.request_context import office
from core.services.views.events import EventView
from web.badges import status_name


def in_words(history: Iterable[EventView], xml: bytes, labels: Mapping[str, values.Label]) -> list[dict[str, Any]]:
    """These events with their sentences; ``xml``: the diagram, which names the steps; ``labels``: those of the forms."""
    names = diagrams.element_names(xml) if xml else {}
    units = {unit.code: unit.name for unit in office().units.tree()}
    return [
        {
            "event": event,
            "unit": units.get(event.unit or "", event.unit or ""),
            "who": events.actor_name(event),
            "decided": values.decisions(event, labels),
            **events.words(event, names, status_name),
        }
        for event in history
    ]
