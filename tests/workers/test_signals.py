"""The jobs of signals: one dossier that fails among several is an incident, and the others have the signal."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.settings import Settings
from tests.db.test_signals import BREAKS, FRAGILE, THROWING, THROWS, WAITING, WAITS
from tests.support.clock import TestClock
from tests.workers import procedures
from workers import context as contexts
from workers import jobs
from workers.context import WorkerContext
from workers.queues import job_function

SIGNALS = ("signal.spread", "signal.take")


@pytest.fixture
def office(demo: Office, settings: Settings) -> Iterator[Office]:
    for code, diagram in ((WAITS, WAITING), (BREAKS, FRAGILE), (THROWS, THROWING)):
        procedures.deploy(demo, diagram, code)
    contexts.set_current(WorkerContext(demo, settings))
    yield demo
    contexts._current.clear()


def work(office: Office) -> list[str]:
    """Runs the jobs that are due, as the relay names them, until none is; their topics."""
    done = []
    while rows := [row for row in office.outbox.due(100) if row.topic in SIGNALS]:
        for row in rows:
            getattr(jobs, job_function(row.topic).rpartition(".")[2])(str(row.id))
            done.append(row.topic)
    return done


def incidents(office: Office) -> list[str]:
    return [incident.dossier for incident in office.incidents.page(SYSTEM).items]


def test_a_thrown_signal_reaches_all_but_the_one_that_fails(office: Office) -> None:
    waiting = [procedures.receive(office, code=code).code for code in (WAITS, BREAKS, WAITS, WAITS)]
    thrower = procedures.receive(office, code=THROWS).code
    office.signals.broadcast("go", {}, SYSTEM)
    assert work(office) == ["signal.take", "signal.spread", *["signal.take"] * 4]
    assert incidents(office) == [waiting[1]]
    finished = [code for code in waiting if office.dossiers.get(code, SYSTEM).finished]
    assert finished == [waiting[0], *waiting[2:]]
    told = office.dossiers.history(thrower, SYSTEM)[-1]
    assert (told.kind, told.payload["result"]) == ("worker.call.succeeded", {"dossiers": 4})


def test_a_job_done_twice_has_one_effect(office: Office) -> None:
    code = procedures.receive(office, code=WAITS).code
    office.signals.broadcast("stop", {}, SYSTEM)
    (row,) = [row for row in office.outbox.due(100) if row.topic == "signal.take"]
    jobs.signal_take(str(row.id))
    told = office.dossiers.history(code, SYSTEM)
    jobs.signal_take(str(row.id))
    assert office.dossiers.history(code, SYSTEM) == told


def test_a_fault_of_our_own_is_tried_again(office: Office, clock: TestClock, monkeypatch: pytest.MonkeyPatch) -> None:
    code = procedures.receive(office, code=WAITS).code
    office.signals.broadcast("stop", {}, SYSTEM)
    with monkeypatch.context() as patch:
        patch.setattr("core.services.running.steps.signal", lambda *_: 1 / 0)
        assert work(office) == ["signal.take"]
    assert office.dossiers.get(code, SYSTEM).finished is None
    clock.advance(hours=1)
    assert work(office) == ["signal.take"]
    assert office.dossiers.get(code, SYSTEM).finished
    assert incidents(office) == []
