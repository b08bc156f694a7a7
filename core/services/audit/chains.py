"""Chains as they are stored, made ready for :mod:`core.domain.history` to check."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from core.db.models import Event, JournalEntry, JournalHead
from core.db.unit_of_work import Work
from core.domain import history, json
from core.domain.history import ActorRecord, Record, Verdict
from core.domain.journal import CHAIN


def record(code: str, event: Event | JournalEntry) -> Record:
    """A stored link as it was hashed; what cannot be read back never fits its hash."""
    try:
        payload: Any = json.loads(event.payload)
    except json.JsonInvalid:
        payload = {"unreadable": event.payload}
    return Record(
        dossier=code,
        seq=event.seq,
        kind=event.kind,
        at=event.at,
        actor=ActorRecord(
            str(event.actor_id) if event.actor_id else None,
            event.actor_username,
            event.actor_name,
            getattr(event, "on_behalf_of", None),
        ),
        unit=event.unit,
        address=event.address,
        payload=payload,
        hash=event.hash,
        previous_hash=event.previous_hash,
    )


def journal_records(work: Work) -> list[Record]:
    """The whole journal."""
    return [record(CHAIN, entry) for entry in work.scalars(select(JournalEntry).order_by(JournalEntry.seq))]


def journal_verdict(work: Work, records: list[Record] | None = None) -> Verdict:
    """Checks the chain of the office's journal against the row that remembers its end."""
    head = work.execute(select(JournalHead.seq, JournalHead.hash)).one_or_none()
    end = (head.seq, head.hash) if head else (0, "")
    return history.verify(journal_records(work) if records is None else records, end)
