"""Rows of the outbox: a call of a diagram, something thrown for other dossiers, or a letter of the office's own."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from bpmn import effects as fx
from core.domain.identifiers import uuid7
from core.domain.states import CallState
from core.services.cases.cases import Case

#: the office's own topics: hand a thrown signal to all who wait; let one dossier have it; pass a message on
SPREAD_SIGNAL, TAKE_SIGNAL, PASS_MESSAGE = "signal.spread", "signal.take", "message.pass"

Thrown = fx.SignalThrown | fx.MessageThrown


def of_thrown(case: Case, number: int, thrown: Thrown, at: datetime, most: int, hops: int) -> dict[str, Any]:
    """The outbox row of what the step throws as its ``number``-th; ``hops``: how many have handed it on, this one too."""
    payload: dict[str, Any] = {"name": thrown.name, "variables": dict(thrown.variables), "hops": hops}
    topic = SPREAD_SIGNAL
    if isinstance(thrown, fx.MessageThrown):
        topic, payload["key"] = PASS_MESSAGE, thrown.key
    key = f"{case.id}:{case.row.revision + 1}:{number}:thrown"
    return ready(case.id, None, thrown.element, topic, payload, {}, key, most + 1, at)


def of_call(case: Case, call: fx.CallWanted, at: datetime, most: int) -> dict[str, Any]:
    """The outbox row of a call; its key is the same however often the call is made."""
    return ready(
        case.id,
        call.token,
        call.element,
        call.topic,
        dict(call.payload),
        dict(call.headers),
        f"{case.id}:{call.token}",
        min(max(call.retries, 1), most + 1),
        at,
    )


def ready(
    dossier_id: UUID,
    token: str | None,
    element: str,
    topic: str,
    payload: dict[str, Any],
    headers: dict[str, str],
    key: str,
    most: int,
    at: datetime,
) -> dict[str, Any]:
    """A row of the outbox that is due at once."""
    return {
        "id": uuid7(),
        "dossier_id": dossier_id,
        "token": token,
        "element": element,
        "topic": topic,
        "payload": payload,
        "headers": headers,
        "key": key,
        "state": CallState.READY,
        "attempts": 0,
        "max_attempts": most,
        "next_attempt": at,
        "created": at,
    }
