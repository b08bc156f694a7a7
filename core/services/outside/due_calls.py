"""Which calls may be handed to the queue now: the oldest first, as many as their systems may get."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select

from core.db.models import Outbox
from core.db.unit_of_work import Work
from core.domain.states import PENDING_CALLS
from core.services.context.context import Context
from core.services.outside import pace
from core.services.outside.rates import Rates
from core.services.running.call_gates import MAY_GO, carried_by
from core.services.views.jobs import DueCall


def chosen(work: Work, context: Context, rates: Rates, limit: int, waiting: Collection[UUID]) -> list[DueCall]:
    """At most ``limit`` calls, their rows locked; ``waiting`` are those that stand in the queue still. Slow systems come last."""
    now = context.now()
    turn = _Turn(work, rates, waiting, now)
    due_rows = (
        select(Outbox.id, Outbox.topic)
        .where(Outbox.state.in_(PENDING_CALLS), Outbox.next_attempt <= now, Outbox.id.not_in(waiting), MAY_GO)
        .order_by(Outbox.next_attempt)
        .with_for_update(skip_locked=True)
    )
    slow = pace.places(work, context.settings.slow_calls, waiting, now)
    if not slow:
        return turn.take(due_rows, limit)
    calls = turn.take(due_rows.where(~pace.IS_SLOW), limit)
    for name, places in slow.items():
        calls += turn.take(due_rows.where(carried_by(name)), min(places, limit - len(calls)))
    return calls


@dataclass(frozen=True, slots=True)
class _Turn:
    """One look of a relay."""

    work: Work
    rates: Rates
    waiting: Collection[UUID]
    now: datetime

    def take(self, due_rows: Select[UUID, str], limit: int) -> list[DueCall]:
        """The oldest of the rows, as many as their systems' rates let go."""
        if limit <= 0:
            return []
        found = self._read(due_rows.where(*self.rates.may_go(self.now)).limit(limit))
        calls = list(self.rates.cut(self.work, found, self.waiting, self.now))
        if len(calls) < len(found):  # what is limited must not stand before what is not
            going = [call.id for call in calls]
            others = due_rows.where(self.rates.unlimited(), Outbox.id.not_in(going))
            calls += self._read(others.limit(limit - len(calls)))
        return calls

    def _read(self, due_rows: Select[UUID, str]) -> list[DueCall]:
        return [DueCall(row.id, row.topic) for row in self.work.execute(due_rows)]
