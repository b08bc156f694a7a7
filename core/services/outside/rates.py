"""How many calls a system gets at most in a second, minute or hour, by all relays and workers together.

Calls are counted when they are handed over (a generic cell rate algorithm). Of a system with a limit the time of its next call is kept: a call that goes moves it on by
one interval, and what was not used is kept for a second at most. Calls that still stand in the queue are counted against
the second's worth, so that workers that come back do not make them all at once.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update

from core.db.models import Outbox, OutsideSystem, SystemTopic
from core.db.reading import Reading
from core.db.unit_of_work import Work
from core.db.upserts import insert_absent
from core.domain.states import CallState
from core.services.context.context import Context
from core.services.running.call_gates import of_system
from core.services.views.jobs import DueCall
from core.setting_values import rates_of

SECONDS: Final = {"s": 1, "m": 60, "h": 3600}
#: What was not used is kept for so long: relays look once a second.
KEPT: Final = timedelta(seconds=1)


class Rates:
    """The limits of the setting. Without one nothing is read or written."""

    def __init__(self, context: Context) -> None:
        rates = rates_of(context.settings.call_rates) if context.settings.call_rates else {}
        self._intervals = {name: timedelta(seconds=SECONDS[unit] / calls) for name, (calls, unit) in rates.items()}

    def may_go(self, now: datetime) -> tuple[ColumnElement[bool], ...]:
        """Conditions that a call's system has a call left."""
        if not self._intervals:
            return ()
        its = and_(SystemTopic.topic == Outbox.topic, SystemTopic.system == OutsideSystem.name)
        used_up = and_(OutsideSystem.next_call > now, OutsideSystem.name.in_(self._intervals))
        return (~exists().where(its, used_up),)

    def unlimited(self) -> ColumnElement[bool]:
        """The condition that a call's system has no limit."""
        return ~or_(*map(of_system, self._intervals))

    def cut(self, work: Work, calls: Sequence[DueCall], waiting: Collection[UUID], now: datetime) -> Sequence[DueCall]:
        """Those of the calls that may go now, in their order; they are counted."""
        if not (self._intervals and calls):
            return calls
        limited = select(SystemTopic.topic, SystemTopic.system).where(SystemTopic.system.in_(self._intervals))
        systems = {row.topic: row.system for row in work.execute(limited)}
        wanted: dict[str, int] = defaultdict(int)
        for call in calls:
            wanted[systems.get(call.topic, "")] += 1
        left = {
            name: self._take(work, name, wanted[name], self._queued(work, name, waiting, now), now)
            for name in sorted(wanted.keys() - {""})
        }
        going = []
        for call in calls:
            name = systems.get(call.topic)
            if name is None:
                going.append(call)
            elif left[name] > 0:
                left[name] -= 1
                going.append(call)
        return going

    def _take(self, work: Work, name: str, wanted: int, queued: int, now: datetime) -> int:
        """How many calls of a system may go; its next call is moved on by as many."""
        interval = self._intervals[name]
        work.session.execute(insert_absent(work, OutsideSystem), [{"name": name}])
        query = select(OutsideSystem.next_call).where(OutsideSystem.name == name).with_for_update()
        first = max(work.execute(query).one().next_call or now, now - KEPT)
        # A millionth more, lest a fraction that ends beside the whole number costs a call.
        ready = math.floor((now - first) / interval + 1e-6) + 1 if first <= now else 0
        room = max(1, math.floor(KEPT / interval + 1e-6)) - queued
        most = max(0, min(wanted, ready, room))
        if most:
            moved = update(OutsideSystem).where(OutsideSystem.name == name).values(next_call=first + most * interval)
            work.session.execute(moved)
        return most

    def _queued(self, work: Reading, name: str, waiting: Collection[UUID], now: datetime) -> int:
        """Calls of a system that are handed over and not begun."""
        handed_over = and_(Outbox.state == CallState.SENT, or_(Outbox.next_attempt > now, Outbox.id.in_(waiting)))
        return work.scalar(select(func.count()).select_from(Outbox).where(handed_over, of_system(name))) or 0
