"""What the database rows of a dossier must contain, computed from its history alone, by replaying the events.

Events of earlier releases recorded less. What they do not record is unknown: it is not compared, and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from core.domain import replay_of_money
from core.domain.history import ChainEntry, EventKind
from core.domain.states import TaskState
from core.domain.statuses import PROCESSED, Status, processing_ends

_RECEIVED: Final = EventKind.CLERK_DOSSIER_RECEIVED
_CLAIMS: Final = (EventKind.CLERK_TASK_CLAIMED, EventKind.CLERK_TASK_UNCLAIMED)
#: columns of a new dossier's row that its first event does not record
_AT_FIRST: Final[Mapping[str, Any]] = {
    "paused_since": None,
    "processed": None,
    "finished": None,
    "returned": None,
    "stopped": False,
}
#: columns that steps of earlier releases changed without recording it
_UNRECORDED: Final = ("due", "index_due", "pauses", "paused_since", "units", "engine_state", "revision", "version_id")


@dataclass(slots=True)
class Fact:
    """A value, and the number of the event that recorded it last."""

    value: Any
    event: int


@dataclass(slots=True)
class TaskFacts:
    """The columns of a task."""

    columns: dict[str, Fact]
    #: number of the event that opened it
    opened: int


@dataclass(slots=True)
class Expected:
    """What the rows must contain. A part that is ``None`` is not recorded in the history."""

    code: str
    row: dict[str, Fact] = field(default_factory=dict)
    applicant: Fact | None = None
    variables: dict[str, Fact] | None = None
    #: by token; ``None`` if an event of an earlier release opened a task without recording its token
    tasks: dict[str, TaskFacts] | None = field(default_factory=dict)
    #: by id; those of earlier releases, without one, by name, content and component
    papers: dict[Any, Fact] = field(default_factory=dict)
    #: notices to the applicant by id
    notices: dict[str, Fact] = field(default_factory=dict)
    #: lines of the ledger by id
    payments: dict[str, Fact] = field(default_factory=dict)
    #: money that did not add up: what is told of it by its key, and how it was settled by its id
    differing: dict[str, Fact] = field(default_factory=dict)
    settled: dict[str, Fact] = field(default_factory=dict)


def play(events: Iterable[ChainEntry]) -> Expected:
    """Replays the events of a chain, which was verified before."""
    expected: Expected | None = None
    for event in events:
        if expected is None:
            expected = Expected(event.dossier)
            _open(expected, event)
        _apply(expected, event)
    return expected or Expected("")


def _open(expected: Expected, event: ChainEntry) -> None:
    facts = event.payload
    for name, value in _AT_FIRST.items():
        expected.row[name] = Fact(value, event.seq)
    for name in ("procedure", "channel", "return_by", "reception_unit", "processing_unit", "receipt", "sha256"):
        if name in facts:
            expected.row[name] = Fact(facts[name], event.seq)
    if "due" in facts.get("row", {}):
        expected.row["index_due"] = Fact(facts["row"]["due"], event.seq)
    expected.row["received"] = Fact(event.at, event.seq)
    expected.row["received_by_id"] = Fact(event.actor.id, event.seq)
    if "applicant" in facts:
        expected.applicant = Fact(facts["applicant"], event.seq)
    if "data" in facts:
        expected.variables = {name: Fact(value, event.seq) for name, value in facts["data"].items()}
    for paper in facts.get("documents", ()):
        _add_paper(expected, paper, event.seq)


def _add_paper(expected: Expected, paper: Mapping[str, Any], seq: int) -> None:
    known = paper.get("document")
    key = known or (paper["name"], paper["sha256"], paper.get("component") or "")
    expected.papers[key] = Fact({name: value for name, value in paper.items() if name != "document"}, seq)


def _apply(expected: Expected, event: ChainEntry) -> None:
    facts, seq = event.payload, event.seq
    _apply_processed(expected, event)
    expected.row |= {name: Fact(value, seq) for name, value in facts.get("row", {}).items()}
    _apply_statuses(expected, event)
    expected.notices |= {one["notice"]: Fact(one, seq) for one in facts.get("notices", ())}
    if expected.variables is not None:
        expected.variables |= {name: Fact(value, seq) for name, value in facts.get("changed", {}).items()}
        for name in facts.get("removed", ()):
            expected.variables.pop(name, None)
    _apply_money(expected, event)
    if event.kind == EventKind.CLERK_DOCUMENT_ADDED:
        _add_paper(expected, facts, seq)
    if event.kind == EventKind.ADMIN_DOSSIER_MOVED_BACK and "row" not in facts:
        expected.variables = None  # put back to values that no event of that release records
    if expected.tasks is not None:
        _apply_tasks(expected, event)


def _apply_processed(expected: Expected, event: ChainEntry) -> None:
    """When processing ended follows from the statuses, so that it is known of events that do not record it."""
    facts, known = event.payload, expected.row.get("status")
    before = known.value if known is not None else Status.REGISTERED
    statuses = facts.get("statuses", ())
    ended = processing_ends(before, statuses)
    if ended is not None:
        expected.row["processed"] = Fact(event.at.isoformat() if ended else None, event.seq)
    if "ended" in facts and (statuses[-1] if statuses else before) not in PROCESSED:
        expected.row["processed"] = Fact(event.at.isoformat(), event.seq)
    if event.kind == EventKind.ADMIN_DOSSIER_MOVED_BACK:
        expected.row.pop("processed", None)  # it is what it was before the move; this release's events record it


def _apply_money(expected: Expected, event: ChainEntry) -> None:
    line = replay_of_money.line_of(event, {name: fact.value for name, fact in expected.payments.items()})
    if line is not None:
        expected.payments[line[0]] = Fact(line[1], event.seq)
    settled = replay_of_money.settled_of(event)
    if settled is not None:
        expected.settled[settled[0]] = Fact(settled[1], event.seq)
    key = replay_of_money.differing_of(event)
    if key is not None:
        expected.differing[key] = Fact(event.payload, event.seq)


def _apply_statuses(expected: Expected, event: ChainEntry) -> None:
    """What events of earlier releases recorded of the row: the statuses, and the end."""
    facts, seq = event.payload, event.seq
    if "row" in facts:
        return
    if facts.get("statuses"):
        expected.row["status"] = Fact(facts["statuses"][-1], seq)
        if 10 in facts["statuses"]:
            expected.row["returned"] = Fact(event.at.isoformat(), seq)
    if "ended" in facts:
        expected.row["finished"] = Fact(event.at.isoformat(), seq)
    if "failed" in facts:
        expected.row["stopped"] = Fact(True, seq)
    back = event.kind == EventKind.ADMIN_DOSSIER_MOVED_BACK
    if back or ("changed" in facts and event.kind != _RECEIVED):
        # The step changed more than it recorded: the due dates, the state, the units.
        for name in (*_UNRECORDED, *(("status",) if back else ())):
            expected.row.pop(name, None)


def _apply_tasks(expected: Expected, event: ChainEntry) -> None:
    facts, seq, tasks = event.payload, event.seq, expected.tasks
    assert tasks is not None
    old = any("token" not in one for one in facts.get("opened", ()))
    claimed = event.kind in _CLAIMS and "tasks" not in facts
    if old or claimed or (event.kind == EventKind.ADMIN_DOSSIER_MOVED_BACK and "row" not in facts):
        expected.tasks = None
        return
    for change in facts.get("tasks", ()):
        known = tasks.get(change["token"])
        if known is None:
            expected.tasks = None  # opened by a release that did not record the token
            return
        for name, value in change.items():
            if name == "state":
                _closed(known, event, value)
            elif name != "token":
                known.columns[name] = Fact(value, seq)
    for opened in facts.get("opened", ()):
        columns = {name: Fact(value, seq) for name, value in opened.items() if name not in ("token", "roles")}
        columns |= {"state": Fact(TaskState.OPEN, seq), "opened": Fact(event.at, seq)}
        columns |= {"closed": Fact(None, seq), "closed_by_name": Fact(None, seq)}
        tasks[opened["token"]] = TaskFacts(columns, seq)


def _closed(task: TaskFacts, event: ChainEntry, state: str) -> None:
    done = state == TaskState.COMPLETED
    task.columns["state"] = Fact(state, event.seq)
    task.columns["closed"] = Fact(event.at, event.seq)
    task.columns["closed_by_name"] = Fact(event.actor.name if done else None, event.seq)
