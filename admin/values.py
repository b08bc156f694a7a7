"""A dossier's variables in a clerk's words: labels and options of the version's own forms, dates and numbers as written here.

It reads the forms as JSON; whether a field is shown is decided elsewhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from admin.request_context import office
from core.domain import dates
from core.services.views.events import EventView
from core.services.views.procedures import ProcedureView
from web import forms, times
from web.badges import channel_name, postal_service
from web.i18n import gettext as _

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")


@dataclass(frozen=True, slots=True)
class Label:
    """What a form says of a key: its label, the words of its options, and the labels of a row's own fields."""

    text: str
    options: Mapping[str, str] = field(default_factory=dict)
    dated: bool = False  # a date, of which perhaps only the year is known
    parts: Mapping[str, Label] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One variable, ready to be shown."""

    name: str
    label: str
    text: str
    asked: bool = True  # a form asked for it; otherwise the procedure noted it by itself


def lines(data: Mapping[str, Any], procedure: ProcedureView, papers: Mapping[str, str]) -> list[Line]:
    """The variables in the order of the forms that asked for them; ``papers`` gives names for ids of documents."""
    known = labels(procedure)
    order = {name: index for index, name in enumerate(known)}
    names = sorted(data, key=lambda name: (order.get(name, len(order)), name))
    return [_line(name, data[name], known.get(name), papers) for name in names if data[name] not in (None, "", [])]


def decisions(event: EventView, known: Mapping[str, Label]) -> list[Line]:
    """The choices made in the form of a completed task, in the words of its options; typed text is left out."""
    done = event.kind == "clerk.task.completed" and isinstance(event.payload, Mapping)
    data = event.payload.get("data") if done else None
    chosen = data if isinstance(data, Mapping) else {}
    return [_line(name, value, known[name], {}) for name, value in chosen.items() if _is_choice(value, known.get(name))]


def _is_choice(value: Any, label: Label | None) -> bool:
    """Whether a value is one of a field's options, or several of them."""
    values = value if isinstance(value, list) else [value]
    return label is not None and bool(values) and all(str(one) in label.options for one in values)


def labels(procedure: ProcedureView) -> Mapping[str, Label]:
    """The labels of all forms of a version, by key; kept, because a version never changes."""
    return _labels(procedure.code, procedure.version, procedure.sha256, f"{procedure.start_form}.form")


@lru_cache(maxsize=256)
def _labels(code: str, version: int, _sha256: str, first: str) -> Mapping[str, Label]:
    files = office().procedures.files(code, version)
    found: dict[str, Label] = {
        "returnBy": Label("returnBy", {"counter": "counter", "post": "post"}),
        "postService": Label("postService", {"standard": "standard", "express": "express"}),
    }
    for name in sorted(files, key=lambda name: (name != first, name)):
        if name.endswith(".form"):
            for key, label in _of_form(files[name]):
                found.setdefault(key, label)
    return found


def _of_form(content: bytes) -> Iterator[tuple[str, Label]]:
    return _of_parts(json.loads(content))


def _of_parts(form: Mapping[str, Any]) -> Iterator[tuple[str, Label]]:
    for component in forms.components(form):
        key = component.get("key") or component.get("path")
        if isinstance(key, str) and key:
            options = {
                str(option.get("value")): str(option.get("label", "")) for option in component.get("values") or ()
            }
            dated = component.get("type") == "datetime" and component.get("subtype") != "time"
            yield key, Label(_title(component) or key, options, dated, dict(_of_parts(component)))


def _title(component: Mapping[str, Any]) -> str:
    return str(component.get("label") or component.get("dateLabel") or component.get("timeLabel") or "")


def _line(name: str, value: Any, label: Label | None, papers: Mapping[str, str]) -> Line:
    if name == "returnBy":
        return Line(name, _("Return of the result, as chosen"), channel_name(value))
    if name == "postService":
        return Line(name, _("Postal service"), postal_service(str(value)))
    return Line(name, label.text if label else name, text_of(value, label, papers), label is not None)


def text_of(value: Any, label: Label | None = None, papers: Mapping[str, str] | None = None) -> str:
    """A JSON value as a person reads it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        return "; ".join(text_of(item, label, papers) for item in value)
    if isinstance(value, Mapping):
        return ", ".join(_part(name, item, label, papers) for name, item in value.items() if item not in (None, "", []))
    if isinstance(value, int | float | Decimal):
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value)
    return _words("" if value is None else str(value), label, papers or {})


def _part(name: str, value: Any, whole: Label | None, papers: Mapping[str, str] | None) -> str:
    """One field of a row, by its own label."""
    label = whole.parts.get(name) if whole is not None else None
    return f"{label.text if label else name}: {text_of(value, label, papers)}"


def _words(text: str, label: Label | None, papers: Mapping[str, str]) -> str:
    if label is not None and text in label.options:
        return label.options[text]
    if text in papers:
        return papers[text]
    if MOMENT.match(text) and (moment := _moment(text)):
        return moment
    if DATE.fullmatch(text) or (label is not None and label.dated):
        return dates.format_stored(text)
    return text


def _moment(text: str) -> str | None:
    try:
        found = datetime.fromisoformat(text.partition("@")[0])  # FEEL writes the zone's name after an @
    except ValueError:
        return None
    return times.moment(found) if found.tzinfo else found.strftime("%d/%m/%Y %H:%M")
