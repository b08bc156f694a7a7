"""What a dossier's rows must be, read out of its history: the events are played back, and nothing else is asked.

Events of releases that told less leave things unknown; what is unknown is not compared, and nothing is ever guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from core.domain.history import ChainEntry, EventKind
from core.domain.states import TaskState

_BORN: Final = EventKind.CLERK_DOSSIER_RECEIVED
_CLAIMS: Final = (EventKind.CLERK_TASK_CLAIMED, EventKind.CLERK_TASK_UNCLAIMED)
#: what the dossier's row starts with beyond what its first event tells
_AT_FIRST: Final[Mapping[str, Any]] = {"paused_since": None, "finished": None, "returned": None, "stopped": False}
#: columns that steps of earlier releases changed without telling
_UNTOLD: Final = ("due", "index_due", "pauses", "paused_since", "units", "engine_state", "revision", "version_id")


@dataclass(slots=True)
class Fact:
    """A value, and the number of the event that told it last."""

    value: Any
    event: int


@dataclass(slots=True)
class TaskFacts:
    """A task's columns as told, and the events that opened it and told of it last."""

    columns: dict[str, Fact]
    opened: int


@dataclass(slots=True)
class Expected:
    """What the rows must be. ``None`` in place of a part: the history does not tell it."""

    code: str
    row: dict[str, Fact] = field(default_factory=dict)
    applicant: Fact | None = None
    variables: dict[str, Fact] | None = None
    #: by token; ``None`` once an event of an earlier release opened a task without telling its token
    tasks: dict[str, TaskFacts] | None = field(default_factory=dict)
    #: by id; of earlier releases without one by name, content and component
    papers: dict[Any, Fact] = field(default_factory=dict)
    #: what the applicant was told, by the notice's id
    notices: dict[str, Fact] = field(default_factory=dict)


def play(events: Iterable[ChainEntry]) -> Expected:
    """Plays a chain back that was found intact."""
    expected: Expected | None = None
    for event in events:
        if expected is None:
            expected = Expected(event.dossier)
            _born(expected, event)
        _take(expected, event)
    return expected or Expected("")


def _born(expected: Expected, event: ChainEntry) -> None:
    told = event.payload
    for name, value in _AT_FIRST.items():
        expected.row[name] = Fact(value, event.seq)
    for name in ("procedure", "channel", "return_by", "reception_unit", "processing_unit", "receipt", "sha256"):
        if name in told:
            expected.row[name] = Fact(told[name], event.seq)
    if "due" in told.get("row", {}):
        expected.row["index_due"] = Fact(told["row"]["due"], event.seq)
    expected.row["received"] = Fact(event.at, event.seq)
    expected.row["received_by_id"] = Fact(event.actor.id, event.seq)
    if "applicant" in told:
        expected.applicant = Fact(told["applicant"], event.seq)
    if "data" in told:
        expected.variables = {name: Fact(value, event.seq) for name, value in told["data"].items()}
    for paper in told.get("documents", ()):
        _add_paper(expected, paper, event.seq)


def _add_paper(expected: Expected, paper: Mapping[str, Any], seq: int) -> None:
    known = paper.get("document")
    key = known or (paper["name"], paper["sha256"], paper.get("component") or "")
    expected.papers[key] = Fact({name: value for name, value in paper.items() if name != "document"}, seq)


def _take(expected: Expected, event: ChainEntry) -> None:
    told, seq = event.payload, event.seq
    expected.row |= {name: Fact(value, seq) for name, value in told.get("row", {}).items()}
    _take_statuses(expected, event)
    expected.notices |= {one["notice"]: Fact(one, seq) for one in told.get("notices", ())}
    if expected.variables is not None:
        expected.variables |= {name: Fact(value, seq) for name, value in told.get("changed", {}).items()}
        for name in told.get("removed", ()):
            expected.variables.pop(name, None)
    if event.kind == EventKind.CLERK_DOCUMENT_ADDED:
        _add_paper(expected, told, seq)
    if event.kind == EventKind.ADMIN_DOSSIER_MOVED_BACK and "row" not in told:
        expected.variables = None  # put back to what no event of that release tells
    if expected.tasks is not None:
        _take_tasks(expected, event)


def _take_statuses(expected: Expected, event: ChainEntry) -> None:
    """What events of earlier releases told of the row: the statuses, and the end."""
    told, seq = event.payload, event.seq
    if "row" in told:
        return
    if told.get("statuses"):
        expected.row["status"] = Fact(told["statuses"][-1], seq)
        if 10 in told["statuses"]:
            expected.row["returned"] = Fact(event.at.isoformat(), seq)
    if "ended" in told:
        expected.row["finished"] = Fact(event.at.isoformat(), seq)
    if "failed" in told:
        expected.row["stopped"] = Fact(True, seq)
    back = event.kind == EventKind.ADMIN_DOSSIER_MOVED_BACK
    if back or ("changed" in told and event.kind != _BORN):
        # The step moved more than it tells: the due dates, the state, the units.
        for name in (*_UNTOLD, *(("status",) if back else ())):
            expected.row.pop(name, None)


def _take_tasks(expected: Expected, event: ChainEntry) -> None:
    told, seq, tasks = event.payload, event.seq, expected.tasks
    assert tasks is not None
    old = any("token" not in one for one in told.get("opened", ()))
    claimed = event.kind in _CLAIMS and "tasks" not in told
    if old or claimed or (event.kind == EventKind.ADMIN_DOSSIER_MOVED_BACK and "row" not in told):
        expected.tasks = None
        return
    for change in told.get("tasks", ()):
        known = tasks.get(change["token"])
        if known is None:
            expected.tasks = None  # opened by a release that did not tell the token
            return
        for name, value in change.items():
            if name == "state":
                _closed(known, event, value)
            elif name != "token":
                known.columns[name] = Fact(value, seq)
    for opened in told.get("opened", ()):
        columns = {name: Fact(value, seq) for name, value in opened.items() if name not in ("token", "roles")}
        columns |= {"state": Fact(TaskState.OPEN, seq), "opened": Fact(event.at, seq)}
        columns |= {"closed": Fact(None, seq), "closed_by_name": Fact(None, seq)}
        tasks[opened["token"]] = TaskFacts(columns, seq)


def _closed(task: TaskFacts, event: ChainEntry, state: str) -> None:
    done = state == TaskState.COMPLETED
    task.columns["state"] = Fact(state, event.seq)
    task.columns["closed"] = Fact(event.at, event.seq)
    task.columns["closed_by_name"] = Fact(event.actor.name if done else None, event.seq)
