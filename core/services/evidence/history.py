"""Appends to a dossier's history: one event per command, hashed into the chain in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, insert, update

from core import jsontext
from core.db.base import table_of
from core.db.models import Dossier, Event
from core.db.unit_of_work import Attempt
from core.db.writes import Writes
from core.domain import history
from core.domain.json_values import to_json
from core.services.cases.cases import Case
from core.services.evidence import outgoing
from core.services.evidence.event_drafts import EventDraft
from core.services.evidence.journal import unit_of
from core.services.views.actors import Actor

_INSERT = insert(table_of(Event))
_DOSSIER = table_of(Dossier)
#: only if the history still ends where it ended when it was read
_MOVE_ON = update(_DOSSIER).where(_DOSSIER.c.id == bindparam("dossier"), _DOSSIER.c.head_seq == bindparam("stored"))


def record(work: Attempt, case: Case, event_draft: EventDraft) -> None:
    """Writes an event that moves nothing in the diagram, and the new head into the dossier's row."""
    append(work.writes, case, event_draft, event_draft.facts)
    write_head(work.writes, case)


def write_head(writes: Writes, case: Case) -> None:
    """Writes the dossier's changes, its new head among them, unless somebody else has moved the head since it was read."""
    writes.add(_MOVE_ON, {"dossier": case.id, "stored": case.stored, **case.changes}, must=True)
    case.stored = case.changes["head_seq"]


#: columns that tell where the chain ends, which is what the chain itself says
_CHAIN = ("head_seq", "head_hash")


def append(writes: Writes, case: Case, event_draft: EventDraft, payload: Mapping[str, Any]) -> None:
    """Notes the next event after the head of the dossier's chain, and the new head among the dossier's changes.

    The caller holds the dossier's lock and writes its changes in the same transaction. They become the event's fact ``row``:
    what the dossier's row must be can be read out of its history (see ``core.domain.replay``).
    """
    number, previous = case.value("head_seq"), case.value("head_hash")
    row = {name: to_json(value) for name, value in case.changes.items() if name not in _CHAIN}
    if row:
        payload = {**payload, "row": {**payload.get("row", {}), **row}}
    by = event_draft.by
    event = history.ChainEntry(
        dossier=case.code,
        seq=number + 1,
        kind=event_draft.kind,
        at=event_draft.at,
        actor=history.ActorRecord(id=str(by.id) if by.id else None, username=by.username, name=by.name),
        unit=event_draft.unit or _unit(case, by),
        address=by.address,
        payload=payload,
    )
    text = jsontext.canonical(payload)
    digest = history.event_hash(event, previous, text)
    writes.add(_INSERT, _values(case, event, by, digest, text))
    outgoing.note(writes, case, event)
    case.changes |= {"head_seq": event.seq, "head_hash": digest}


def _unit(case: Case, by: Actor) -> str | None:
    """The code of the unit somebody acts from where the deed itself names none: one that has to do with the dossier, else
    the first of theirs."""
    involved = case.value("units") or ()
    return next((held.unit_code for held in by.memberships if held.unit_code in involved), None) or unit_of(by)


def _values(case: Case, event: history.ChainEntry, by: Actor, digest: str, payload: bytes) -> dict[str, Any]:
    return {
        "dossier_id": case.id,
        "seq": event.seq,
        "kind": str(event.kind),
        "at": event.at,
        "actor_id": by.id,
        "actor_username": by.username,
        "actor_name": by.name,
        "on_behalf_of": None,
        "unit": event.unit,
        "address": event.address,
        "payload": payload.decode("utf-8"),
        "hash": digest,
        "previous_hash": case.value("head_hash"),
    }


def recorded(row: Any) -> dict[str, Any]:
    """What a view shows of an event, or of an entry of the journal. Raises :class:`StoredUnreadable`."""
    return {
        "seq": row.seq,
        "kind": row.kind,
        "at": row.at,
        "actor": row.actor_username,
        "actor_name": row.actor_name,
        "unit": row.unit,
        "payload": jsontext.stored(row.payload),
        "hash": row.hash,
        "previous_hash": row.previous_hash,
    }
