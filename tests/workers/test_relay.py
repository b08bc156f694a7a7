"""From the outbox into the queue: nothing twice, nothing lost, whatever is away or dies."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from redis import Redis
from rq import Queue
from rq.job import JobStatus

from core.adapters.relay_wakeup import RedisRelayWakeup
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.settings import Settings
from tests.support import offices
from tests.support.clock import TestClock
from tests.support.processes import free_port, wait_until
from tests.workers import procedures
from tests.workers.conftest import Outside
from tests.workers.processes import relaying, worker, worker_burst
from workers import relay
from workers.queues import JOB_SECONDS

POSTAL = procedures.diagram("postal.return", **procedures.POST)


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url) as opened:
        yield opened


@pytest.fixture
def queue(redis: Redis) -> Queue:
    return relay.calls(redis)


def dossiers(office: Office, count: int) -> list[str]:
    """Opens dossiers without letters, so that each has one outside call."""
    procedures.deploy(office, POSTAL)
    applicant = replace(procedures.APPLICANT, email="")
    return [procedures.receive(office, applicant).code for _ in range(count)]


def test_a_row_becomes_one_job_that_carries_an_id_and_nothing_else(demo: Office, queue: Queue) -> None:
    dossiers(demo, 1)
    assert relay.turn(demo, queue) == 1 and relay.turn(demo, queue) == 0
    (job,) = queue.jobs
    assert job.func_name == "workers.jobs.call" and job.kwargs == {}
    assert job.id.startswith(f"{UUID(job.args[0])}_")
    assert (job.timeout, job.result_ttl, job.retries_left) == (JOB_SECONDS, 0, None), "the database tries again, not RQ"
    assert "Nguyễn" not in str(queue.connection.hgetall(job.key))


def test_relays_side_by_side_hand_over_each_row_once(demo: Office, settings: Settings, redis_url: str) -> None:
    dossiers(demo, 12)
    stop, together = threading.Event(), threading.Barrier(3)

    def run() -> None:
        with offices.opened(settings, demo.context.clock) as office, Redis.from_url(redis_url) as redis:
            together.wait()
            relay.loop(office, redis, stop)

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    with Redis.from_url(redis_url) as redis:
        wait_until(lambda: len(relay.calls(redis).job_ids) >= 12, "twelve jobs")
        stop.set()
        for thread in threads:
            thread.join()
        ids = relay.calls(redis).job_ids
    assert len(ids) == len(set(ids)) == 12


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_relays_side_by_side_on_postgresql(database_url: str, demo: Office, settings: Settings, redis_url: str) -> None:
    test_relays_side_by_side_hand_over_each_row_once(demo, settings, redis_url)


def test_a_row_that_waits_in_the_queue_is_not_handed_over_again(demo: Office, queue: Queue, clock: TestClock) -> None:
    dossiers(demo, 1)
    relay.turn(demo, queue)
    clock.advance(minutes=3)
    assert relay.turn(demo, queue) == 0, "it waits there still"
    assert len(queue.job_ids) == 1


def test_an_emptied_queue_server_loses_no_work(demo: Office, queue: Queue, clock: TestClock) -> None:
    dossiers(demo, 3)
    relay.turn(demo, queue)
    queue.connection.flushall()
    clock.advance(minutes=3)
    relay.turn(demo, queue)
    assert len(queue.job_ids) == 3


def test_without_a_queue_server_rows_stay_due(demo: Office) -> None:
    dossiers(demo, 1)
    with Redis(port=free_port(), socket_connect_timeout=0.2) as nobody:
        assert relay.turn(demo, relay.calls(nobody)) == 0
    assert len(demo.outbox.due()) == 1


@pytest.mark.parametrize("state", [*JobStatus, "nonsense"])
def test_nothing_that_became_of_an_earlier_job_is_in_the_way(
    demo: Office, queue: Queue, clock: TestClock, state: str
) -> None:
    """A job that stands in Redis as failed, started or whatever it may be, and not in the queue, is not waited for."""
    dossiers(demo, 1)
    relay.turn(demo, queue)
    (job,) = queue.jobs
    queue.remove(job)
    queue.connection.hset(job.key, "status", str(state))
    clock.advance(seconds=11)
    relay.turn(demo, queue)
    (again,) = queue.jobs
    assert again.id != job.id and again.args == job.args


def test_a_full_queue_leaves_the_rest_in_the_database(
    demo: Office, queue: Queue, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "ROOM", 3)
    dossiers(demo, 5)
    assert [relay.turn(demo, queue) for _ in range(3)] == [3, 0, 0]
    clock.advance(minutes=5)
    assert relay.turn(demo, queue) == 0 and len(queue.job_ids) == 3, "nobody works: nothing piles up"
    first = queue.job_ids[0]
    queue.connection.lrem(queue.key, 0, first)
    assert relay.turn(demo, queue) == 1
    assert len(relay.rows_in(queue)) == 3


def test_a_topic_nobody_knows_gets_a_job_that_says_so(demo: Office, queue: Queue) -> None:
    procedures.deploy(demo, procedures.diagram("document.render", inputs={"template": '"giay"'}))
    procedures.receive(demo, replace(procedures.APPLICANT, email=""))
    relay.turn(demo, queue)
    assert [job.func_name for job in queue.jobs] == ["workers.jobs.call"]


def test_a_wakeup_wakes_at_once_and_its_loss_costs_a_second(
    redis: Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = time.monotonic()
    relay.wait(redis, threading.Event())
    assert time.monotonic() - started >= relay.IDLE * 0.9
    monkeypatch.setattr(relay, "IDLE", 300.0)  # so long that no load makes it look like a wake-up
    RedisRelayWakeup(redis_url)()
    started = time.monotonic()
    relay.wait(redis, threading.Event())
    assert time.monotonic() - started < relay.IDLE / 2


def test_a_fault_of_the_moment_does_not_end_the_relay(demo: Office, redis: Redis) -> None:
    class Falling:
        """An office whose database is away for the first two turns."""

        def __init__(self) -> None:
            self.turns = 0

        def due(self, limit: int, waiting: object) -> list[object]:
            self.turns += 1
            if self.turns < 3:
                raise ConnectionError("the database is away")
            stop.set()
            return []

    stop, falling = threading.Event(), Falling()
    office = type("Offices", (), {"outbox": falling})()
    relay.loop(office, redis, stop)
    assert falling.turns == 3


def tracked(office: Office, code: str) -> bool:
    return "trackingCode" in office.dossiers.get(code, SYSTEM).data


def test_the_whole_way_from_a_reception_to_the_post(
    demo: Office, settings: Settings, redis: Redis, post: Outside, tmp_path: Path
) -> None:
    pointed = settings.but(postal_url=post.url, postal_key="customer:secret")
    with relaying(pointed), worker(pointed, tmp_path / "worker.log"):
        codes = dossiers(demo, 3)
        wait_until(lambda: all(tracked(demo, code) for code in codes), "three orders", log=tmp_path / "worker.log")
    assert len(post.asked("/order/post")) == 3
    assert relay.calls(redis).job_ids == []


def test_a_worker_killed_in_the_middle_is_followed_by_another(
    demo: Office, settings: Settings, queue: Queue, post: Outside, clock: TestClock, tmp_path: Path
) -> None:
    """The order is placed, the answer on its way, and the worker dies by kill -9: the row comes due when the lease ends,
    another worker finds the order it never heard of, and there is one parcel."""
    pointed = settings.but(postal_url=post.url, postal_key="customer:secret")
    (code,) = dossiers(demo, 1)
    post.misbehave("slow", delay=120, times=1, path="/order/post")
    relay.turn(demo, queue)
    with worker(pointed, tmp_path / "first.log") as first:
        wait_until(lambda: post.asked("/order/post"), "the order", log=tmp_path / "first.log")
        os.kill(first.pid, signal.SIGKILL)
    assert not tracked(demo, code) and demo.outbox.due() == []
    clock.advance(minutes=6)
    assert relay.turn(demo, queue) == 1
    worker_burst(pointed)
    assert tracked(demo, code)
    assert len(post.served.app.extensions["post"].parcels) == 1
    history = [event.kind for event in demo.dossiers.history(code, SYSTEM)]
    assert history.count("worker.call.succeeded") == 1


def test_a_worker_without_a_queue_server_says_what_to_set(settings: Settings) -> None:
    from core.errors.settings import SettingInvalid
    from workers.connection import connect

    with pytest.raises(SettingInvalid, match="MOTCUA_REDIS_URL"):
        connect(settings.but(redis_url=""))
    with pytest.raises(SettingInvalid, match="MOTCUA_REDIS_URL"):
        connect(settings.but(redis_url="mail://queue"))
