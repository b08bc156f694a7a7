"""Whether somebody works behind the doors: doctor, the health page and the figures say when nobody does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from redis import Redis
from werkzeug.test import Client
from werkzeug.wrappers import Response

import motcua.wsgi
from core.bootstrap import build
from core.services.health import ready
from core.services.office import Office
from core.settings import Settings
from motcua.cli import main
from tests.support.processes import free_port, wait_until
from tests.workers import processes
from workers import process_health, schedule
from workers.context import WorkerContext
from workers.errors import Unavailable
from workers.periodics import Periodic, ScheduleThread
from workers.queues import QueueName

FINE = {"queue": "ok", "worker": "ok", "relay": "ok", "readings": "ok"}


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url) as opened:
        yield opened


def test_a_worker_and_a_relay_are_missed_and_found(
    office: Office, settings: Settings, redis: Redis, tmp_path: Path
) -> None:
    missed = process_health.checks(settings)
    assert missed["queue"] == "ok"
    assert "“motcua-calls, motcua-webhooks”: start “motcua worker”" in missed["worker"]
    assert "start “motcua relay”" in missed["relay"]
    with processes.worker(settings, tmp_path / "worker.log"):
        wait_until(lambda: process_health.checks(settings)["worker"] == "ok", "a worker that is heard of")
        schedule.heartbeat(WorkerContext(office, settings), redis)
        assert process_health.checks(settings) == FINE
    # One that was told to end, and did not on a busy machine, was killed: its own key lasts for 90 s.
    wait_until(lambda: process_health.checks(settings)["worker"] != "ok", "a worker that has ended", patience=150)


def test_a_worker_that_was_killed_is_no_worker_and_nothing_is_cleared_away(settings: Settings, redis: Redis) -> None:
    """Its name stays in the register, its own key has ended."""
    registers = [f"rq:workers:{name.value}" for name in QueueName]
    for register in registers:
        redis.sadd(register, "rq:worker:gone")
    assert "motcua worker" in process_health.checks(settings)["worker"]
    assert [redis.smembers(register) for register in registers] == [{b"rq:worker:gone"}] * 2
    redis.set("rq:worker:gone", "1")
    assert process_health.checks(settings)["worker"] == "ok"
    redis.delete(registers[1])
    assert "“motcua-webhooks”" in process_health.checks(settings)["worker"], "each queue needs one"


def test_a_queue_that_does_not_answer_is_said_once(settings: Settings) -> None:
    away = process_health.checks(settings.but(redis_url=f"redis://:hunter2@127.0.0.1:{free_port()}/0"))
    assert "does not answer" in away["queue"] and "hunter2" not in str(away)
    assert (away["worker"], away["relay"]) == ("unknown", "unknown")
    assert process_health.checks(settings.but(redis_url="")) == {}


def test_probes_doctor_and_figures_tell_it_and_the_doors_stay_ready(
    settings: Settings, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = settings.but(metrics_token="0123456789abcdef")
    doors = Client(motcua.wsgi.application(served), Response)
    probe = doors.get("/readyz")
    assert (probe.status_code, probe.get_json()["worker"]) == (200, "failed")
    assert "start “motcua relay”" in probe.get_json()["relay"]
    figures = doors.get("/metrics", headers={"Authorization": "Bearer 0123456789abcdef"}).text
    assert 'motcua_check{check="worker"} 0.0' in figures and 'motcua_check{check="queue"} 1.0' in figures

    monkeypatch.setenv("MOTCUA_HOME", str(settings.home))
    monkeypatch.setenv("MOTCUA_REDIS_URL", settings.redis_url)
    result = CliRunner().invoke(main, ["doctor", "--only", "worker", "--only", "relay"])
    assert result.exit_code == 1
    assert "start “motcua worker”" in result.stdout and "start “motcua relay”" in result.stdout


def test_calls_that_wait_are_told_before_a_relay_that_lives(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = build(settings, worker_health=lambda: FINE)
    assert {name: office.health.checks()[name] for name in FINE} == FINE
    monkeypatch.setattr("core.services.health.Health._relay", lambda _self: "3 calls wait for a relay")
    assert office.health.checks()["relay"] == "3 calls wait for a relay"
    assert ready(office.health.checks())
    office.close()


def test_a_reading_that_fails_again_and_again_is_told_until_it_works(
    office: Office, settings: Settings, redis: Redis
) -> None:
    ctx, fails = WorkerContext(office, settings), True

    def read(_ctx: WorkerContext, _redis: Redis) -> int:
        if fails:
            raise Unavailable("unreachable", system="payment")
        return 0

    reading = Periodic("payment.received", ScheduleThread.OUTSIDE, 15, read)
    for turn in range(process_health.MOST_FAILURES):
        assert process_health.checks(settings)["readings"] == "ok", f"after {turn} failures"
        assert not schedule.once(ctx, redis, reading)
    assert "payment.received has failed 5 times in a row" in process_health.checks(settings)["readings"]
    fails = False
    assert schedule.once(ctx, redis, reading)
    assert process_health.checks(settings)["readings"] == "ok"
