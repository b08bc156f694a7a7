"""Chains as they are stored, made ready for :mod:`core.domain.history` to check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core import jsontext
from core.db import lenient
from core.db.base import AnyRow, table_of
from core.db.lenient import Unreadable, known
from core.db.models import JournalEntry, JournalHead
from core.db.reading import Reading
from core.domain import codes, history
from core.domain.history import ActorRecord, ChainEntry, Verdict
from core.domain.journal import CHAIN

#: a moment without a zone is none an event was ever hashed with
_NEVER = datetime.min  # noqa: DTZ901
#: numbers that are tried for a day of which only the dossier's first event is left
MOST_NUMBERS = 9999
_ENTRIES = lenient.columns(table_of(JournalEntry))
_HEAD = lenient.columns(table_of(JournalHead), ("seq", "hash"))


def record(code: str, event: AnyRow) -> ChainEntry:
    """A stored link as it was hashed; what cannot be read back never fits its hash."""
    try:
        payload: Any = jsontext.loads(known(event.payload, ""))
    except jsontext.JsonInvalid:
        payload = {"unreadable": str(event.payload)}
    told = lenient.mapping(event)
    return ChainEntry(
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


def records(code: str, events: Iterable[AnyRow]) -> list[ChainEntry]:
    """The links of a chain, without those whose very number cannot be read: they are missing in it."""
    return [record(code, event) for event in events if not isinstance(event.seq, Unreadable)]


def true_code(first: ChainEntry) -> str | None:
    """The code a dossier's first event was hashed with, where it is not the one its row bears now.

    Found by trying: the units the event tells of, the day it happened on, and every number a day can have.
    """
    told = first.payload if isinstance(first.payload, Mapping) else {}
    if first.at is _NEVER:
        return None
    body = jsontext.canonical(first.payload)
    parts = codes.parse_code(first.dossier)
    units = {str(told.get("reception_unit") or ""), str(first.unit or ""), parts.unit if parts else ""}
    units = {unit[:end] for unit in units for end in range(3, len(unit) + 1) if unit[end : end + 1] in ("", ".")}
    for unit in sorted(units):
        for number in range(1, MOST_NUMBERS + 1):
            code = codes.dossier_code(unit, first.at, number)
            if code != first.dossier and history.fits(replace(first, dossier=code), body):
                return code
    return None


def under_true_code(records: list[ChainEntry]) -> tuple[list[ChainEntry], str | None]:
    """A chain under the code it was written with, and that code where it is another one than the row's."""
    if not records or records[0].seq != 1 or any(map(history.fits, records)):
        return records, None
    code = true_code(records[0])
    return (records, None) if code is None else ([replace(one, dossier=code) for one in records], code)


def intact_part(records: list[ChainEntry]) -> list[ChainEntry]:
    """The events before the first one that does not fit."""
    verdict = history.verify(records)
    return records if verdict.intact else records[: max((verdict.broken_at or 1) - 1, 0)]


def journal_rows(work: Reading) -> list[AnyRow]:
    """The journal as it is stored."""
    return list(work.execute(select(*_ENTRIES).order_by(JournalEntry.seq)))


def journal_records(work: Reading) -> list[ChainEntry]:
    """The whole journal."""
    return records(CHAIN, journal_rows(work))


def journal_verdict(work: Reading, records: list[ChainEntry] | None = None) -> Verdict:
    """Checks the chain of the office's journal against the row that remembers its end."""
    head = work.execute(select(*_HEAD)).one_or_none()
    end = (known(head.seq, 0), known(head.hash, "")) if head else (0, "")
    return history.verify(journal_records(work) if records is None else records, end)
