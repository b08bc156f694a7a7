"""What the jobs of a migration do: a lease, a chunk of dossiers, each in a transaction of its own, then the next job.

A job that dies takes nothing with it: every dossier it had finished is written, the one it was at is as before, and
the migration comes due again when its lease has run out. Two jobs at the same migration do no harm: the dossier's
lock and the item's state let one of them in.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update

from bpmn.errors import BpmnError, EngineError
from bpmn.migrate import MigrationRefused
from bpmn.problem import Problem
from bpmn.redaction import REDACTED
from core.db.base import AnyRow
from core.db.models import Dossier, Migration, MigrationItem
from core.db.reading import Reading
from core.db.unit_of_work import Work
from core.domain.states import BatchState, ItemState
from core.errors.base import CoreError
from core.errors.database import ServiceUnavailable
from core.services.cases import cases
from core.services.context.context import Context
from core.services.migration.moves import MovePlan, dry_run, move
from core.services.outside.leases import HANDOVER_TIMEOUT, LEASE
from core.services.running import incidents
from core.services.views.actors import Actor
from core.services.views.migration import STOPPED

#: dossiers a job does before it makes room for others
CHUNK = 50
ACTIVE = (BatchState.CHECKING, BatchState.RUNNING)


@dataclass(frozen=True, slots=True)
class DueMigration:
    """A migration to be handed to the queue, as the relay knows rows of the outbox."""

    id: UUID


class MigrationJobs:
    """What the relay and the workers ask of the office."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def due(self) -> list[DueMigration]:
        """Migrations with work to do, marked as handed over, so that another relay passes them by."""
        now = self._context.now()
        with self._context.work() as work:
            due_rows = (
                select(Migration.id)
                .where(Migration.state.in_(ACTIVE), Migration.paused.is_(False), Migration.next_attempt <= now)
                .order_by(Migration.next_attempt)
                .with_for_update(skip_locked=True)
            )
            rows = [DueMigration(row.id) for row in work.execute(due_rows)]
            if rows:
                ids = [row.id for row in rows]
                handed = {"lease": None, "next_attempt": now + HANDOVER_TIMEOUT}
                work.session.execute(update(Migration).where(Migration.id.in_(ids)).values(**handed))
            return rows

    def process_chunk(self, migration_id: UUID, chunk: int = CHUNK) -> int:
        """Looks at, or moves, the next dossiers; returns how many. 0: nothing is left, or another job is at it."""
        lease = self._lease(migration_id)
        if lease is None:
            return 0
        done, held_since = 0, self._context.now()
        for dossier_id in self._waiting_dossiers(migration_id, chunk):
            if self._context.now() - held_since > LEASE / 2:
                if not self._renew(migration_id, lease):
                    break
                held_since = self._context.now()
            if not self._process_dossier(migration_id, dossier_id):
                break
            done += 1
        self._release(migration_id, lease)
        return done

    def _lease(self, migration_id: UUID) -> str | None:
        now, lease = self._context.now(), secrets.token_hex(8)
        free = or_(Migration.lease.is_(None), Migration.next_attempt <= now)
        taken = {"lease": lease, "next_attempt": now + LEASE, "attempts": Migration.attempts + 1}
        with self._context.work() as work:
            taken_rows = work.update(
                update(Migration)
                .where(Migration.id == migration_id, Migration.state.in_(ACTIVE), Migration.paused.is_(False), free)
                .values(**taken)
            )
            return lease if taken_rows == 1 else None

    def _renew(self, migration_id: UUID, lease: str) -> bool:
        """Holds the migration for another while; ``False`` when another job is at it by now."""
        with self._context.work() as work:
            held = work.update(
                update(Migration)
                .where(Migration.id == migration_id, Migration.lease == lease)
                .values(next_attempt=self._context.now() + LEASE)
            )
            return held == 1

    def _waiting_dossiers(self, migration_id: UUID, chunk: int) -> list[UUID]:
        waiting = (
            select(MigrationItem.dossier_id)
            .where(MigrationItem.migration_id == migration_id, MigrationItem.state == ItemState.WAITING)
            .order_by(MigrationItem.dossier_id)
            .limit(chunk)
        )
        with self._context.work.read() as work:
            return list(work.scalars(waiting))

    def _process_dossier(self, migration_id: UUID, dossier_id: UUID) -> bool:
        """One dossier; ``False`` when the migration was paused or ended meanwhile."""
        context = self._context
        try:
            with context.work() as work:
                case = cases.lock_dossier(context, work, dossier_id)
                row, item = _batch(work, migration_id), _locked_item(work, migration_id, dossier_id)
                if row.state not in ACTIVE or row.paused:
                    return False
                if item.state != ItemState.WAITING:
                    return True
                at = context.now()
                if _gone(work, row, dossier_id):
                    _note(work, item, ItemState.GONE, at)
                    return True
                plan = MovePlan.of(context, work, row)
                if row.state == BatchState.CHECKING:
                    problems = dry_run(context, work, case, plan, at)
                    blocked = any(one.severity == "error" for one in problems)
                    _note(work, item, ItemState.REFUSED if blocked else ItemState.MOVABLE, at, problems)
                else:
                    kept = move(context, work, case, plan, _starter(row), at)
                    _note(work, item, ItemState.MOVED, at, **kept)
                return True
        except MigrationRefused as error:
            self._failed(migration_id, dossier_id, ItemState.REFUSED, error.problems)
        except ServiceUnavailable:
            raise  # the job comes again
        except (BpmnError, CoreError) as error:
            self._stopped(migration_id, dossier_id, error)
        return True

    def _stopped(self, migration_id: UUID, dossier_id: UUID, error: BpmnError | CoreError) -> None:
        """The new version could not go on from there: in a dry run a reason, in earnest an incident."""
        with self._context.work.read() as work:
            row = _batch(work, migration_id)
        element = error.element if isinstance(error, EngineError) else None
        problem = Problem(STOPPED, element, message=str(error), vi=str(error), redacted=_redacted(error))
        if row.state == BatchState.RUNNING and isinstance(error, BpmnError):
            incidents.record_engine_error(self._context, error, dossier_id=dossier_id, by=_starter(row))
        self._failed(
            migration_id,
            dossier_id,
            ItemState.FAILED if row.state == BatchState.RUNNING else ItemState.REFUSED,
            (problem,),
        )

    def _failed(self, migration_id: UUID, dossier_id: UUID, state: ItemState, problems: tuple[Problem, ...]) -> None:
        with self._context.work() as work:
            item = _locked_item(work, migration_id, dossier_id)
            if item.state == ItemState.WAITING:
                _note(work, item, state, self._context.now(), problems)

    def _release(self, migration_id: UUID, lease: str) -> None:
        """Lets the next job come at once; ends the migration's part when nothing waits any more."""
        now = self._context.now()
        with self._context.work() as work:
            row = work.execute(
                select(Migration.state, Migration.paused)
                .where(Migration.id == migration_id, Migration.lease == lease)
                .with_for_update()
            ).one_or_none()
            if row is None or row.state not in ACTIVE:
                return
            left = select(MigrationItem.dossier_id).where(
                MigrationItem.migration_id == migration_id, MigrationItem.state == ItemState.WAITING
            )
            values: dict[str, Any] = {"lease": None, "next_attempt": now}
            if work.execute(left.limit(1)).first() is None:
                over = row.state == BatchState.RUNNING
                values |= {"state": BatchState.DONE if over else BatchState.CHECKED, "ended": now if over else None}
            work.session.execute(update(Migration).where(Migration.id == migration_id).values(**values))
            work.notify_relay = True


