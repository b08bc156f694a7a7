"""The inbox: what other systems sent and could not be taken, until a person says what becomes of it.

Such an item belongs to no dossier yet, so to no unit either: administrators of the whole office see it. What it holds may be
personal data; who reads it stands in the access log, who decides stands in the journal, and a dossier it is given to has it in
its history.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, or_, select, update

from core.db.base import AnyRow, AnySelect
from core.db.models import InboundItem, InboundRefusal, Person
from core.db.unit_of_work import Work
from core.domain import codes, text
from core.domain.history import EventKind
from core.domain.journal import JournalKind
from core.domain.states import ANY_STATE, InboundState
from core.errors.base import Reason
from core.errors.evidence import StoredUnreadable
from core.errors.requests import BadValue, NotFound
from core.limits import NAME_CHARACTERS
from core.ports import ContentChanged
from core.services.authorization import admin_scope, rights
from core.services.cases.cases import id_of, lock_dossier
from core.services.context.context import Context
from core.services.evidence import access, history, journal
from core.services.evidence.event_drafts import EventDraft
from core.services.requests import cursors
from core.services.views.actors import Actor
from core.services.views.inbound import InboxItem, RefusedToday
from core.services.views.pages import Page

ROLE: Final = "admin"
#: items one command settles
MOST: Final = 100
#: what a person may still decide about
UNSETTLED: Final = (InboundState.WAITING, InboundState.PARKED)


class Inbox:
    """What an administrator sees of it and decides."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def page(
        self, by: Actor, state: str = InboundState.PARKED, cursor: str | None = None, limit: int | None = None
    ) -> Page[InboxItem]:
        """Items in a state, the newest first; without what they hold."""
        self._require(by, "incidents:read")
        size = cursors.clamp(limit)
        with self._context.work.read() as work:
            query = _items()
            if state != ANY_STATE:
                query = query.where(InboundItem.state == state)
            rows = work.execute(cursors.after(query, InboundItem.id, cursor, size)).all()
        access.record_access(self._context, by, "inbox", subject={"state": state})
        return Page([_view(row) for row in rows[:size]], cursors.following(rows, size, InboundItem.id))

    def get(self, item_id: UUID, by: Actor) -> InboxItem:
        """One item with what it holds. Raises :class:`NotFound`."""
        self._require(by, "incidents:read")
        with self._context.work.read() as work:
            row = work.execute(_items(InboundItem.raw).where(InboundItem.id == item_id)).one_or_none()
        if row is None:
            raise NotFound(what="Item of the inbox", name=str(item_id))
        access.record_access(self._context, by, "message", subject={"inbound": str(item_id)})
        return _view(row, self._contents(row))

    def _contents(self, row: AnyRow) -> bytes | None:
        """What was sent. Raises :class:`StoredUnreadable` where the blob store has it no longer as it came."""
        if row.raw_sha256 is None:
            found: bytes | None = row.raw
            return found
        try:
            return self._context.blobs.get(row.raw_sha256)
        except (FileNotFoundError, ContentChanged) as error:
            raise StoredUnreadable from error

    def waiting(self, by: Actor, most: int = 100) -> int | None:
        """How many items wait for a person, counted up to ``most``; None for those who may not see them."""
        if not self._may(by):
            return None
        with self._context.work.read() as work:
            few = select(InboundItem.id).where(InboundItem.state == InboundState.PARKED).limit(most).subquery()
            return work.scalar(select(func.count()).select_from(few)) or 0

    def refused_today(self, by: Actor) -> list[RefusedToday]:
        """How many messages were refused today for their signature, by source."""
        self._require(by, "incidents:read")
        counted = (InboundRefusal.source, InboundRefusal.count.label("several"), InboundRefusal.last)
        query = select(*counted).where(InboundRefusal.day == codes.local_day(self._context.now()))
        with self._context.work.read() as work:
            rows = work.execute(query.order_by(InboundRefusal.source)).all()
        return [RefusedToday(row.source, row.several, row.last) for row in rows]

    def retry(self, items: Sequence[UUID], by: Actor) -> int:
        """Offers items again at once; returns how many. Those that are settled meanwhile stay as they are."""
        with self._context.work() as work:
            rows = self._unsettled(work, items, by)
            self._offer(work, rows)
            self._note(work, JournalKind.ADMIN_INBOUND_RETRIED, rows, by)
            return len(rows)

    def assign(self, items: Sequence[UUID], dossier: str, by: Actor) -> int:
        """Says that items belong to a dossier: they are offered to it alone, whatever their key. Raises :class:`NotFound`."""
        code = dossier.strip()
        with self._context.work() as work:
            case = lock_dossier(self._context, work, id_of(work, code))
            rows = self._unsettled(work, items, by)
            self._offer(work, rows, assigned=case.code)
            for row in rows:
                facts = {"source": row.source, "item": row.external_id, "message": row.message}
                history.record(work, case, EventDraft(EventKind.ADMIN_INBOUND_ASSIGNED, facts, by, self._context.now()))
            self._note(work, JournalKind.ADMIN_INBOUND_ASSIGNED, rows, by, dossier=case.code)
            return len(rows)

    def set_aside(self, items: Sequence[UUID], reason: str, by: Actor) -> int:
        """Says that nothing is to be done with items. Raises :class:`BadValue` without a reason."""
        why = text.normalize_line(reason)
        if not why or len(why) > NAME_CHARACTERS:
            raise BadValue(field="reason", reason=Reason("write 1 to %(limit)s characters", limit=NAME_CHARACTERS))
        with self._context.work() as work:
            rows = self._unsettled(work, items, by)
            settled = {"settled": self._context.now(), "settled_by_id": by.id, "next_attempt": None, "note": why}
            _change(work, rows, state=InboundState.SET_ASIDE, **settled)
            self._note(work, JournalKind.ADMIN_INBOUND_SET_ASIDE, rows, by, reason=why)
            return len(rows)

    def _may(self, by: Actor) -> bool:
        seat = self._context.directory.tree().seat
        return any(held.role == ROLE and held.unit_id == seat for held in by.memberships)

    def _require(self, by: Actor, scope: str) -> None:
        rights.require_scope(by, scope)
        admin_scope.require_whole_office(self._context.directory.tree(), by, ROLE)

    def _unsettled(self, work: Work, items: Collection[UUID], by: Actor) -> list[AnyRow]:
        """The items, locked, of those that nobody has settled."""
        self._require(by, "incidents:write")
        if not items:
            raise BadValue(field="items", reason=Reason("tick at least one"))
        query = (
            select(InboundItem.id, InboundItem.source, InboundItem.external_id, InboundItem.message)
            .where(InboundItem.id.in_(list(items)[:MOST]), InboundItem.state.in_(UNSETTLED))
            .order_by(InboundItem.id)
            .with_for_update()
        )
        return list(work.execute(query))

    def _offer(self, work: Work, rows: Sequence[AnyRow], **more: Any) -> None:
        fresh = {"state": InboundState.WAITING, "attempts": 0, "next_attempt": self._context.now()}
        _change(work, rows, **fresh, **more)

    def _note(self, work: Work, kind: JournalKind, rows: Sequence[AnyRow], by: Actor, **more: str) -> None:
        if rows:
            facts = {"items": [f"{row.source} {row.external_id}" for row in rows], **more}
            journal.note(self._context, work, kind, facts, by)


