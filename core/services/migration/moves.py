"""One dossier to another version of its procedure, and back: what is tried, what is written, what is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from bpmn import effects as fx
from bpmn import migrate
from bpmn.engine import Snapshot, Step
from bpmn.problem import Problem
from core import jsontext
from core.db.base import AnyRow
from core.db.models import Dossier, Migration, MigrationItem
from core.db.reading import Reading
from core.db.unit_of_work import Work
from core.domain.history import EventKind
from core.domain.json_values import to_json
from core.domain.states import ItemState
from core.errors.base import Reason
from core.errors.migration import NotMovedBack
from core.services.authorization import rights
from core.services.cases.cases import STATE, Case, id_of, lock_dossier
from core.services.cases.execution import execution_context
from core.services.context.context import Context
from core.services.context.versions import Version
from core.services.evidence import history
from core.services.evidence.event_drafts import EventDraft
from core.services.interventions.operations import token_positions
from core.services.interventions.reasons import require_reason
from core.services.migration import revisions
from core.services.migration.service import RUNNERS
from core.services.requests import idempotency
from core.services.requests.idempotency import IdempotentRequest
from core.services.running import steps
from core.services.views.actors import Actor
from core.services.views.interventions import TokenPositions

#: columns of the dossier that a move may change
_COLUMNS = ("status", "paused_since", "pauses", "due", "index_due", "processed")
_BEFORE = select(*(Dossier.__table__.c[name] for name in _COLUMNS))
#: effects after which the world has seen the dossier go on
_VISIBLE_EFFECTS = (
    fx.CallWanted,
    fx.CallCancelled,
    fx.SignalThrown,
    fx.ElementPassed,
    fx.TaskOpened,
    fx.TaskClosed,
    fx.ProcessEnded,
    fx.ProcessFailed,
)


@dataclass(frozen=True, slots=True)
class MovePlan:
    """From where to where, by which mapping, and why."""

    id: UUID
    source: Version
    target: Version
    mapping: Mapping[str, str]
    reason: str

    @classmethod
    def of(cls, context: Context, work: Reading, row: AnyRow) -> MovePlan:
        """The plan of a migration's row."""
        source, target = (context.versions.get(version, work) for version in (row.source_id, row.target_id))
        return cls(row.id, source, target, row.mapping, row.reason)

    def snapshot(self, case: Case) -> Snapshot:
        """The dossier as one of the plan's old version: the engine refuses a state of any other."""
        return Snapshot(self.source.definition, case.state, case.variables)


def dry_run(context: Context, work: Reading, case: Case, plan: MovePlan, at: datetime) -> tuple[Problem, ...]:
    """What stands in the dossier's way, and what comes with the move. Tries it, and writes nothing."""
    library = execution_context(context, case, at, work).library
    problems = migrate.check(plan.snapshot(case), plan.target.definition, plan.mapping, library)
    if not any(one.severity == "error" for one in problems):
        _step(context, work, case, plan, at)
    return problems


def move(context: Context, work: Work, case: Case, plan: MovePlan, by: Actor, at: datetime) -> dict[str, Any]:
    """Moves the dossier; returns what it was before, which is kept in the migration's item.

    Raises ``MigrationRefused`` or another ``BpmnError``; after it nothing has changed.
    """
    step = _step(context, work, case, plan, at)
    rows = revisions.snapshot(work, case)
    before = {
        "variables": case.variables,
        "columns": to_json(dict(work.execute(_BEFORE.where(Dossier.id == case.id)).one()._mapping)),
        "quiet": not any(isinstance(effect, _VISIBLE_EFFECTS) for effect in step.effects),
        **rows,
    }
    kept = {"state_before": case.state, "rows_before": before, "revision": case.row.revision + 1}
    case.version = plan.target
    case.changes["version_id"] = plan.target.view.version_id
    facts = {
        "old_version": plan.source.view.version,
        "new_version": plan.target.view.version,
        "mapping": {name: other for name, other in plan.mapping.items() if name != other},
        "migration": str(plan.id),
        "reason": plan.reason,
    }
    revision = revisions.plan(context, work, case, step.effects)
    if changed := revision.facts():
        facts["tasks"] = changed
    steps.advance(context, work, case, EventDraft(EventKind.DESIGNER_DOSSIER_MIGRATED, facts, by, at), step)
    revisions.write(work, case, revision)
    return kept


