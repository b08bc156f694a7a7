"""Writes the office's journal: one call for whoever does something that belongs to no dossier alone.

    journal.note(context, work, JournalKind.ADMIN_ROLE_GRANTED, {"username": …, "role": …, "unit": …}, by, unit="H99.05")

The entry is part of the caller's unit of work: it is committed or rolled back with it. Kinds and the facts of each are
declared in :mod:`core.domain.journal`; a call that does not fit raises at once. ``unit`` is the code of the unit it happened
in, by default that of the actor's first role: auditors of that unit and of those above it read the entry. Outside a unit of
work, call :func:`write`.

All entries form one chain. The row with its end is locked last of all, just before the commit: whoever holds it waits for
nothing else, so there is no deadlock, and the numbers have no gaps on either database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from core import jsontext
from core.db.base import table_of
from core.db.models import JournalEntry, JournalHead
from core.db.unit_of_work import Work
from core.domain import history
from core.domain import journal as domain
from core.domain.journal import CHAIN, JournalKind
from core.services.context.context import Context
from core.services.views.actors import Actor

HEAD_ID = 1
_ENTRY, _HEAD = table_of(JournalEntry), table_of(JournalHead)
_INSERT = insert(_ENTRY)
_READ_HEAD = select(_HEAD.c.seq, _HEAD.c.hash).where(_HEAD.c.id == bindparam("head"))
_LOCK_HEAD = _READ_HEAD.with_for_update()
_MOVE_ON = update(_HEAD).where(_HEAD.c.id == bindparam("head"), _HEAD.c.seq == bindparam("stored"))


class HeadLost(RuntimeError):
    """The row that holds the end of the journal's chain was deleted. Nothing is appended to a broken chain."""


@dataclass(frozen=True, slots=True)
class _Noted:
    kind: JournalKind
    facts: Mapping[str, Any]
    by: Actor
    unit: str | None
    at: datetime


@dataclass(slots=True)
class _Pending:
    """The entries of one unit of work so far; written when it ends."""

    work: Work
    noted: list[_Noted] = field(default_factory=list)

    def __call__(self) -> None:
        head = self.work.read_one(_LOCK_HEAD if self.work.locking else _READ_HEAD, {"head": HEAD_ID})
        if head is None:
            raise HeadLost("the journal's head is gone; run `motcua audit verify --all`")
        stored, seq, previous, rows = head.seq, head.seq, head.hash, []
        for one in self.noted:
            seq += 1
            rows.append(_row(one, seq, previous))
            previous = rows[-1]["hash"]
        self.work.writes.add(_MOVE_ON, {"head": HEAD_ID, "stored": stored, "seq": seq, "hash": previous}, must=True)
        self.work.writes.add(_INSERT, rows)


def note(
    context: Context, work: Work, kind: JournalKind, facts: Mapping[str, Any], by: Actor, unit: str | None = None
) -> None:
    """Adds an entry to the caller's unit of work. Raises ``ValueError`` for facts the kind does not declare."""
    domain.check(kind, facts)
    pending = next((one for one in work.closing if isinstance(one, _Pending)), None)
    if pending is None:
        pending = _Pending(work)
        work.closing.append(pending)
    pending.noted.append(_Noted(kind, facts, by, unit or unit_of(by), context.now()))


def write(context: Context, kind: JournalKind, facts: Mapping[str, Any], by: Actor, unit: str | None = None) -> None:
    """Writes an entry in a unit of work of its own."""
    with context.work() as work:
        note(context, work, kind, facts, by, unit)


def unit_of(by: Actor) -> str | None:
    """The code of the unit of the actor's first role."""
    return by.memberships[0].unit_code if by.memberships else None


def _row(one: _Noted, seq: int, previous: str) -> dict[str, Any]:
    actor = history.ActorRecord(id=str(one.by.id) if one.by.id else None, username=one.by.username, name=one.by.name)
    entry = history.ChainEntry(
        dossier=CHAIN,
        seq=seq,
        kind=one.kind,
        at=one.at,
        actor=actor,
        unit=one.unit,
        address=one.by.address,
        payload=one.facts,
    )
    text = jsontext.canonical(one.facts)
    return {
        "seq": seq,
        "kind": str(one.kind),
        "at": one.at,
        "actor_id": one.by.id,
        "actor_username": one.by.username,
        "actor_name": one.by.name,
        "unit": one.unit,
        "address": one.by.address,
        "payload": text.decode("utf-8"),
        "hash": history.link(entry, previous, text),
        "previous_hash": previous,
    }
