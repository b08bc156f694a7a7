"""Checks the histories: each dossier's chain from its first event to the head its row remembers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.db.base import AnyRow
from core.db.models import Dossier, Event, JournalEntry, JournalHead
from core.db.unit_of_work import Work
from core.domain import history, json
from core.domain.history import ActorRecord, Record, Verdict
from core.domain.journal import CHAIN
from core.errors import NotFound
from core.services import rights
from core.services.views import Actor, VerdictView
from core.services.world import World

ROLES = ("auditor", "leader", "head", "admin", "receiver", "reviewer", "registrar", "returner")


class Audit:
    """Verdicts on chains."""

    def __init__(self, world: World) -> None:
        self._world = world

    def verify(self, code: str, by: Actor) -> VerdictView:
        """Checks one dossier's chain. Raises :class:`NotFound`."""
        rights.require_scope(by, "history:read")
        rights.require_role(by, *ROLES)
        with self._world.work.read() as work:
            row = work.execute(_HEADS.where(Dossier.code == code)).one_or_none()
            if row is None:
                raise NotFound(what="Dossier", name=code)
            rights.require_sight(work, by, row.id, code)
            return _verdict(work, row)

    def verify_all(self) -> Iterator[VerdictView]:
        """Checks every chain, one dossier after the other."""
        last: UUID | None = None
        while True:
            with self._world.work.read() as work:
                query = _HEADS.order_by(Dossier.id).limit(200)
                rows = work.execute(query.where(Dossier.id > last) if last else query).all()
                verdicts = [_verdict(work, row) for row in rows]
            yield from verdicts
            if not rows:
                return
            last = rows[-1].id


_HEADS = select(Dossier.id, Dossier.code, Dossier.head_seq, Dossier.head_hash)


def _verdict(work: Work, row: AnyRow) -> VerdictView:
    events = work.scalars(select(Event).where(Event.dossier_id == row.id).order_by(Event.seq))
    verdict = history.verify([_record(row.code, event) for event in events], (row.head_seq, row.head_hash))
    return VerdictView(row.code, verdict.intact, verdict.count, verdict.broken_at, verdict.reason)


def journal_verdict(work: Work) -> Verdict:
    """Checks the chain of the office's journal."""
    entries = work.scalars(select(JournalEntry).order_by(JournalEntry.seq))
    head = work.execute(select(JournalHead.seq, JournalHead.hash)).one_or_none()
    end = (head.seq, head.hash) if head else (0, "")
    return history.verify([_record(CHAIN, entry) for entry in entries], end)


def _record(code: str, event: Event | JournalEntry) -> Record:
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
