"""How answers are written: views through the models that document them, decimal numbers with all their digits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from flask import Flask, Response, request
from pydantic import BaseModel, ConfigDict

from core import jsontext


class Output(BaseModel):
    """Base of answers: read from the attributes of the office's views.

    An answer writes its fields out, though a view has the same ones: what stands in an answer is promised to other systems,
    and a field that a view gains for a page of ours promises nothing.
    """

    model_config = ConfigDict(from_attributes=True)


class Recorded(Output):
    """What an event and an entry of the journal have in common: who did what, when and where."""

    seq: int
    kind: str
    at: datetime
    actor: str
    actor_name: str
    unit: str | None


def answer(model: type[Output], view: Any, status: int = 200, location: str | None = None) -> Response:
    """``view`` as JSON by ``model``; ``location`` (below this door) is where the new thing is found."""
    text = jsontext.dumps(model.model_validate(view).model_dump(), default=plain)
    found = Response(text, status=status, content_type="application/json")
    if location is not None:
        found.headers["Location"] = f"{request.script_root}/{location}"
    return found


def json_answer(value: Mapping[str, Any]) -> Response:
    """What another system has asked to be answered: no promise of this interface."""
    return Response(jsontext.dumps(value), content_type="application/json")


def page(model: type[Output], items: Iterable[Any], cursor: str | None = None) -> Response:
    """A page of a list: ``model`` has ``items`` and ``next``."""
    return answer(model, {"items": list(items), "next": cursor})


def plain(value: Any) -> str:
    """Ids, days and times as text, times in UTC. Raises ``TypeError`` for anything else."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def register(app: Flask) -> None:
    """Puts the headers on every answer that keep it private and what it says it is."""
    app.after_request(_guarded)


def _guarded(answer: Response) -> Response:
    answer.headers.setdefault("Cache-Control", "no-store")
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    answer.vary.update(["Authorization", "Accept-Language"])
    return answer
