"""Whatever stands in Redis, a call that is due is made: the database's lease decides, not the queue server."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from redis import Redis

from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.settings import Settings
from tests.support.clock import TestClock
from tests.support.processes import wait_until
from tests.workers import procedures
from tests.workers.conftest import Outside
from tests.workers.processes import relaying, worker
from workers import relay, schedule
from workers.context import WorkerContext
from workers.periodics import Periodic, ScheduleThread
from workers.queues import QueueName

NAME = QueueName.CALLS.value
POSTAL = procedures.diagram("postal.return", **procedures.POST)
#: the bar: a killed worker's call runs again within so many seconds
BAR = 30


def spoil_with(kind: str) -> Callable[[Redis, str], object]:
    """Writes a value of another type, or garbage, under a key."""
    return {
        "text": lambda redis, key: redis.set(key, b"\xff\xfe"),
        "list": lambda redis, key: redis.rpush(key, b"\xff\xfe", "nonsense", ""),
        "hash": lambda redis, key: redis.hset(key, b"\xff", b"\xfe"),
        "zset": lambda redis, key: redis.zadd(key, {b"\xff\xfe": 1, "a": 0, "a:b": 1}),
        "set": lambda redis, key: redis.sadd(key, b"\xff\xfe", "rq:worker:gone", "x"),
    }[kind]


KEYS = (
    f"rq:queue:{NAME}",
    f"rq:queue:{NAME}:intermediate",
    f"rq:wip:{NAME}",
    f"rq:failed:{NAME}",
    f"rq:workers:{NAME}",
    f"rq:clean_registries:{NAME}",
    "rq:workers",
    "rq:queues",
    "rq:suspended",
    relay.WAKEUP,
)


@pytest.fixture(autouse=True)
def _time_passes(clock: TestClock) -> None:
    clock.run()


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url) as opened:
        yield opened


@pytest.fixture
def pointed(settings: Settings, post: Outside) -> Settings:
    return settings.but(postal_url=post.url, postal_key="customer:secret")


def received(office: Office) -> str:
    return procedures.receive(office, replace(procedures.APPLICANT, email="")).code


def tracked(office: Office, code: str) -> bool:
    return "trackingCode" in office.dossiers.get(code, SYSTEM).data


def test_calls_are_made_whatever_stands_under_our_keys(
    demo: Office, pointed: Settings, redis: Redis, tmp_path: Path
) -> None:
    """All keys hold each kind of thing in turn, under the same relay and worker."""
    procedures.deploy(demo, POSTAL)
    log = tmp_path / "worker.log"
    with relaying(pointed), worker(pointed, log) as running:
        wait_until(lambda: b"Listening" in log.read_bytes(), "the worker", log=log)
        for kind in ("text", "list", "hash", "zset", "set"):
            for key in KEYS:
                with redis.pipeline() as together:  # lest the living worker writes the key anew in between
                    together.delete(key)
                    spoil_with(kind)(together, key)
                    together.execute()
            code = received(demo)
            wait_until(lambda code=code: tracked(demo, code), f"the call beside {kind}s", patience=120, log=log)
        assert running.poll() is None


def test_a_killed_workers_call_runs_again_in_time(
    demo: Office, pointed: Settings, redis: Redis, post: Outside, tmp_path: Path
) -> None:
    """The worker dies by kill -9 in the middle of its call, holding RQ's maintenance lock; the other one takes over."""
    procedures.deploy(demo, POSTAL)
    post.misbehave("slow", delay=20, times=1, path="/order/post")
    first, second = tmp_path / "first.log", tmp_path / "second.log"
    with relaying(pointed), worker(pointed, first) as dying:
        code = received(demo)
        wait_until(lambda: post.asked("/order/post"), "the order", log=first)
        with worker(pointed, second):
            wait_until(lambda: b"Listening" in second.read_bytes(), "the second worker", log=second)
            os.kill(dying.pid, signal.SIGKILL)
            redis.set(f"rq:clean_registries:{NAME}", 1, ex=899)
            wait_until(lambda: tracked(demo, code), "the second try", patience=BAR, log=second)
    assert len(post.served.app.extensions["post"].parcels) == 1


def test_a_lease_is_renewed_as_long_as_the_call_goes_on(demo: Office, pointed: Settings) -> None:
    from workers import heartbeat

    seen: list[int] = []
    with heartbeat.beating(lambda: bool(seen.append(1)) or len(seen) < 3, longest=60, every=0.01):
        wait_until(lambda: len(seen) == 3, "three beats")
    assert len(seen) == 3, "it stops when the row is somebody else's"
    beats: list[int] = []

    def away() -> bool:
        beats.append(1)
        raise ConnectionError("the database is away")

    with heartbeat.beating(away, longest=60, every=0.01):
        wait_until(lambda: len(beats) > 3, "beats that fail")


def test_a_turn_nobody_will_ever_end_is_taken_all_the_same(demo: Office, pointed: Settings, redis: Redis) -> None:
    turns: list[int] = []
    periodic = Periodic("trial", ScheduleThread.OUTSIDE, 2, lambda _ctx, _redis: turns.append(1), singleton=True)
    redis.set("motcua:periodic:trial", "left over")
    ctx = WorkerContext(demo, pointed)
    assert [schedule.once(ctx, redis, periodic) for _ in range(2)] == [False, True]
    assert turns == [1]
