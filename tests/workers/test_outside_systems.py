"""Topics that are paused, and systems that do not serve: calls wait in the database and no try of theirs is used up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from core import jsontext
from core.db.models import JournalEntry, Outbox
from core.errors.requests import BadValue, NotFound
from core.errors.rights import Forbidden
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.jobs import Job
from core.services.views.outside import SystemView, TopicFigures
from core.settings import Settings
from tests.support.clock import TestClock
from tests.support.staff import hire, staff
from tests.workers import procedures
from tests.workers.conftest import Outside
from workers import context as contexts
from workers import jobs, registry, schedule
from workers.connector import TopicHandler
from workers.context import WorkerContext

POSTAL = procedures.diagram("postal.return", **procedures.POST)
TOPIC = "postal.return"


@pytest.fixture
def ctx(demo: Office, settings: Settings, post: Outside) -> Iterator[WorkerContext]:
    """The office as workers have it, and every wait exactly as the settings say."""
    office = Office(replace(demo.context, chance=lambda: 0.0))
    procedures.deploy(office, POSTAL)
    yield contexts.set_current(WorkerContext(office, settings.but(postal_url=post.url, postal_key="customer:secret")))
    contexts._current.clear()


def receive(office: Office, count: int) -> list[str]:
    """Dossiers without letters, so that each has one call."""
    return [procedures.receive(office, replace(procedures.APPLICANT, email="")).code for _ in range(count)]


def due(office: Office) -> list[UUID]:
    return [row.id for row in office.outbox.due() if row.topic == TOPIC]


def work(ctx: WorkerContext) -> int:
    """What a relay and a worker do at this moment; returns how many calls were handed over."""
    ctx.office.breakers.release_probes()
    rows = due(ctx.office)
    for row in rows:
        jobs.call(str(row))
    return len(rows)


def post_of(office: Office) -> tuple[SystemView, TopicFigures]:
    found = next(one for one in office.outside_systems.overview(staff(office, "admin")) if one.name == "postal")
    return found, next(one for one in found.topics if one.topic == TOPIC)


def attempts(office: Office) -> list[int]:
    with office.context.work.read() as work:
        return sorted(work.scalars(select(Outbox.attempts).where(Outbox.topic == TOPIC)))


def journal(office: Office, kind: str) -> list[dict[str, str]]:
    with office.context.work.read() as work:
        rows = work.scalars(select(JournalEntry.payload).where(JournalEntry.kind == kind)).all()
    return [jsontext.loads(row) for row in rows]


def test_calls_of_a_paused_topic_wait_and_then_go(
    database_url: str, ctx: WorkerContext, post: Outside, clock: TestClock
) -> None:
    office, admin = ctx.office, staff(ctx.office, "admin")
    receive(office, 1)
    (queued,) = due(office)  # this one stands in the queue when the topic is paused
    office.outside_systems.pause(TOPIC, "Bưu điện bảo trì", admin)
    receive(office, 2)
    jobs.call(str(queued))
    clock.advance(minutes=10)
    assert due(office) == [] and post.asked("/order/post") == []
    system, topic = post_of(office)
    assert (system.state, topic.waiting, topic.in_progress, topic.tried) == ("serving", 3, 0, 0)
    assert topic.pause is not None
    assert (topic.pause.by, topic.pause.reason) == (admin.name, "Bưu điện bảo trì")
    assert office.health.checks()["relay"] == "ok", "no relay is missed because of calls that are to wait"
    office.outside_systems.resume(TOPIC, admin)
    assert work(ctx) == 3
    assert attempts(office) == [1, 1, 1], "waiting used up no try"
    system, topic = post_of(office)
    assert (topic.waiting, topic.done_hour, topic.done_day, topic.tries_hour) == (0, 3, 3, 3)
    assert [one["reason"] for one in journal(office, "admin.topic.paused")] == ["Bưu điện bảo trì"]
    assert [one["topic"] for one in journal(office, "admin.topic.resumed")] == [TOPIC]


def test_a_row_put_back_is_seen_to_wait(ctx: WorkerContext) -> None:
    receive(ctx.office, 1)
    (row,) = due(ctx.office)
    ctx.office.outside_systems.pause(TOPIC, "x", staff(ctx.office, "admin"))
    jobs.call(str(row))
    with ctx.office.context.work.read() as work:
        assert work.scalar(select(Outbox.state).where(Outbox.id == row)) == "ready"


def test_only_who_administers_the_whole_office_pauses(ctx: WorkerContext) -> None:
    systems = ctx.office.outside_systems
    leader = staff(ctx.office, "leader")
    assert [one.name for one in systems.overview(leader)] and not systems.may_pause(leader)
    for by in (leader, hire(ctx.office, "quantri.phong", admin="H99.05.02")):
        with pytest.raises(Forbidden):
            systems.pause(TOPIC, "x", by)
        with pytest.raises(Forbidden):
            systems.resume(TOPIC, by)
    with pytest.raises(Forbidden):
        systems.overview(staff(ctx.office, "receiver"))
    admin = staff(ctx.office, "admin")
    with pytest.raises(NotFound):
        systems.pause("signal.take", "x", admin)
    with pytest.raises(BadValue):
        systems.pause(TOPIC, "  ", admin)
    systems.pause(TOPIC, "first", admin)
    systems.pause(TOPIC, "second", admin)
    _system, topic = post_of(ctx.office)
    assert topic.pause is not None and topic.pause.reason == "first"
    systems.resume(TOPIC, admin)
    systems.resume(TOPIC, admin)
    assert len(journal(ctx.office, "admin.topic.resumed")) == 1


@pytest.mark.parametrize("mode", ["down", "error", "nonsense"])
def test_a_system_that_does_not_serve_is_left_alone_but_for_one_call(
    database_url: str, ctx: WorkerContext, post: Outside, clock: TestClock, mode: str
) -> None:
    office, most = ctx.office, ctx.settings.breaker_failures
    receive(office, most)
    post.misbehave(mode, path="/order/post")
    assert work(ctx) == most
    system, topic = post_of(office)
    assert (system.state, system.failures, topic.tried) == ("open", most, most)
    assert system.error is not None and system.error["vi"] != system.error["en"]
    receive(office, 3)
    assert work(ctx) == 0
    clock.advance(seconds=ctx.settings.breaker_seconds[0] + 1)
    assert (work(ctx), work(ctx)) == (1, 0), "one call tries it out"
    assert attempts(office) == [0, 0] + [1] * (most + 1)
    clock.advance(seconds=ctx.settings.breaker_seconds[0] + 1)
    assert work(ctx) == 0, "the pause has grown"
    clock.advance(seconds=ctx.settings.breaker_seconds[1])
    post.misbehave("ok")
    assert work(ctx) == 1
    assert work(ctx) == most + 2, "the first success lets all go"
    system, topic = post_of(office)
    assert (system.state, system.failures, topic.waiting, topic.done_day) == ("serving", 0, 0, most + 3)


def test_topics_of_one_connector_are_one_system_and_no_others(database_url: str, ctx: WorkerContext) -> None:
    office, systems = ctx.office, {TOPIC: "post", "records.citizen": "population", "records.status": "axis"}
    office.outside_systems.connect({**systems, "gone.topic": "gone"})
    office.outside_systems.connect(systems)
    receive(office, 1)
    (row,) = due(office)
    job = office.outbox.lease(row)
    assert job is not None
    for _ in range(ctx.settings.breaker_failures):
        office.breakers.out_of_service(replace(job, topic="records.citizen"), {"vi": "x", "en": "x"})
    found = {one.name: one for one in office.outside_systems.overview(staff(office, "admin"))}
    assert "gone" not in found
    assert (found["population"].state, found["axis"].state, found["post"].state) == ("open", "serving", "serving")
    assert [topic.topic for topic in found["population"].topics] == ["records.citizen"]
    assert office.health.checks()["outside systems"].startswith("population does not serve")
    office.outside_systems.connect({TOPIC: "post"})
    assert office.health.checks()["outside systems"] == "ok", "of what is connected no more nothing is said"


def test_the_schedule_tells_which_connector_serves_a_topic(ctx: WorkerContext) -> None:
    schedule.connect_systems(ctx, None)  # type: ignore[arg-type]
    found = ctx.office.outside_systems.overview(staff(ctx.office, "admin"))
    assert {topic.topic: one.name for one in found for topic in one.topics}.items() >= registry.systems(
        ctx.settings
    ).items()


def test_an_incident_keeps_how_often_its_call_was_tried(ctx: WorkerContext, post: Outside, clock: TestClock) -> None:
    receive(ctx.office, 1)
    post.misbehave("down")
    for _ in range(3):  # the task's retries
        work(ctx)
        clock.advance(hours=7)
    (first,) = ctx.office.incidents.page(SYSTEM).items
    assert first.attempts == 3
    ctx.office.incidents.retry(first.id, SYSTEM)
    assert ctx.office.incidents.get(first.id, SYSTEM).attempts == 3
    work(ctx)
    assert ctx.office.incidents.get(first.id, SYSTEM).attempts == 3, "of the old one, whatever the new tries come to"


def test_a_probe_never_uses_up_the_tries_of_a_call_faster(ctx: WorkerContext, post: Outside, clock: TestClock) -> None:
    """A call that waits for its own next try is no probe before it is due."""
    most = ctx.settings.breaker_failures
    receive(ctx.office, most)
    post.misbehave("down")
    work(ctx)
    clock.advance(seconds=ctx.settings.breaker_seconds[0] + 1)
    assert work(ctx) == 0 and attempts(ctx.office) == [1] * most
    clock.advance(seconds=ctx.settings.retry_seconds[0])
    assert work(ctx) == 1 and attempts(ctx.office) == [1] * (most - 1) + [2]


def test_a_probe_that_is_lost_is_replaced(ctx: WorkerContext, post: Outside, clock: TestClock) -> None:
    most = ctx.settings.breaker_failures
    receive(ctx.office, most)
    post.misbehave("down", times=most)
    work(ctx)
    receive(ctx.office, 2)
    clock.advance(minutes=1)
    assert ctx.office.breakers.release_probes() == 1
    (lost,) = due(ctx.office)
    with ctx.office.context.work() as unit:
        row = unit.session.get_one(Outbox, lost)
        row.state = "cancelled"
    clock.advance(minutes=4)
    assert work(ctx) >= 1
    assert post_of(ctx.office)[0].state == "serving"


def test_a_success_between_failures_keeps_the_breaker_closed(
    ctx: WorkerContext, post: Outside, clock: TestClock
) -> None:
    most = ctx.settings.breaker_failures
    for _ in range(2):
        receive(ctx.office, most - 1)
        post.misbehave("down", times=most - 1)
        work(ctx)
        assert post_of(ctx.office)[0].state == "failing"
        receive(ctx.office, 1)
        work(ctx)
        assert post_of(ctx.office)[0].state == "serving"


def test_what_the_system_answers_opens_no_breaker_but_is_told(
    ctx: WorkerContext, post: Outside, clock: TestClock
) -> None:
    receive(ctx.office, ctx.settings.breaker_failures + 1)
    post.misbehave("reject", path="/order/post", code="CONTRACT_ENDED", message="Hợp đồng 0900000000 hết hạn")
    work(ctx)
    system, topic = post_of(ctx.office)
    assert (system.state, system.opened) == ("failing", None)
    assert (topic.waiting, topic.failed_hour, topic.failed_day) == (0, 6, 6)
    assert system.error is not None and "0900000000" not in str(system.error)


def test_a_fault_of_ours_is_not_the_systems(ctx: WorkerContext, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_job: Job, _ctx: WorkerContext) -> dict[str, str]:
        raise RuntimeError

    monkeypatch.setattr("workers.dispatch.registry.handler", lambda _topic: TopicHandler(broken))
    receive(ctx.office, 1)
    work(ctx)
    assert post_of(ctx.office)[0].state == "serving"


def test_waits_are_spread(ctx: WorkerContext, post: Outside, clock: TestClock) -> None:
    """What failed together does not come again together: up to a fifth sooner, as chance says."""
    half = Office(replace(ctx.office.context, chance=lambda: 0.5))
    contexts.set_current(WorkerContext(half, ctx.settings))
    receive(half, 1)
    post.misbehave("down", times=1)
    began = clock()
    work(ctx)
    with half.context.work.read() as unit:
        again = unit.scalar(select(Outbox.next_attempt).where(Outbox.topic == TOPIC))
    assert again is not None and (again - began).total_seconds() == 54.0
