"""Rows of the outbox: a call of a diagram, something thrown for other dossiers, or a letter of the office's own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from bpmn import effects as fx
from core.domain.channels import carrier
from core.domain.identifiers import uuid7
from core.domain.states import CallState
from core.services.cases.cases import Case

#: the office's own topics: hand a thrown signal to all who wait; let one dossier have it; pass a message on
SPREAD_SIGNAL, TAKE_SIGNAL, PASS_MESSAGE = "signal.spread", "signal.take", "message.pass"
#: letters and messages to people
NOTIFY = "notify.send"
#: whom they go to, where no role or address is named
APPLICANT = "applicant"
#: topics that no outside system serves
#: the header of a letter's call to one device: its subscription; no diagram can write it by mistake
DEVICE = "office:device"
INSIDE = frozenset({SPREAD_SIGNAL, TAKE_SIGNAL, PASS_MESSAGE})

Thrown = fx.SignalThrown | fx.MessageThrown


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCall:
    """A call to be made at once. ``key``: the same however often the call is decided; ``token``: the one that waits for
    the answer, ``None`` where nothing waits; ``element``: "" where no diagram wants it; ``system``: who carries it out, where
    that is not who carries out the topic."""

    dossier_id: UUID
    topic: str
    payload: Mapping[str, Any]
    key: str
    at: datetime
    max_attempts: int
    token: str | None = None
    element: str = ""
    system: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def row(self) -> dict[str, Any]:
        """Its row of the outbox."""
        return {
            "id": uuid7(),
            "dossier_id": self.dossier_id,
            "token": self.token,
            "element": self.element,
            "topic": self.topic,
            "system": self.system,
            "payload": dict(self.payload),
            "headers": dict(self.headers),
            "key": self.key,
            "state": CallState.READY,
            "attempts": 0,
            "max_attempts": self.max_attempts,
            "next_attempt": self.at,
            "created": self.at,
        }


def of_thrown(case: Case, number: int, thrown: Thrown, at: datetime, retries: int, hops: int) -> dict[str, Any]:
    """The outbox row of what the step throws as its ``number``-th; ``hops``: how many have handed it on, this one too."""
    payload: dict[str, Any] = {"name": thrown.name, "variables": dict(thrown.variables), "hops": hops}
    topic = SPREAD_SIGNAL
    if isinstance(thrown, fx.MessageThrown):
        topic, payload["key"] = PASS_MESSAGE, thrown.key
    return NewCall(
        dossier_id=case.id,
        element=thrown.element,
        topic=topic,
        payload=payload,
        key=f"{case.id}:{case.row.revision + 1}:{number}:thrown",
        at=at,
        max_attempts=retries + 1,
    ).row()


def of_call(case: Case, call: fx.CallWanted, at: datetime, retries: int, ways: Collection[str]) -> dict[str, Any]:
    """The outbox row of a call that a diagram wants; ``retries``: the most that the office allows; ``ways``: in which it can
    tell applicants."""
    return NewCall(
        dossier_id=case.id,
        token=call.token,
        element=call.element,
        topic=call.topic,
        payload=call.payload,
        headers=call.headers,
        system=_carrier(call.topic, call.payload, case.row.applicant, ways),
        key=f"{case.id}:{call.token}",
        at=at,
        max_attempts=min(max(call.retries, 1), retries + 1),
    ).row()


def goes_to_applicant(payload: Mapping[str, Any]) -> bool:
    """Whether a letter's call is meant for the applicant."""
    return payload.get("to") in (None, "", APPLICANT)


def _carrier(topic: str, payload: Mapping[str, Any], applicant: Mapping[str, Any], ways: Collection[str]) -> str | None:
    """Who carries a diagram's call out: of a letter to the applicant, who carries messages in the way they chose."""
    return carrier(applicant, ways) if topic == NOTIFY and goes_to_applicant(payload) else None


def of_letter(
    dossier_id: UUID,
    template: str,
    about: Mapping[str, Any],
    *,
    key: str,
    at: datetime,
    retries: int,
    system: str | None,
) -> dict[str, Any]:
    """The outbox row of a letter of the office's own to the applicant; ``about``: what the template is given; ``system``: who
    carries it. Who writes it asks first whether the applicant can be reached."""
    return NewCall(
        dossier_id=dossier_id,
        topic=NOTIFY,
        payload={"to": APPLICANT, **about},
        headers={"template": template},
        system=system,
        key=key,
        at=at,
        max_attempts=retries + 1,
    ).row()
