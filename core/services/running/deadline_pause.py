"""Deadline pause: the legal deadline stops while a task has ``clock=pause``, and is computed anew when it goes on.

It also stops while the post fetches papers that are needed to receive the dossier at all: from the order to the reception,
whoever calls whom meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import func, select

from core.db.models import Task
from core.db.reading import Reading
from core.domain import deadlines
from core.domain.deadlines import Pause
from core.domain.deadlines import Reason as PauseReason
from core.domain.json_values import to_json
from core.domain.states import TaskState
from core.domain.statuses import Status
from core.services.cases.cases import Case
from core.services.cases.rows import TaskRow
from core.services.context.context import Context
from core.services.running.effects_by_kind import SortedEffects

#: Why the deadline stopped, by the kind of the task that stopped it.
REASONS: Final[Mapping[str, PauseReason]] = {"pay": "financial", "supplement": "supplement"}

#: the topic that has papers fetched from the applicant
FETCH: Final = "postal.collect"
#: a dossier that is only registered may wait for its papers
BEFORE: Final = frozenset({Status.REGISTERED})


def update(
    context: Context, work: Reading, case: Case, effects: SortedEffects, at: datetime, closed: TaskRow | None
) -> None:
    """Stops or resumes the deadline as the step's tasks say. ``closed`` is the row of the task just completed."""
    clock_changed = [effect.task for effect in effects.tasks_revised.values() if "clock" in effect.changed]
    pausing = [effect for effect in (*effects.tasks_opened.values(), *clock_changed) if effect.clock == "pause"]
    if case.row.paused_since is None:
        fetched = case.row.status in BEFORE and any(one.topic == FETCH for one in effects.calls_wanted.values())
        if pausing or fetched:
            reason = REASONS.get(pausing[0].kind or "", "applicant") if pausing else "papers"
            case.changes["paused_since"] = at
            case.changes["pauses"] = to_json([*_pauses(case), Pause(at, None, reason)])
        return
    if _pauses(case)[-1].reason == "papers":
        if effects.ended or any(change.status not in BEFORE for change in effects.statuses):
            _resume(context, case, at)
        return
    if (
        pausing
        or not (effects.tasks_closed or effects.ended or clock_changed)
        or _still_pausing(work, case, effects, closed)
    ):
        return
    _resume(context, case, at)


def _still_pausing(work: Reading, case: Case, effects: SortedEffects, closed: TaskRow | None) -> bool:
    if closed is not None and closed.task_clock == "run" and len(effects.tasks_closed) == 1:
        return True  # what was closed did not stop the clock, so what stopped it is still open
    others = select(func.count()).where(
        Task.dossier_id == case.id,
        Task.state == TaskState.OPEN,
        Task.clock == "pause",
        Task.token.not_in([*effects.tasks_closed, *effects.tasks_revised]),
    )
    return bool(work.scalar(others))


def _resume(context: Context, case: Case, at: datetime) -> None:
    *earlier, last = _pauses(case)
    pauses = [*earlier, replace(last, end=at)]
    view = case.version.view
    counted = deadlines.dues(
        case.row.received,
        view.time_limit,
        context.calendars.of(case.row.processing_unit_id),
        pauses,
        "subtract" if view.pause == "subtract" else "restart",
        at,
    )
    case.changes |= {"paused_since": None, "pauses": to_json(pauses), "due": counted.legal, "index_due": counted.index}


def _pauses(case: Case) -> list[Pause]:
    """The dossier's pauses, the last of which may not have ended; its row keeps them as JSON."""
    return [
        Pause(
            datetime.fromisoformat(stored["start"]),
            datetime.fromisoformat(stored["end"]) if stored["end"] else None,
            stored["reason"],
        )
        for stored in case.row.pauses
    ]
