"""Chains as they are stored, made ready for :mod:`core.domain.history` to check."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.db import lenient
from core.db.base import AnyRow, table_of
from core.db.lenient import Unreadable, known
from core.db.models import JournalEntry, JournalHead
from core.db.unit_of_work import Work
from core.domain import history, json
from core.domain.history import ActorRecord, Record, Verdict
from core.domain.journal import CHAIN

#: a moment without a zone is none an event was ever hashed with
_NEVER = datetime.min  # noqa: DTZ901
_ENTRIES = lenient.columns(table_of(JournalEntry))
_HEAD = lenient.columns(table_of(JournalHead), ("seq", "hash"))


def record(code: str, event: AnyRow) -> Record:
    """A stored link as it was hashed; what cannot be read back never fits its hash."""
    try:
        payload: Any = json.loads(known(event.payload, ""))
    except json.JsonInvalid:
        payload = {"unreadable": str(event.payload)}
    told = lenient.mapping(event)
    return Record(
        dossier=code,
        seq=event.seq,
        kind=told["kind"] or "",
        at=known(event.at, _NEVER),
        actor=ActorRecord(
            str(told["actor_id"]) if told["actor_id"] else None,
            told["actor_username"] or "",
            told["actor_name"] or "",
            told.get("on_behalf_of"),
        ),
        unit=told["unit"],
        address=told["address"] or "",
        payload=payload,
        hash=told["hash"] or "",
        previous_hash=told["previous_hash"] or "",
    )


def records(code: str, events: Iterable[AnyRow]) -> list[Record]:
    """The links of a chain, without those whose very number cannot be read: they are missing in it."""
    return [record(code, event) for event in events if not isinstance(event.seq, Unreadable)]


def journal_rows(work: Work) -> list[AnyRow]:
    """The journal as it is stored."""
    return list(work.execute(select(*_ENTRIES).order_by(JournalEntry.seq)))


def journal_records(work: Work) -> list[Record]:
    """The whole journal."""
    return records(CHAIN, journal_rows(work))


def journal_verdict(work: Work, records: list[Record] | None = None) -> Verdict:
    """Checks the chain of the office's journal against the row that remembers its end."""
    head = work.execute(select(*_HEAD)).one_or_none()
    end = (known(head.seq, 0), known(head.hash, "")) if head else (0, "")
    return history.verify(journal_records(work) if records is None else records, end)
