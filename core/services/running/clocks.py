"""The dossier's clock: it stands while a task says ``clock=pause``, and the due dates move when it runs again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from core.db.base import AnyRow
from core.db.models import Task
from core.db.reading import Reading
from core.domain import deadlines
from core.domain.deadlines import Pause
from core.domain.states import TaskState
from core.services.cases.cases import Case
from core.services.context.context import Context
from core.services.running.effect_rows import Rows

#: Why the clock stood still, by the kind of the task that stopped it.
REASONS = {"pay": "financial", "supplement": "supplement"}


def follow(context: Context, work: Reading, case: Case, rows: Rows, at: datetime, closed: AnyRow | None) -> None:
    """Stops or starts the clock as the step's tasks say. ``closed`` is the row of the task just completed."""
    turned = [effect.task for effect in rows.revised.values() if "clock" in effect.changed]
    pausing = [effect for effect in (*rows.opened.values(), *turned) if effect.clock == "pause"]
    if case.row.paused_since is None:
        if pausing:
            reason = REASONS.get(pausing[0].kind or "", "applicant")
            case.changes["paused_since"] = at
            case.changes["pauses"] = [*case.row.pauses, {"start": at.isoformat(), "end": None, "reason": reason}]
        return
    if pausing or not (rows.closed or rows.ended or turned) or _still_pausing(work, case, rows, closed):
        return
    _resume(context, case, at)


def _still_pausing(work: Reading, case: Case, rows: Rows, closed: AnyRow | None) -> bool:
    if closed is not None and closed.task_clock == "run" and len(rows.closed) == 1:
        return True  # what was closed did not stop the clock, so what stopped it is still open
    others = select(func.count()).where(
        Task.dossier_id == case.id,
        Task.state == TaskState.OPEN,
        Task.clock == "pause",
        Task.token.not_in([*rows.closed, *rows.revised]),
    )
    return bool(work.scalar(others))


def _resume(context: Context, case: Case, at: datetime) -> None:
    pauses = [*case.row.pauses[:-1], {**case.row.pauses[-1], "end": at.isoformat()}]
    view = case.version.view
    counted = deadlines.dues(
        case.row.received,
        view.time_limit,
        context.calendars.of(case.row.processing_unit_id),
        [_pause(pause) for pause in pauses],
        "subtract" if view.pause == "subtract" else "restart",
        at,
    )
    case.changes |= {"paused_since": None, "pauses": pauses, "due": counted.legal, "index_due": counted.index}


def _pause(stored: Any) -> Pause:
    end = stored["end"]
    return Pause(
        datetime.fromisoformat(stored["start"]), datetime.fromisoformat(end) if end else None, stored["reason"]
    )