def _batch(work: Reading, migration_id: UUID) -> AnyRow:
    """The migration, without a lock: a pause waits for nobody, and takes effect with the next dossier."""
    return work.execute(select(*Migration.__table__.c).where(Migration.id == migration_id)).one()


def _locked_item(work: Reading, migration_id: UUID, dossier_id: UUID) -> AnyRow:
    """The line of one dossier in the migration, under lock."""
    return work.execute(
        select(*MigrationItem.__table__.c)
        .where(MigrationItem.migration_id == migration_id, MigrationItem.dossier_id == dossier_id)
        .with_for_update()
    ).one()


def _gone(work: Reading, row: AnyRow, dossier_id: UUID) -> bool:
    """Whether the dossier has ended or is on another version by now."""
    found = work.execute(select(Dossier.version_id, Dossier.finished).where(Dossier.id == dossier_id)).one()
    return found.version_id != row.source_id or found.finished is not None


def _note(
    work: Work, item: AnyRow, state: ItemState, at: datetime, problems: tuple[Problem, ...] = (), **kept: Any
) -> None:
    values = {"state": state, "at": at, "problems": [_told(one) for one in problems], **kept}
    here = (MigrationItem.migration_id == item.migration_id, MigrationItem.dossier_id == item.dossier_id)
    work.session.execute(update(MigrationItem).where(*here).values(**values))


def _redacted(error: BpmnError | CoreError) -> str:
    if isinstance(error, EngineError):
        return error.full_message.redacted
    return error.redacted if isinstance(error, CoreError) else REDACTED


def _told(one: Problem) -> dict[str, Any]:
    stored = {
        "code": one.code,
        "element": one.element,
        "severity": one.severity,
        "message": one.message,
        "vi": one.vi,
    }
    return stored if one.redacted is None else {**stored, "bare": one.redacted}  # the key stands in rows kept earlier


def _starter(row: AnyRow) -> Actor:
    """Who started the migration, as they were then: the history names them, not the job."""
    return Actor("person", row.started_by_id, row.started_by_username or "?", row.started_by_name or "?")
