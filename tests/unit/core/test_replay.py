"""A history played back: what it tells is known, what earlier releases did not tell stays unknown and is never guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from core.domain import replay
from core.domain.history import ActorRecord, ChainEntry, EventKind

CLERK = ActorRecord("0190-1", "binh", "Trần Thị Bình")
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
BORN = {
    "procedure": "1.004873",
    "channel": "counter",
    "return_by": "counter",
    "applicant": {"name": "An"},
    "data": {"a": 1},
}
TASK = {"token": "t1", "id": "0190-2", "element": "A", "name": "A", "roles": ["head"], "audience": "head@H99"}


def chain(*told: tuple[EventKind, dict[str, Any]]) -> list[ChainEntry]:
    return [
        ChainEntry(
            dossier="H99-261123-0001",
            seq=seq,
            kind=kind,
            at=START + timedelta(minutes=seq),
            actor=CLERK,
            unit="H99",
            payload=payload,
        )
        for seq, (kind, payload) in enumerate(told, start=1)
    ]


def test_each_column_is_what_the_last_event_that_names_it_tells() -> None:
    expected = replay.play(
        chain(
            (EventKind.CLERK_DOSSIER_RECEIVED, {**BORN, "row": {"status": 2, "due": None}, "opened": [TASK]}),
            (EventKind.CLERK_TASK_CLAIMED, {"tasks": [{"token": "t1", "assignee_id": "0190-1"}]}),
            (
                EventKind.CLERK_TASK_COMPLETED,
                {"changed": {"a": 2, "b": 3}, "row": {"status": 10}, "tasks": [{"token": "t1", "state": "completed"}]},
            ),
        )
    )
    assert (expected.row["status"].value, expected.row["status"].event) == (10, 3)
    assert (expected.row["index_due"].value, expected.row["finished"].value) == (None, None)
    assert expected.variables is not None and expected.tasks is not None
    assert {name: (fact.value, fact.event) for name, fact in expected.variables.items()} == {"a": (2, 3), "b": (3, 3)}
    task = expected.tasks["t1"].columns
    assert (task["state"].value, task["assignee_id"].value, task["closed_by_name"].value) == (
        "completed",
        "0190-1",
        CLERK.name,
    )


def test_of_an_earlier_release_only_what_it_told_is_known() -> None:
    expected = replay.play(
        chain(
            (EventKind.CLERK_DOSSIER_RECEIVED, {**BORN, "opened": [{"element": "A", "name": "A", "roles": []}]}),
            (EventKind.CLERK_TASK_CLAIMED, {"task": "x", "element": "A", "name": "A"}),
            (EventKind.CLERK_TASK_COMPLETED, {"changed": {"b": 1}, "statuses": [4, 10], "ended": "completed"}),
        )
    )
    assert expected.tasks is None
    assert not {"due", "index_due", "pauses", "units", "engine_state", "revision"} & expected.row.keys()
    assert expected.row["status"].value == 10 and expected.row["returned"].value is not None
    assert expected.variables is not None and expected.variables.keys() == {"a", "b"}


def test_what_a_move_back_of_an_earlier_release_restored_is_unknown() -> None:
    moved_back = {"old_version": 2, "new_version": 1, "migration": "m", "reason": "r"}
    expected = replay.play(
        chain(
            (EventKind.CLERK_DOSSIER_RECEIVED, {**BORN, "statuses": [2]}),
            (EventKind.ADMIN_DOSSIER_MOVED_BACK, moved_back),
        )
    )
    assert expected.variables is None and expected.tasks is None
    assert not {"status", "due", "version_id", "engine_state"} & expected.row.keys()


def test_from_the_first_event_that_tells_it_on_a_column_is_known_again() -> None:
    expected = replay.play(
        chain(
            (EventKind.CLERK_DOSSIER_RECEIVED, {**BORN, "opened": [{"element": "A", "name": "A", "roles": []}]}),
            (
                EventKind.CLERK_TASK_COMPLETED,
                {"changed": {}, "row": {"status": 4, "revision": 2, "engine_state": "00"}},
            ),
        )
    )
    assert expected.row["revision"].value == 2 and expected.tasks is None
