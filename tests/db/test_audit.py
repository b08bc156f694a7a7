"""The history as evidence: whatever is done to the table behind the office's back is found, at the first event."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, text

from core.services.office import Office
from tests.db.test_dossier_way import open_dossier, walk
from tests.support.staff import staff

TAMPERING = {
    "a payload changed": ("UPDATE event SET payload = '{}' WHERE seq = 2", 2),
    "an actor changed": ("UPDATE event SET actor_name = 'Someone else' WHERE seq = 3", 3),
    "an event taken out": ("DELETE FROM event WHERE seq = 2", 2),
    "the end cut off": ("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)", None),
    "two events swapped": ("UPDATE event SET seq = CASE seq WHEN 2 THEN 1003 WHEN 3 THEN 1002 ELSE seq END", 2),
}


@pytest.mark.past_the_office
@pytest.mark.usefixtures("database_url")
@pytest.mark.parametrize("name", TAMPERING)
def test_tampering_is_found(demo: Office, name: str) -> None:
    statement, broken_at = TAMPERING[name]
    dossier = open_dossier(demo, "2.000908")
    walk(demo, dossier.code)
    auditor = staff(demo, "auditor")
    whole = demo.audit.verify(dossier.code, auditor)
    assert whole.intact
    tamper(demo, lambda connection: connection.execute(text(statement)))
    if name == "two events swapped":
        tamper(demo, lambda connection: connection.execute(text("UPDATE event SET seq = seq - 1000 WHERE seq > 1000")))
    verdict = demo.audit.verify(dossier.code, auditor)
    assert not verdict.intact
    assert verdict.broken_at == (broken_at or whole.events)
    assert verdict.reason
    assert [each.dossier for each in demo.audit.verify_all() if not each.intact] == [dossier.code]


def tamper(office: Office, act: Callable[[Connection], object]) -> None:
    """Writes past the office, as somebody with the database's password could."""
    with office.context.work() as work:
        act(work.connection)


@pytest.mark.usefixtures("database_url")
def test_history_tells_flows_and_changes(demo: Office) -> None:
    dossier = open_dossier(demo, "1.004873")
    walk(demo, dossier.code)
    events = demo.dossiers.history(dossier.code, staff(demo, "auditor"))
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert events[0].kind == "clerk.dossier.received"
    assert all(later.previous_hash == earlier.hash for earlier, later in itertools.pairwise(events))
    completed = [event for event in events if event.kind == "clerk.task.completed"]
    assert all(event.payload["flows"] for event in completed)
    assert any(event.payload["changed"] for event in completed)
    diagram = demo.dossiers.diagram(dossier.code, staff(demo, "auditor"))
    assert diagram.passed[0].startswith("Start")
    assert not diagram.current
