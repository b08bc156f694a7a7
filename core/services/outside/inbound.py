"""What other systems send by themselves: kept as it came, known again, then offered to those it concerns.

A message is kept before anybody looks at what it means, so its sender may forget it as soon as it is answered. The workers
do the rest (:mod:`workers.inbound`): whatever cannot be taken is parked for a person and stands in nobody's way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy import select, update

from core.db.models import InboundItem
from core.db.unit_of_work import Work
from core.db.upserts import insert_absent
from core.domain.identifiers import uuid7
from core.domain.states import InboundState
from core.errors.inbound import CallbackIncomplete, CallbackRefused
from core.errors.requests import NotFound, TooMuch
from core.limits import CALLBACK_BYTES, ECHO_CHARACTERS
from core.ports import Arrival, MessageIncomplete, SignatureWrong
from core.services.context.context import Context
from core.services.outside.refusals import Refusals
from core.services.views.inbound import CallbackReceipt, FirstOfName, InboundJob
from core.storable_text import storable

#: A worker has an item for so long; if it dies, the item is offered again.
HOLD: Final = timedelta(minutes=2)
#: Waits before something is offered again that matches nothing yet: it may have been quicker than our own books.
SOON: Final = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120))
#: Afterwards a person sees it, and it is still offered once an hour, for so long after it came.
LATER: Final = timedelta(hours=1)
PATIENCE: Final = timedelta(days=30)
#: what a feed named and did not give
_WITHHELD: Final = (
    InboundItem.state == InboundState.PARKED,
    InboundItem.raw.is_(None),
    InboundItem.raw_sha256.is_(None),
)
#: the reason of an item that says something else than one of the same name
CONTRADICTION: Final = "contradiction"
_log = structlog.get_logger(__name__)


class Inbound:
    """Filled by the doors and the feeds, emptied by the workers."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._refusals = Refusals(context)

    def close(self) -> None:
        """Before this process ends: what was counted is written."""
        self._refusals.close()

    def receive_callback(self, source: str, headers: Mapping[str, str], body: bytes) -> CallbackReceipt:
        """Keeps what a system sent to its door, if it is signed as agreed; the names of ``headers`` are in lower case.

        Raises :class:`NotFound` where no such door is open, :class:`TooMuch`, :class:`CallbackIncomplete`, and :class:`CallbackRefused` with nothing
        kept: such a message is counted.
        """
        most = self.most_bytes(source)
        door = self._context.callbacks[source]
        if len(body) > most:
            raise TooMuch(what="Bytes of a message", most=most)
        try:
            door.verify(headers, body, self._context.now())
        except MessageIncomplete as error:
            raise CallbackIncomplete(field=str(error)) from error
        except SignatureWrong as error:
            self._refusals.count(source, str(error))
            raise CallbackRefused from error
        kept = door.kept(body)
        return CallbackReceipt(self.keep(source, "callback", door.read(kept), kept), door.answer)

    def most_bytes(self, source: str) -> int:
        """How large a message of a source may be. Raises :class:`NotFound` where no such door is open."""
        door = self._context.callbacks.get(source)
        if door is None:
            raise NotFound(what="Door for messages", name=source)
        return door.most

    def keep(self, source: str, channel: str, arrival: Arrival, raw: bytes) -> bool:
        """Keeps an item as it came. ``False`` where the same one was kept before: the first stays. One that comes under the
        name of another and says something else is kept beside it: as a later version of it, or for a person."""
        now, large = self._context.now(), len(raw) > CALLBACK_BYTES
        told = {
            "received": now,
            "raw": None if large else raw,
            "raw_sha256": self._context.blobs.put(raw) if large else None,
            "size": len(raw),
            "message": storable(arrival.message, ECHO_CHARACTERS),
            "key": storable(arrival.key, ECHO_CHARACTERS),
            "next_attempt": now,
            "fingerprint": arrival.fingerprint,
        }
        named = {"source": source, "channel": channel, "external_id": arrival.external_id}
        with self._context.work() as work:
            # PostgreSQL's driver tells no number of rows here.
            added = insert_absent(work, InboundItem).returning(InboundItem.id)
            if work.session.execute(added, {"id": uuid7(), **named, **told}).first() is not None:
                return True
            withheld = (InboundItem.source == source, InboundItem.external_id == arrival.external_id, *_WITHHELD)
            fresh = {"state": InboundState.WAITING, "reason": "", "detail": "", "attempts": 0}
            if work.update(update(InboundItem).where(*withheld).values(**told, **fresh)) == 1:
                return True
            return _contradicts(work, named, arrival) and _keep_beside(work, named, told, arrival.versions)

    def note_withheld(self, source: str, arrival: Arrival, reason: str, detail: str = "") -> None:
        """Notes an item of a feed that its sender names and does not give; should it come later, it is kept as any other."""
        row = {
            "id": uuid7(),
            "source": source,
            "channel": "feed",
            "external_id": arrival.external_id,
            "received": self._context.now(),
            "size": 0,
            "message": arrival.message,
            "key": arrival.key,
            "state": InboundState.PARKED,
            "reason": reason,
            "detail": storable(detail),
        }
        with self._context.work() as work:
            work.session.execute(insert_absent(work, InboundItem), [row])

    def note_dossier(self, source: str, external_id: str, dossier: str) -> None:
        """Notes that an item has opened a dossier, or belongs to one: offered again, it opens no other."""
        named = (InboundItem.source == source, InboundItem.external_id == external_id)
        with self._context.work() as work:
            work.session.execute(update(InboundItem).where(*named).values(assigned=dossier))

    def first_of(self, source: str, external_id: str) -> FirstOfName | None:
        """What was kept first under a name; ``None`` where nothing was."""
        query = select(InboundItem.fingerprint, InboundItem.assigned).where(
            InboundItem.source == source, InboundItem.external_id == external_id
        )
        with self._context.work.read() as work:
            row = work.execute(query).one_or_none()
        return FirstOfName(row.fingerprint, row.assigned) if row is not None else None

    def contents(self, item: InboundJob) -> bytes | None:
        """What was sent, as it came; None where its sender has not given it. Raises ``ContentChanged``, ``FileNotFoundError``."""
        return self._context.blobs.get(item.raw_sha256) if item.raw_sha256 else item.raw

    def take_next(self) -> InboundJob | None:
        """The item that has been due longest, held for the caller for a while; None where none is due."""
        now = self._context.now()
        with self._context.work() as work:
            due = (
                select(*InboundItem.__table__.c)
                .where(InboundItem.state.in_((InboundState.WAITING, InboundState.PARKED)))
                .where(InboundItem.next_attempt <= now)
                .order_by(InboundItem.next_attempt, InboundItem.id)
                .limit(1)
                .with_for_update(skip_locked=True)
            )
            row = work.execute(due).one_or_none()
            if row is None:
                return None
            _change(work, row.id, next_attempt=now + HOLD, attempts=row.attempts + 1)
            return InboundJob(
                id=row.id,
                source=row.source,
                external_id=row.external_id,
                received=row.received,
                raw=row.raw,
                raw_sha256=row.raw_sha256,
                attempts=row.attempts + 1,
                dossier=row.assigned,
            )

    def taken(self, item: InboundJob, dossiers: Iterable[str] = ()) -> None:
        """The item has reached whom it concerns."""
        values = {"state": InboundState.TAKEN, "reason": "", "detail": "", "took": list(dossiers)}
        with self._context.work() as work:
            _change(work, item.id, **values, next_attempt=None, settled=self._context.now())

    def not_taken(self, item: InboundJob, reason: str, detail: str = "", *, again: bool) -> None:
        """The item could not be taken, for the ``reason`` (a code). ``again``: the same may succeed later.

        It is offered a few times more by itself; then, or at once where that changes nothing, a person must look.
        """
        now = self._context.now()
        soon = again and item.dossier is None and item.attempts <= len(SOON)
        with self._context.work() as work:
            _change(
                work,
                item.id,
                state=InboundState.WAITING if soon else InboundState.PARKED,
                reason=reason,
                detail=storable(detail),
                next_attempt=now + SOON[item.attempts - 1] if soon else _later(item, now) if again else None,
            )
        if not soon:
            _log.warning("inbound_parked", source=item.source, item=item.external_id, reason=reason)


