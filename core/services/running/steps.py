"""How a Step of the engine becomes rows: the one place that knows it.

Each verb of the engine has its function here, which writes everything the step decided in the caller's unit of work: the
state, tasks, timers, subscriptions, calls, the clock, the status, the letters to the applicant,
and one event of the history that tells all of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update

from bpmn import effects as fx
from bpmn import engine
from bpmn.engine import Step
from bpmn.errors import EngineError
from bpmn.redaction import Public
from core import jsontext
from core.db.unit_of_work import Attempt
from core.db.writes import Writes
from core.domain.statuses import PROCESSED, processing_ends
from core.limits import VARIABLES_CHARACTERS
from core.services.cases.cases import STATE, Case, open_tasks, remember
from core.services.cases.execution import execution_context
from core.services.cases.rows import TaskRow
from core.services.context.context import Context
from core.services.evidence import history
from core.services.evidence.event_drafts import EventDraft
from core.services.running import deadline_pause, effect_rows, incident_closing, incident_rows, notice_rows
from core.services.running.effects_by_kind import SortedEffects

#: so many names of variables nobody wanted are told, and so many characters of each
NAMED = 100
_STATE = update(STATE).where(STATE.c.dossier_id == bindparam("dossier"))


class Uncaught(Exception):
    """A worker's error that no boundary event of the diagram catches: the step is not taken."""

    def __init__(self, effect: fx.ProcessFailed) -> None:
        super().__init__(effect.message)
        self.effect = effect


def start(
    context: Context,
    work: Attempt,
    case: Case,
    event_draft: EventDraft,
    element: str | None = None,
    payload: Mapping[str, Any] | None = None,
) -> None:
    """Starts the process of a dossier whose row was just inserted; at ``element``, where a message opened it."""
    execution = execution_context(context, case, event_draft.at, work)
    step = engine.start(case.version.definition, case.variables, execution, element, payload)
    advance(context, work, case, event_draft, step)


def complete(
    context: Context,
    work: Attempt,
    case: Case,
    token: str,
    outcome: Mapping[str, Any],
    event_draft: EventDraft,
    closed: TaskRow | None = None,
) -> None:
    """Completes a user task (``closed``: its row) or answers a call."""
    execution = execution_context(context, case, event_draft.at, work)
    step = engine.complete(case.snapshot, token, outcome, execution)
    advance(context, work, case, event_draft, step, closed)


def fail(
    context: Context, work: Attempt, case: Case, token: str, code: str, message: str, event_draft: EventDraft
) -> None:
    """Throws a BPMN error at a call. Raises :class:`Uncaught` where the diagram has no answer to it."""

    execution = execution_context(context, case, event_draft.at, work)
    step = engine.fail(case.snapshot, token, code, message, execution)
    for effect in step.effects:
        if isinstance(effect, fx.ProcessFailed) and effect.code == code:
            raise Uncaught(effect)
    advance(context, work, case, event_draft, step)


def deliver(
    context: Context, work: Attempt, case: Case, token: str, payload: Mapping[str, Any], event_draft: EventDraft
) -> None:
    """Delivers a message to a subscription."""
    execution = execution_context(context, case, event_draft.at, work)
    step = engine.deliver(case.snapshot, token, payload, execution)
    advance(context, work, case, event_draft, step)


def signal(
    context: Context, work: Attempt, case: Case, name: str, payload: Mapping[str, Any], event_draft: EventDraft
) -> None:
    """Hands a signal to everything in the dossier that waits for it."""
    execution = execution_context(context, case, event_draft.at, work)
    step = engine.signal(case.snapshot, name, payload, execution)
    advance(context, work, case, event_draft, step)


def fire(context: Context, work: Attempt, case: Case, token: str, event_draft: EventDraft) -> None:
    """Fires a timer."""
    execution = execution_context(context, case, event_draft.at, work)
    step = engine.fire(case.snapshot, token, execution)
    advance(context, work, case, event_draft, step)


def advance(
    context: Context, work: Attempt, case: Case, event_draft: EventDraft, step: Step, closed: TaskRow | None = None
) -> None:
    """Writes everything a step of any verb decided (``closed``: the row of the user task it completed)."""
    text = _variables(step)
    effects = SortedEffects.of(step.effects)
    deadline_pause.update(context, work, case, effects, event_draft.at, closed)
    written = effect_rows.write(context, work, case, effects, event_draft, step.variables)
    _note_progress(case, effects, event_draft.at)
    story = effects.history_payload(written.tasks)
    if written.notices:
        story["notices"] = [notice_rows.fact(row) for row in written.notices]
    history.append(work.writes, case, event_draft, _facts(event_draft.facts, story, step))
    if written.incident is not None:
        stopped = incident_rows.opened(written.incident, event_draft.by)
        history.append(work.writes, case, stopped, stopped.facts)
    incident_closing.after_step(work, case, effects, event_draft)
    _save(work.writes, case, step, text)
    case.state, case.variables = step.state, step.variables
    remember(context, work, case, lambda: open_tasks(written.tasks))


def _facts(facts: Mapping[str, Any], story: dict[str, Any], step: Step) -> dict[str, Any]:
    """The event's facts: those of what happened, those of the step (``story``), and what the rows are after it."""
    tasks = [*facts.get("tasks", ()), *story.pop("tasks", ())]
    told = {**_heard(facts, step.ignored), **story, "changed": step.changed} | ({"tasks": tasks} if tasks else {})
    return told | {"row": {**facts.get("row", {}), "engine_state": hashlib.sha256(step.state).hexdigest()}}


def _heard(facts: Mapping[str, Any], ignored: tuple[str, ...]) -> Mapping[str, Any]:
    """What came with a message or signal: the variables that were taken, and only the names of the others."""
    if not ignored:
        return facts
    taken = {name: value for name, value in facts["variables"].items() if name not in ignored}
    return {**facts, "variables": taken, "ignored": [name[:NAMED] for name in ignored[:NAMED]]}


def _note_progress(case: Case, effects: SortedEffects, at: datetime) -> None:
    if effects.statuses:
        statuses = [change.status for change in effects.statuses]
        ended = processing_ends(case.row.status, statuses)
        if ended is not None:
            case.changes["processed"] = at if ended else None
        case.changes["status"] = statuses[-1]
        if any(change.status == 10 for change in effects.statuses):
            case.changes["returned"] = at
    if isinstance(effects.ended, fx.ProcessEnded):
        case.changes["finished"] = at
        if case.value("status") not in PROCESSED:
            case.changes["processed"] = at
    if isinstance(effects.ended, fx.ProcessFailed):
        case.changes["stopped"] = True
    case.changes["revision"] = case.row.revision + 1


def _variables(step: Step) -> str:
    """The dossier's variables as JSON. Raises :class:`EngineError` where they have become too much to keep."""
    text = jsontext.dumps(step.variables) if step.changed else ""
    if len(text) > VARIABLES_CHARACTERS:
        element = next((found for one in reversed(step.effects) if (found := getattr(one, "element", None))), None)
        message = "the dossier's variables take {size} characters; at most {most} can be kept"
        raise EngineError(element, "budget", message, size=len(text), most=Public(VARIABLES_CHARACTERS))
    return text


def _save(writes: Writes, case: Case, step: Step, variables: str) -> None:
    history.write_head(writes, case)
    values: dict[str, Any] = {"dossier": case.id, "state": step.state}
    if step.changed:
        values["variables"] = variables
    writes.add(_STATE, values)
