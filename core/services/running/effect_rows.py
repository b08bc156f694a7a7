"""The rows that the effects of one step become."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, update

from bpmn import effects as fx
from bpmn.errors import EngineError
from bpmn.redaction import Public, with_redacted
from core.db.base import table_of
from core.db.models import Incident, Outbox, Subscription, Timer
from core.db.unit_of_work import Attempt
from core.domain import text
from core.domain.identifiers import uuid7
from core.domain.states import CallState, TaskState
from core.limits import HOPS
from core.services.cases import called
from core.services.cases.cases import TASK, Case
from core.services.context.context import Context
from core.services.evidence.event_drafts import EventDraft
from core.services.running import (
    candidates,
    incident_rows,
    notice_rows,
    office_letters,
    outbox_rows,
    status_notices,
    task_facts,
)
from core.services.running.effects_by_kind import SortedEffects
from core.services.running.untold_rows import Addressee

#: where a task without a due date stands in the order: after every other
FAR = datetime(9999, 12, 31, tzinfo=UTC)


TIMER, SUBSCRIPTION, OUTBOX, INCIDENT = (table_of(model) for model in (Timer, Subscription, Outbox, Incident))
_INSERT_TASK, _INSERT_TIMER, _INSERT_SUBSCRIPTION, _INSERT_CALL, _INSERT_INCIDENT = (
    insert(table) for table in (TASK, TIMER, SUBSCRIPTION, OUTBOX, INCIDENT)
)
_CLOSE_TASK = (
    update(TASK)
    .where(TASK.c.dossier_id == bindparam("dossier"), TASK.c.token == bindparam("closing"))
    .values(revision=TASK.c.revision + 1, draft=None)
)
_CLEAR_TIMER, _UNSUBSCRIBE = (
    delete(table).where(table.c.dossier_id == bindparam("dossier"), table.c.token == bindparam("closing"))
    for table in (TIMER, SUBSCRIPTION)
)
_CANCEL_CALL = (
    update(OUTBOX)
    .where(
        OUTBOX.c.dossier_id == bindparam("dossier"),
        OUTBOX.c.token == bindparam("closing"),
        OUTBOX.c.state != CallState.DONE,
        OUTBOX.c.state != CallState.CANCELLED,
    )
    .values(state=CallState.CANCELLED, lease=None)
)


@dataclass(frozen=True, slots=True)
class WrittenRows:
    """The rows of the tasks a step opened, of its notices, and of its incident if the process failed."""

    tasks: list[dict[str, Any]]
    notices: list[dict[str, Any]]
    incident: dict[str, Any] | None


def write(
    context: Context,
    work: Attempt,
    case: Case,
    effects: SortedEffects,
    event_draft: EventDraft,
    variables: Mapping[str, Any],
) -> WrittenRows:
    """Notes the writes of everything but the dossier's own row, its state and its history; ``variables``: after the step."""
    writes = work.writes
    writes.add(_CLOSE_TASK, [_closing(case, effect, event_draft) for effect in effects.tasks_closed.values()])
    tasks = [_task(context, work, case, effect, event_draft.at) for effect in effects.tasks_opened.values()]
    writes.add(_INSERT_TASK, tasks)
    writes.add(_CLEAR_TIMER, _tokens(case, effects.timers_cleared))
    writes.add(
        _INSERT_TIMER, [_waiting(case, timer, due=timer.due, held=False) for timer in effects.timers_set.values()]
    )
    writes.add(_UNSUBSCRIBE, _tokens(case, effects.unsubscribed))
    writes.add(_INSERT_SUBSCRIPTION, [_awaited(case, wanted) for wanted in effects.subscribed.values()])
    notices = notice_rows.rows(context, work, case, effects, variables, event_draft.at)
    writes.add(notice_rows.INSERT, notices)
    _write_calls(context, work, case, effects, event_draft, notices)
    incident = None
    if isinstance(effects.ended, fx.ProcessFailed):
        whole = f"{effects.ended.code or ''} {effects.ended.message}".strip()
        message = with_redacted(whole, "the process ended with an error that nothing in the diagram catches")
        incident = incident_rows.row(case.id, "process", effects.ended.element, message, event_draft.at)
        writes.add(_INSERT_INCIDENT, incident)
    return WrittenRows(tasks, notices, incident)


