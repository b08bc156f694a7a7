"""Systems that answer slowly: they are noticed while a call is still under way, and hold few workers at a time.

A worker that waits for an answer does nothing else. Were any number of its calls under way, one slow system would hold all
workers, and letters to other systems would wait behind it. So a system that takes longer than :data:`SLOW` gets at most
``MOTCUA_SLOW_CALLS`` workers at once, until one of its calls is quick again. The limit is soft: two workers that look at the same
moment may both see the last place free.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from core.db.models import Outbox, OutsideSystem, SystemTopic
from core.db.reading import Reading
from core.domain.states import CallState
from core.services.context.context import Context
from core.services.outside import system_rows
from core.services.running.call_gates import OF_ITS_SYSTEM, carried_by
from core.services.running.outbox_rows import INSIDE
from core.services.views.jobs import Job

#: Seconds after which a call counts as slow.
SLOW: Final = 1.0
_Other = aliased(Outbox)
#: the system of a call is slow
IS_SLOW: Final = exists().where(OF_ITS_SYSTEM, OutsideSystem.slow_since.is_not(None))


class Pace:
    """What workers report of how long a call takes."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def slow(self, job: Job) -> None:
        """The call has been under way for :data:`SLOW` and is not answered yet."""
        if job.topic in INSIDE or job.slow:
            return
        with self._context.work() as work:
            name = system_rows.require(work, job)
            noticed = update(OutsideSystem).where(OutsideSystem.name == name, OutsideSystem.slow_since.is_(None))
            work.session.execute(noticed.values(slow_since=self._context.now()))

    def quick(self, job: Job) -> None:
        """The call of a system that was slow took no longer than :data:`SLOW`: all its calls may go again."""
        with self._context.work() as work:
            its = select(SystemTopic.system).where(SystemTopic.topic == job.topic).scalar_subquery()
            name = its if job.system is None else job.system
            work.session.execute(update(OutsideSystem).where(OutsideSystem.name == name).values(slow_since=None))
            work.notify_relay = True

    def freed(self) -> None:
        """A call of a slow system has ended: the next one of its calls need not wait until the relay looks by itself."""
        with self._context.work() as work:
            work.notify_relay = True


def crowded(most: int, now: datetime) -> ColumnElement[bool]:
    """The condition that a call's system is slow and has as many workers as it gets; with ``most`` 0 never so."""
    by_topic = select(SystemTopic.system).where(SystemTopic.topic == _Other.topic).scalar_subquery()
    same = func.coalesce(_Other.system, by_topic) == OutsideSystem.name
    busy = same, _Other.state == CallState.LEASED, _Other.next_attempt > now
    others = select(func.count()).select_from(_Other).where(*busy).correlate(OutsideSystem).scalar_subquery()
    full = others >= most if most else others < 0
    return exists().where(OF_ITS_SYSTEM, OutsideSystem.slow_since.is_not(None), full)


def places(work: Reading, most: int, waiting: Collection[UUID], now: datetime) -> dict[str, int]:
    """Slow system → how many more of its calls may be handed over: those in the queue have their places already."""
    if not most:
        return {}
    slow = work.scalars(select(OutsideSystem.name).where(OutsideSystem.slow_since.is_not(None))).all()
    return {name: max(0, most - _taken(work, name, waiting, now)) for name in slow}


def _taken(work: Reading, name: str, waiting: Collection[UUID], now: datetime) -> int:
    handed: Any = Outbox.state == CallState.SENT
    begun = Outbox.state == CallState.LEASED
    live = or_(Outbox.next_attempt > now, and_(handed, Outbox.id.in_(waiting)))
    return work.scalar(select(func.count()).select_from(Outbox).where(or_(handed, begun), live, carried_by(name))) or 0
