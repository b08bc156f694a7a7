"""Signals across dossiers: everybody who waits has one once, and who cannot take it stops nobody else."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.db.models import Subscription
from core.errors.dossiers import NothingWaiting
from core.errors.requests import KeyReused
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierView
from core.services.views.jobs import Job
from tests.support.staff import staff
from tests.unit.bpmn import diagrams as d
from tests.workers import procedures

BESIDE = d.signal("Stop", "stop") + d.signal("Go", "go")
#: waits for the signal; 1 / n fails for n = 0
WAITING = d.diagram(
    d.start(),
    d.catch("Wait", d.signal_event("Stop"), d.mappings(outputs={"why": "=why"})),
    d.xor("Gate", default="fine"),
    d.end("Good"),
    d.end("Bad"),
    d.path("Start", "Wait", "Gate"),
    d.flow("Gate", "Good", identifier="fine"),
    d.flow("Gate", "Bad", "=flag"),
    beside=BESIDE,
)
#: has no way on when the signal comes with n = 0
FRAGILE = d.diagram(
    d.start(),
    d.catch("Wait", d.signal_event("Stop"), d.takes("n")),
    d.catch("Key", d.message_event("M")),
    d.end(),
    d.path("Start", "Wait", "Key", "End"),
    beside=BESIDE + d.message("M", "news", "=if n = 0 then null else n"),
)
THROWING = d.diagram(
    d.start(),
    d.catch("Hold", d.signal_event("Go")),
    d.throw("Throw", d.signal_event("Stop"), d.mappings({"why": '="flood"', "n": "=0"})),
    d.catch("Own", d.signal_event("Stop")),
    d.end(),
    d.path("Start", "Hold", "Throw", "Own", "End"),
    beside=BESIDE,
)
WAITS, BREAKS, THROWS = "9.999911", "9.999912", "9.999913"


@pytest.fixture
def office(demo: Office) -> Office:
    for code, diagram in ((WAITS, WAITING), (BREAKS, FRAGILE), (THROWS, THROWING)):
        procedures.deploy(demo, diagram, code)
    return demo


def receive(office: Office, code: str) -> DossierView:
    return procedures.receive(office, code=code)


def jobs(office: Office, topic: str) -> list[Job]:
    """The rows of a topic that are due, each under lease."""
    leased = [office.outbox.lease(row.id) for row in office.outbox.due(1000) if row.topic == topic]
    return [job for job in leased if job is not None]


def take_all(office: Office) -> int:
    return sum(office.signals.deliver(job) for job in jobs(office, "signal.take"))


def kinds(office: Office, dossier: DossierView) -> list[str]:
    return [event.kind for event in office.dossiers.history(dossier.code, SYSTEM)]


def open_subscriptions(office: Office, dossier: DossierView) -> list[str]:
    with office.context.work.read() as work:
        found = select(Subscription.kind).where(Subscription.dossier_id == dossier.id)
        return list(work.scalars(found))


@pytest.mark.usefixtures("database_url")
class TestFromOutside:
    def test_a_signal_reaches_everybody_who_waits(self, office: Office) -> None:
        waiting = [receive(office, WAITS) for _ in range(3)]
        assert all(open_subscriptions(office, one) == ["signal"] for one in waiting)
        told = office.signals.broadcast("stop", {"why": "flood"}, SYSTEM)
        assert set(told) == {one.code for one in waiting}
        assert take_all(office) == 3
        for one in waiting:
            after = office.dossiers.get(one.code, SYSTEM)
            assert (after.finished is not None, after.data["why"]) == (True, "flood")
            assert kinds(office, one)[-1] == "engine.signal.delivered"
            assert open_subscriptions(office, one) == []
            assert office.audit.verify(one.code, staff(office, "auditor")).intact

    def test_a_signal_nobody_waits_for_is_no_mistake(self, office: Office) -> None:
        receive(office, WAITS)
        assert office.signals.broadcast("other", {}, SYSTEM) == ()
        assert jobs(office, "signal.take") == []

    def test_the_same_key_gives_the_first_answer_and_sends_nothing(self, office: Office) -> None:
        dossier = receive(office, WAITS)
        first = office.signals.broadcast("stop", {}, SYSTEM, key="s1")
        assert office.signals.broadcast("stop", {}, SYSTEM, key="s1") == first == (dossier.code,)
        assert len(jobs(office, "signal.take")) == 1
        with pytest.raises(KeyReused):
            office.signals.broadcast("stop", {"other": 1}, SYSTEM, key="s1")

    def test_a_message_of_that_name_is_no_signal(self, office: Office) -> None:
        dossier = receive(office, WAITS)
        with pytest.raises(NothingWaiting):
            office.messages.correlate("stop", None, {}, SYSTEM)
        assert open_subscriptions(office, dossier) == ["signal"]

    def test_who_waits_no_more_when_its_turn_comes_is_left_alone(self, office: Office) -> None:
        dossier = receive(office, WAITS)
        office.signals.broadcast("stop", {}, SYSTEM)
        office.signals.broadcast("stop", {}, SYSTEM)
        assert take_all(office) == 2
        assert kinds(office, dossier).count("engine.signal.delivered") == 1


@pytest.mark.usefixtures("database_url")
class TestBetweenDossiers:
    def thrown(self, office: Office) -> tuple[DossierView, Job]:
        """A dossier that has thrown, and the row of its throw under lease."""
        dossier = receive(office, THROWS)
        office.signals.broadcast("go", {}, SYSTEM)
        take_all(office)
        (job,) = jobs(office, "signal.spread")
        assert job.dossier == dossier.code
        return dossier, job

    def test_a_thrown_signal_reaches_the_others_and_not_its_thrower(self, office: Office) -> None:
        waiting = [receive(office, WAITS) for _ in range(3)]
        thrower, job = self.thrown(office)
        assert office.signals.spread(job) == 3
        assert office.outbox.succeeded(job, {"dossiers": 3})
        assert take_all(office) == 3
        assert [office.dossiers.get(one.code, SYSTEM).data["why"] for one in waiting] == ["flood"] * 3
        assert open_subscriptions(office, thrower) == ["signal"]
        assert office.dossiers.get(thrower.code, SYSTEM).finished is None
        (event,) = [
            one for one in office.dossiers.history(waiting[0].code, SYSTEM) if one.kind.startswith("engine.signal")
        ]
        assert event.payload["origin"] == {"dossier": thrower.code}

    def test_spreading_twice_gives_nobody_the_signal_twice(self, office: Office) -> None:
        waiting = [receive(office, WAITS) for _ in range(2)]
        _, job = self.thrown(office)
        office.signals.spread(job)
        assert take_all(office) == 2
        office.signals.spread(job)
        assert take_all(office) == 0
        assert [kinds(office, one).count("engine.signal.delivered") for one in waiting] == [1, 1]

    def test_one_that_cannot_take_it_becomes_an_incident_and_stops_nobody(self, office: Office) -> None:
        before, broken, after = receive(office, WAITS), receive(office, BREAKS), receive(office, WAITS)
        state = office.dossiers.history(broken.code, SYSTEM)
        _, job = self.thrown(office)
        assert office.signals.spread(job) == 3
        take_all(office)
        assert all(office.dossiers.get(one.code, SYSTEM).finished for one in (before, after))
        (incident,) = office.incidents.page(staff(office, "admin")).items
        assert (incident.dossier, incident.topic, incident.element) == (broken.code, "signal.take", "Wait")
        told = office.dossiers.history(broken.code, SYSTEM)
        assert told[: len(state)] == state
        assert [event.kind for event in told[len(state) :]] == ["worker.call.failed", "engine.incident.opened"]
        assert open_subscriptions(office, broken) == ["signal"]
        office.incidents.retry(incident.id, staff(office, "admin"))
        assert [job.dossier for job in jobs(office, "signal.take")] == [broken.code]

    def test_a_lease_that_was_lost_delivers_nothing(self, office: Office) -> None:
        dossier = receive(office, WAITS)
        office.signals.broadcast("stop", {}, SYSTEM)
        (job,) = jobs(office, "signal.take")
        assert office.signals.deliver(job)
        assert not office.signals.deliver(job)
        assert kinds(office, dossier).count("engine.signal.delivered") == 1