def _tokens(case: Case, tokens: Iterable[str]) -> list[dict[str, Any]]:
    return [{"dossier": case.id, "closing": token} for token in tokens]


def _closing(case: Case, effect: fx.TaskClosed, event_draft: EventDraft) -> dict[str, Any]:
    done = effect.reason == "completed"
    return {
        "dossier": case.id,
        "closing": effect.token,
        "state": effect.reason,
        "closed": event_draft.at,
        "closed_by_id": event_draft.by.id if done else None,
        "closed_by_name": event_draft.by.name if done else None,
    }


def _task(context: Context, work: Attempt, case: Case, effect: fx.TaskOpened, at: datetime) -> dict[str, Any]:
    route = candidates.resolve(context, work, case, effect)
    due = task_facts.due(effect, at, context.calendars.of(route.unit))
    return {
        "id": uuid7(),
        "dossier_id": case.id,
        "token": effect.token,
        "element": effect.element,
        **as_told(effect),
        "version_id": called.version_id(context, work, effect.version),
        "audience": route.key,
        "unit_id": route.unit,
        "assignee_id": candidates.assignee_id(work, effect.assignee) if effect.assignee else None,
        "state": TaskState.OPEN,
        "opened": at,
        "due": due,
        "sort_due": due or FAR,
        "found_by": case.row.found_by,
        "revision": 0,
    }


def as_told(effect: fx.TaskOpened) -> dict[str, Any]:
    """The columns that say what the diagram says, the kept properties among them."""
    given = effect.properties
    return {
        "name": effect.name,
        "form": effect.form,
        "priority": effect.priority,
        "local": dict(effect.local) or None,
        **{one.name: given.get(one.name, "").strip() or one.default for one in task_facts.KEPT},
    }


def _waiting(
    case: Case, effect: fx.TimerSet | fx.MessageSubscribed | fx.SignalSubscribed, **values: Any
) -> dict[str, Any]:
    return {"id": uuid7(), "dossier_id": case.id, "token": effect.token, "element": effect.element, **values}


def _awaited(case: Case, effect: fx.MessageSubscribed | fx.SignalSubscribed) -> dict[str, Any]:
    if isinstance(effect, fx.SignalSubscribed):
        return _waiting(case, effect, kind="signal", name=effect.name, key=None)
    key = None if effect.key is None else text.normalize_line(effect.key)
    return _waiting(case, effect, kind="message", name=effect.name, key=key)


def _write_calls(
    context: Context,
    work: Attempt,
    case: Case,
    effects: SortedEffects,
    event_draft: EventDraft,
    notices: list[dict[str, Any]],
) -> None:
    at = event_draft.at
    if effects.thrown and event_draft.hops >= HOPS:
        message = "messages and signals were passed on {most} times between dossiers with no human task; this is a loop"
        raise EngineError(effects.thrown[0].element, "budget", message, most=Public(HOPS))
    work.writes.add(_CANCEL_CALL, [{**values, "done": at} for values in _tokens(case, effects.calls_cancelled)])
    most = len(context.settings.retry_seconds)
    calls = [outbox_rows.of_call(case, call, at, most, context.ways) for call in effects.calls_wanted.values()]
    calls += [
        outbox_rows.of_thrown(case, number, thrown, at, most, event_draft.hops + 1)
        for number, thrown in enumerate(effects.thrown)
    ]
    work.writes.add(_INSERT_CALL, calls)
    letters = status_notices.letters_for(case, notice_rows.told(case, effects), notices)
    office_letters.write(context, work, Addressee.of(case), letters, at)
    work.notify_relay = work.notify_relay or bool(calls or letters)