def _contradicts(work: Work, named: Mapping[str, str], arrival: Arrival) -> bool:
    """Whether what was kept under the item's name says something else. Kept by an earlier release: nobody can tell."""
    kept = select(InboundItem.fingerprint).where(
        InboundItem.source == named["source"], InboundItem.external_id == named["external_id"]
    )
    before = work.scalar(kept)
    return bool(before) and bool(arrival.fingerprint) and before != arrival.fingerprint


def _keep_beside(work: Work, named: Mapping[str, str], told: Mapping[str, Any], version: bool) -> bool:
    """Keeps what differs from an item of the same name beside it: a later ``version`` to be offered like any other, else a
    contradiction for a person. ``False`` where the same was kept before."""
    parked = {
        "state": InboundState.PARKED,
        "reason": CONTRADICTION,
        "detail": storable(named["external_id"], ECHO_CHARACTERS),
        "next_attempt": None,
    }
    row = {
        "id": uuid7(),
        **named,
        **told,
        "external_id": f"{named['external_id']}#{told['fingerprint'][:16]}",
        **({} if version else parked),
    }
    added = work.session.execute(insert_absent(work, InboundItem).returning(InboundItem.id), row).first() is not None
    if added and not version:
        _log.warning("inbound_contradiction", source=named["source"], item=named["external_id"])
    return added


def _later(item: InboundJob, now: datetime) -> datetime | None:
    return now + LATER if now + LATER < item.received + PATIENCE else None


def _change(work: Work, item_id: UUID, **values: object) -> None:
    """Changes an item that nobody has settled meanwhile."""
    work.session.execute(
        update(InboundItem)
        .where(InboundItem.id == item_id)
        .where(InboundItem.state.in_((InboundState.WAITING, InboundState.PARKED)))
        .values(**values)
    )
