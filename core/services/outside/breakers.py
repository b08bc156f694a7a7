"""How calls to the outside systems go, and the circuit breaker of each.

When a system has not served several calls in a row, its breaker opens: its calls wait in the database without using up
their tries, and one call at a time tries the system out, after pauses that grow. The first success closes it. All workers share what the
database says; a call that goes well costs nothing here unless the one before it failed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from sqlalchemy import select, update

from core.db.base import AnyRow
from core.db.models import Outbox, OutsideSystem, SystemTopic
from core.db.unit_of_work import Work
from core.domain.states import PENDING_CALLS
from core.services.context.context import Context
from core.services.outside import system_rows, waits
from core.services.running.call_gates import PAUSED, carried_by
from core.services.running.outbox_rows import INSIDE
from core.services.views.jobs import Job

#: A probe of which nothing is heard for so long is replaced by another one.
LOST: Final = timedelta(minutes=3)
CLOSED: Final[Mapping[str, Any]] = {"outages": 0, "opened": None, "probe": None, "probe_at": None, "probes": 0}
SERVING: Final[Mapping[str, Any]] = {**CLOSED, "failures": 0, "since": None}
_log = structlog.get_logger(__name__)


class Breakers:
    """What workers report, and the schedule drives."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def served(self, job: Job) -> None:
        """The system answered as it should. Does nothing where it did so before, too."""
        if not job.failing:
            return
        with self._context.work() as work:
            its = select(SystemTopic.system).where(SystemTopic.topic == job.topic).scalar_subquery()
            name = its if job.system is None else job.system
            work.session.execute(update(OutsideSystem).where(OutsideSystem.name == name).values(**SERVING))
            work.notify_relay = True

    def refused(self, job: Job, error: Mapping[str, str]) -> None:
        """The system answered, and refused for a reason that is not the dossier's. ``error``: what it was, by language."""
        if job.topic in INSIDE:
            return
        with self._context.work() as work:
            row = self._row(work, job)
            self._change(work, row, {**self._failed(row, error), **CLOSED})
            work.notify_relay = row.opened is not None

    def out_of_service(self, job: Job, error: Mapping[str, str]) -> None:
        """The system could not be reached, did not answer, or does not know us."""
        if job.topic in INSIDE:
            return
        context = self._context
        now, most = context.now(), context.settings.breaker_failures
        with context.work() as work:
            row = self._row(work, job)
            values = {**self._failed(row, error), "outages": row.outages + 1}
            if row.opened is None and 0 < most <= row.outages + 1:
                values |= {"opened": now, "probe": None, "probes": 0, "probe_at": now + waits.before_probe(context, 0)}
                _log.warning("breaker_opened", system=row.name, failures=row.outages + 1)
            elif row.opened is not None and row.probe == job.id:
                again = now + waits.before_probe(context, row.probes + 1)
                values |= {"probe": None, "probes": row.probes + 1, "probe_at": again}
            self._change(work, row, values)

    def release_probes(self) -> int:
        """Lets one call go to each system that does not serve and whose pause is over; returns how many those are."""
        due = (OutsideSystem.opened.is_not(None), OutsideSystem.probe_at <= self._context.now())
        with self._context.work.read() as work:
            names = work.scalars(select(OutsideSystem.name).where(*due)).all()
        return sum(self._release(name) for name in names)

    def _release(self, name: str) -> bool:
        """A call is a probe only when it is due by its own plan: being one must not use up its tries faster."""
        now = self._context.now()
        with self._context.work() as work:
            query = select(*OutsideSystem.__table__.c).where(OutsideSystem.name == name).with_for_update()
            system = work.execute(query).one()
            if system.opened is None or system.probe_at > now:
                return False  # another schedule was faster
            probe = work.scalar(_due_call(name, now))
            if probe is None:
                return False
            self._change(work, system, {"probe": probe, "probe_at": now + LOST})
            work.notify_relay = True
            return True

    def _row(self, work: Work, job: Job) -> AnyRow:
        """The row of the job's system, locked."""
        name = system_rows.require(work, job)
        query = select(*OutsideSystem.__table__.c).where(OutsideSystem.name == name).with_for_update()
        return work.execute(query).one()

    def _failed(self, row: AnyRow, error: Mapping[str, str]) -> dict[str, Any]:
        now = self._context.now()
        return {"failures": row.failures + 1, "since": row.since or now, "last": now, "error": dict(error)}

    def _change(self, work: Work, row: AnyRow, values: Mapping[str, Any]) -> None:
        work.session.execute(update(OutsideSystem).where(OutsideSystem.name == row.name).values(**values))


def _due_call(name: str, now: datetime) -> Any:
    """The id of the system's call that has been due longest."""
    return (
        select(Outbox.id)
        .where(Outbox.state.in_(PENDING_CALLS), Outbox.next_attempt <= now, ~PAUSED, carried_by(name))
        .order_by(Outbox.next_attempt)
        .limit(1)
    )
