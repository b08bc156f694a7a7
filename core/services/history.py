"""Appends to a dossier's history: one event a command, hashed into the chain in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update

from core.db.models import Dossier, Event
from core.db.unit_of_work import Work
from core.domain import history, json
from core.domain.history import EventKind
from core.services.cases import Case
from core.services.happenings import Happening
from core.services.views import Actor


def record(work: Work, case: Case, happening: Happening) -> None:
    """Writes an event that moves nothing in the diagram, and the new head into the dossier's row."""
    seq, digest = append(
        work, case.id, case.code, case.head, happening.kind, happening.facts, happening.by, happening.at, happening.unit
    )
    work.execute(update(Dossier).where(Dossier.id == case.id).values(head_seq=seq, head_hash=digest))


def append(
    work: Work,
    dossier_id: UUID,
    code: str,
    head: tuple[int, str],
    kind: EventKind,
    payload: Mapping[str, Any],
    by: Actor,
    at: datetime,
    unit: str | None = None,
) -> tuple[int, str]:
    """Writes the next event after ``head`` (sequence number and hash) and returns the new head.

    The caller holds the dossier's lock and stores the new head in its row, in the same transaction.
    """
    seq, previous = head[0] + 1, head[1]
    record = history.Record(
        dossier=code,
        seq=seq,
        kind=kind,
        at=at,
        actor=history.ActorRecord(id=str(by.id) if by.id else None, username=by.username, name=by.name),
        unit=unit,
        address=by.address,
        payload=payload,
    )
    digest = history.event_hash(record, previous)
    work.execute(
        insert(Event),
        {
            "dossier_id": dossier_id,
            "seq": seq,
            "kind": str(kind),
            "at": at,
            "actor_id": by.id,
            "actor_username": by.username,
            "actor_name": by.name,
            "on_behalf_of": None,
            "unit": unit,
            "address": by.address,
            "payload": json.canonical(payload).decode("utf-8"),
            "hash": digest,
            "previous_hash": previous,
        },
    )
    return seq, digest