def _items(*more: Any) -> AnySelect:
    shown = [column for column in InboundItem.__table__.c if column.name != "raw"]
    query = select(*shown, *more, Person.name.label("settler"))
    return query.outerjoin(Person, Person.id == InboundItem.settled_by_id)


def _change(work: Work, rows: Sequence[AnyRow], **values: Any) -> None:
    if rows:
        chosen = InboundItem.id.in_([row.id for row in rows])
        work.session.execute(update(InboundItem).where(chosen).values(**values))


def _view(row: AnyRow, raw: bytes | None = None) -> InboxItem:
    return InboxItem(
        id=row.id,
        source=row.source,
        channel=row.channel,
        external_id=row.external_id,
        message=row.message,
        key=row.key,
        received=row.received,
        size=row.size,
        state=row.state,
        reason=row.reason,
        detail=row.detail,
        attempts=row.attempts,
        next_attempt=row.next_attempt,
        assigned=row.assigned,
        took=tuple(row.took),
        settled=row.settled,
        settled_by=row.settler,
        note=row.note,
        raw=raw,
    )


def let_go(context: Context, work: Work) -> None:
    """Deletes what settled items hold once it was kept long enough; by their names the same things are known again."""
    old = context.now() - timedelta(days=context.settings.inbound_days)
    settled = InboundItem.state.in_((InboundState.TAKEN, InboundState.SET_ASIDE))
    work.session.execute(
        update(InboundItem)
        .where(
            settled, InboundItem.settled < old, or_(InboundItem.raw.is_not(None), InboundItem.raw_sha256.is_not(None))
        )
        .values(raw=None, raw_sha256=None, key="", detail="")
    )