def _step(context: Context, work: Reading, case: Case, plan: MovePlan, at: datetime) -> Step:
    execution = execution_context(context, case, at, work)
    return migrate.migrate(plan.snapshot(case), plan.target.definition, plan.mapping, execution)


class MigrationMoves:
    """Undoes the move of one dossier, as long as nothing has happened in it since."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def move_back(self, code: str, reason: str, by: Actor, key: str | None = None) -> TokenPositions:
        """Puts the dossier back on the version it came from, with everything that was open as it was.

        Raises :class:`NotFound`, :class:`Forbidden`, :class:`NotMovedBack`, :class:`ReasonMissing`.
        """
        rights.require_scope(by, "migrations:write")
        rights.require_role(by, *RUNNERS)
        text = require_reason(reason)
        context, request = self._context, IdempotentRequest.of(by, "dossier.move-back", TokenPositions, key, code, text)
        with context.work() as work:
            case = lock_dossier(context, work, id_of(work, code))
            line = context.directory.tree().line(case.row.processing_unit_id)
            rights.require_command(work, by, line, case.ref, *RUNNERS)
            first = idempotency.stored_answer(work, request)
            if first is not None:
                return first
            item = _last_move(work, case)
            at = context.now()
            old = case.version.view.version
            facts = {
                "migration": str(item.migration_id),
                "reason": text,
                "tasks": revisions.restored(item.rows_before),
                "row": {"engine_state": hashlib.sha256(item.state_before).hexdigest()},
                **_variables(case.variables, item.rows_before["variables"]),
            }
            self._restore(work, case, item, at)
            facts |= {"old_version": old, "new_version": case.version.view.version}
            history.record(work, case, EventDraft(EventKind.ADMIN_DOSSIER_MOVED_BACK, facts, by, at))
            work.send()
            view = token_positions(context, work, code)
            idempotency.store_answer(work, request, view, at)
            return view

    def _restore(self, work: Work, case: Case, item: AnyRow, at: datetime) -> None:
        before = item.rows_before
        revisions.restore(work, case, before)
        variables = jsontext.dumps(before["variables"])
        values = {"state": item.state_before, "variables": variables}
        work.session.execute(update(STATE).where(STATE.c.dossier_id == case.id).values(**values))
        columns = {name: _moment_of(name, value) for name, value in before["columns"].items()}
        case.changes |= {**columns, "version_id": item.source_id, "revision": case.row.revision + 1}
        case.version = self._context.versions.get(item.source_id, work)
        here = (MigrationItem.migration_id == item.migration_id, MigrationItem.dossier_id == item.dossier_id)
        work.session.execute(
            update(MigrationItem)
            .where(*here)
            .values(state=ItemState.MOVED_BACK, at=at, state_before=None, rows_before=None)
        )


def _variables(now: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """What becomes of the variables, for the history."""
    changed = {name: value for name, value in before.items() if name not in now or now[name] != value}
    return {"changed": changed, "removed": sorted(now.keys() - before.keys())}


def _last_move(work: Reading, case: Case) -> AnyRow:
    """The move that can be undone. Raises :class:`NotMovedBack` with the reason why there is none."""
    row = work.execute(
        select(*MigrationItem.__table__.c, Migration.source_id)
        .join(Migration, Migration.id == MigrationItem.migration_id)
        .where(MigrationItem.dossier_id == case.id, MigrationItem.state == ItemState.MOVED)
        .order_by(MigrationItem.at.desc(), MigrationItem.migration_id.desc())
        .limit(1)
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotMovedBack(dossier=case.code, reason=Reason("no migration has moved it"))
    if row.revision != case.row.revision:
        raise NotMovedBack(dossier=case.code, reason=Reason("it has gone on since it was moved"))
    if not row.rows_before["quiet"]:
        raise NotMovedBack(dossier=case.code, reason=Reason("the move itself let it go on in the new version"))
    return row


def _moment_of(name: str, value: Any) -> Any:
    timed = name in ("paused_since", "due", "index_due", "processed")
    return datetime.fromisoformat(value) if timed and value is not None else value
