"""The job of messages between dossiers: tried again for a while when nobody waits, then an incident a person can retry."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.settings import Settings
from tests.db.test_messages_between_dossiers import ANSWERING, ANSWERS, ASKING, ASKS
from tests.support.clock import TestClock
from tests.workers import procedures
from workers import context as contexts
from workers import jobs
from workers.context import WorkerContext


@pytest.fixture
def office(demo: Office, settings: Settings) -> Iterator[Office]:
    procedures.deploy(demo, ASKING, ASKS)
    contexts.set_current(WorkerContext(demo, settings))
    yield demo
    contexts._current.clear()


def work(office: Office) -> int:
    """Runs the jobs that are due; how many those were."""
    rows = [row for row in office.outbox.due(100) if row.topic == "message.pass"]
    for row in rows:
        jobs.message_pass(str(row.id))
    return len(rows)


def incidents(office: Office) -> list[str]:
    return [incident.message for incident in office.incidents.page(SYSTEM).items]


def test_a_message_for_somebody_who_comes_later_arrives(office: Office, clock: TestClock) -> None:
    asking = procedures.receive(office, code=ASKS).code
    assert work(office) == 1
    assert (incidents(office), work(office)) == ([], 0)
    procedures.deploy(office, ANSWERING, ANSWERS)
    clock.advance(seconds=office.context.settings.retry_seconds[0] + 1)
    assert work(office) == 1
    told = office.dossiers.history(asking, SYSTEM)[-1]
    assert told.kind == "worker.call.succeeded"
    (opened,) = told.payload["result"]["dossiers"]
    assert office.dossiers.get(opened, SYSTEM).procedure == ANSWERS
    clock.advance(hours=24)
    assert work(office) == 0


def test_a_message_for_nobody_becomes_an_incident_and_a_retry_brings_it_there(office: Office, clock: TestClock) -> None:
    asking = procedures.receive(office, code=ASKS).code
    tries = 0
    while not incidents(office):
        tries += work(office)
        clock.advance(hours=12)
    assert tries == len(office.context.settings.retry_seconds) + 1
    (incident,) = office.incidents.page(SYSTEM).items
    assert (incident.dossier, incident.element, incident.topic) == (asking, "Ask_T", "message.pass")
    assert incident.message.startswith("Chưa có hồ sơ nào chờ thông điệp “inquiry.asked”")
    procedures.deploy(office, ANSWERING, ANSWERS)
    office.incidents.retry(incident.id, SYSTEM)
    assert work(office) == 1
    assert office.dossiers.history(asking, SYSTEM)[-1].kind == "worker.call.succeeded"


def test_a_message_that_cannot_open_a_dossier_is_an_incident_at_once(office: Office) -> None:
    procedures.deploy(office, ANSWERING, ANSWERS)
    procedures.deploy(office, ASKING.replace(b'target="unit"', b'target="place"'), ASKS)
    procedures.receive(office, code=ASKS)
    assert work(office) == 1
    expected = "Thông điệp “inquiry.asked” chưa đủ để mở hồ sơ; thiếu hoặc sai: variables.unit."
    assert incidents(office) == [expected]
