"""Time passes: timers fire once, a failing periodic fails alone, and one process at a time asks the outside."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from redis import Redis

from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.settings import Settings
from tests.support import offices
from tests.support.clock import TestClock
from tests.support.processes import free_port, wait_until
from tests.workers import procedures
from workers import periodics, schedule
from workers.connection import connect
from workers.context import WorkerContext
from workers.errors import Unavailable
from workers.periodics import Periodic, ScheduleThread

WAITING = procedures.diagram("postal.return", before="P1D", **procedures.POST)


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url) as opened:
        yield opened


@pytest.fixture
def ctx(demo: Office, settings: Settings) -> WorkerContext:
    return WorkerContext(demo, settings)


def fired(office: Office, code: str) -> int:
    return [event.kind for event in office.dossiers.history(code, SYSTEM)].count("engine.timer.fired")


def test_a_timer_fires_when_it_is_due_and_not_before(ctx: WorkerContext, redis: Redis, clock: TestClock) -> None:
    procedures.deploy(ctx.office, WAITING)
    dossier = procedures.receive(ctx.office)
    clock.advance(hours=23)
    assert schedule.fire_timers(ctx, redis) == 0
    clock.advance(hours=2)
    assert schedule.fire_timers(ctx, redis) == 1
    assert schedule.fire_timers(ctx, redis) == 0
    assert fired(ctx.office, dossier.code) == 1
    assert [row.topic for row in ctx.office.outbox.due()] == ["postal.return"]


def test_schedules_side_by_side_fire_each_timer_once(
    ctx: WorkerContext, settings: Settings, redis: Redis, clock: TestClock
) -> None:
    procedures.deploy(ctx.office, WAITING)
    codes = [procedures.receive(ctx.office).code for _ in range(6)]
    clock.advance(days=2)
    together, counts = threading.Barrier(3), []

    def run() -> None:
        with offices.opened(settings, clock) as office:
            together.wait()
            counts.append(schedule.fire_timers(WorkerContext(office, settings), redis))

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 6
    assert [fired(ctx.office, code) for code in codes] == [1] * 6


def test_a_periodic_that_fails_fails_alone(ctx: WorkerContext, redis: Redis) -> None:
    stop, turns = threading.Event(), []

    def broken(_ctx: WorkerContext, _redis: Redis) -> None:
        turns.append("broken")
        raise RuntimeError("a fault")

    def outside(_ctx: WorkerContext, _redis: Redis) -> None:
        turns.append("outside")
        raise Unavailable("unreachable", system="Bưu điện")

    def well(_ctx: WorkerContext, _redis: Redis) -> None:
        turns.append("well")
        if turns.count("well") == 3:
            stop.set()

    table = [Periodic(work.__name__, ScheduleThread.OFFICE, 0.05, work) for work in (broken, outside, well)]
    schedule.keep(ctx, redis, table, stop)
    assert turns == ["broken", "outside", "well"] * 3


def test_one_process_at_a_time_asks_the_outside(ctx: WorkerContext, redis: Redis) -> None:
    asked: list[int] = []
    periodic = Periodic("asking", ScheduleThread.OUTSIDE, 60, lambda _ctx, _redis: asked.append(1), singleton=True)
    assert schedule.once(ctx, redis, periodic)
    assert not schedule.once(ctx, redis, periodic), "the turn of this minute was taken"
    assert asked == [1]
    redis.delete("motcua:periodic:asking")
    assert schedule.once(ctx, redis, periodic)


def test_timers_fire_without_a_queue_server(ctx: WorkerContext, clock: TestClock) -> None:
    procedures.deploy(ctx.office, WAITING)
    dossier = procedures.receive(ctx.office)
    clock.advance(days=2)
    with connect(ctx.settings.but(redis_url=f"redis://127.0.0.1:{free_port()}")) as nobody:
        for periodic in schedule.of_thread(ScheduleThread.OFFICE):
            schedule.once(ctx, nobody, periodic)
        for periodic in schedule.of_thread(ScheduleThread.HEARTBEAT):
            assert not schedule.once(ctx, nobody, periodic)
    assert fired(ctx.office, dossier.code) == 1


def test_the_outside_never_delays_the_offices_own_timers() -> None:
    threads = {periodic.name: periodic.thread for periodic in schedule.table()}
    assert len(threads) == len(schedule.table())
    assert threads["timers"] is ScheduleThread.OFFICE
    assert {name for name, thread in threads.items() if thread is ScheduleThread.OUTSIDE} == {
        "national-portal.filed",
        "payment.received",
        "civil-status.results",
        "payment.withdraw",
        "payment.compare",
        "postal.tracking",
        "postal.orders",
        "postal.reconcile",
        "records.exchange",
    }


def test_the_schedule_runs_shows_itself_and_ends(demo: Office, settings: Settings, redis: Redis) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=schedule.run, args=(settings, stop))
    thread.start()
    wait_until(lambda: redis.exists(periodics.HEARTBEAT), "the heartbeat")
    assert 0 < redis.ttl(periodics.HEARTBEAT) <= 30
    stop.set()
    thread.join(timeout=60)
    assert not thread.is_alive()
