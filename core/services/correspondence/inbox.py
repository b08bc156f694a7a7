"""The axis's inbox: every message is stored as it came, once, before anybody looks into it.

So the axis can forget it at once, a message that nobody can read blocks none behind it, and what came can be shown.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update

from core.db.models import AxisMessage
from core.db.unit_of_work import Work
from core.db.upserts import insert_absent
from core.domain.identifiers import uuid7
from core.domain.journal import JournalKind
from core.domain.letters import MessageState
from core.errors.requests import NotFound
from core.services.authorization import rights
from core.services.context.context import Context
from core.services.evidence import journal
from core.services.requests import cursors
from core.services.views.actors import Actor
from core.services.views.letters import ParkedMessage, StoredMessage
from core.services.views.pages import Page
from core.storable_text import storable

#: Who is shown messages that could not be taken: they belong to no unit yet.
ROLES = ("registrar", "admin")


class AxisInbox:
    """Messages between the axis and the register."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def keep(self, axis_id: str, content: bytes) -> bool:
        """Stores a message as it came. ``False`` when the axis brought it before."""
        row = self._row(axis_id, self._context.blobs.put(content), len(content))
        with self._context.work() as work:
            added = work.session.execute(insert_absent(work, AxisMessage).returning(AxisMessage.id), row)
            if added.first() is not None:
                return True
            unread = update(AxisMessage).where(AxisMessage.axis_id == row["axis_id"], AxisMessage.sha256 == "")
            told = {name: row[name] for name in ("sha256", "size", "received", "state", "reason_code", "reason")}
            return work.session.execute(unread.values(**told)).rowcount == 1  # type: ignore[attr-defined, no-any-return]

    def note_unread(self, axis_id: str, code: str, reason: str) -> None:
        """Notes a message that the axis holds and does not give; should it give it later, it is stored as any other."""
        row = self._row(axis_id, "", 0)
        row |= {"state": MessageState.PARKED, "reason_code": code, "reason": storable(reason)}
        with self._context.work() as work:
            work.session.execute(insert_absent(work, AxisMessage), row)

    def _row(self, axis_id: str, sha256: str, size: int) -> dict[str, object]:
        return {
            "id": uuid7(),
            "axis_id": storable(axis_id),
            "sha256": sha256,
            "size": size,
            "received": self._context.now(),
            "state": MessageState.NEW,
            "reason_code": "",
            "reason": "",
            "letter_id": None,
        }

    def fresh(self, limit: int = 100) -> list[UUID]:
        """Messages nobody has looked into yet, oldest first."""
        with self._context.work.read() as work:
            query = select(AxisMessage.id).where(AxisMessage.state == MessageState.NEW)
            return list(work.scalars(query.order_by(AxisMessage.id).limit(limit)))

    def open(self, message_id: UUID) -> StoredMessage:
        """A message as it came. Raises ``ContentChanged``, ``FileNotFoundError``."""
        with self._context.work.read() as work:
            sha256 = work.scalars(select(AxisMessage.sha256).where(AxisMessage.id == message_id)).one()
        return StoredMessage(message_id, self._context.blobs.get(sha256))

    def park(self, message_id: UUID, code: str, reason: str) -> None:
        """Puts a message aside that cannot be taken; those behind it go on. Changes nothing once it was dealt with."""
        with self._context.work() as work:
            close(work, message_id, MessageState.PARKED, code=code, reason=reason)

    def parked(self, by: Actor, after: str | None = None, limit: int | None = None) -> Page[ParkedMessage]:
        """Messages that were put aside, the newest first."""
        rights.require_role(by, *ROLES)
        size = cursors.clamp(limit)
        query = select(AxisMessage).where(AxisMessage.state == MessageState.PARKED)
        if read := cursors.read(after, 1):
            query = query.where(AxisMessage.id < cursors.read_uuid(read[0]))
        with self._context.work.read() as work:
            rows = list(work.scalars(query.order_by(AxisMessage.id.desc()).limit(size + 1)))
        views = [
            ParkedMessage(
                id=row.id,
                axis_id=row.axis_id,
                received=row.received,
                size=row.size,
                reason_code=row.reason_code,
                reason=row.reason,
            )
            for row in rows[:size]
        ]
        return Page(views, cursors.write(views[-1].id) if len(rows) > size else None)

    def read_again(self, message_id: UUID, by: Actor) -> None:
        """Has a parked message looked into once more, after a setting or a unit was mended. Raises :class:`NotFound`."""
        rights.require_role(by, *ROLES)
        with self._context.work() as work:
            row = work.scalars(
                select(AxisMessage).where(AxisMessage.id == message_id, AxisMessage.sha256 != "").with_for_update()
            ).one_or_none()
            if row is None:
                raise NotFound(what="Message", name=str(message_id))
            if row.state == MessageState.PARKED:
                facts = {"message": row.axis_id, "reason": row.reason_code}
                journal.note(self._context, work, JournalKind.CLERK_LETTER_REREAD, facts, by)
                row.state, row.reason_code, row.reason = MessageState.NEW, "", ""


def close(
    work: Work, message_id: UUID, state: MessageState, letter: UUID | None = None, code: str = "", reason: str = ""
) -> bool:
    """Says what became of a message. ``False`` when somebody else said it before."""
    done = work.session.execute(
        update(AxisMessage)
        .where(AxisMessage.id == message_id, AxisMessage.state == MessageState.NEW)
        .values(state=state, letter_id=letter, reason_code=code, reason=storable(reason)[:1000])
    )
    return done.rowcount == 1  # type: ignore[attr-defined, no-any-return]


def content_hash(work: Work, message_id: UUID) -> str:
    """The SHA-256 under which a message is stored."""
    return work.scalars(select(AxisMessage.sha256).where(AxisMessage.id == message_id)).one()
