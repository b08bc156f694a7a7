"""A system or a webhook that answers slowly holds few workers: a letter goes out within a couple of seconds all the same."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from redis import Redis
from sqlalchemy import select

from core.db.models import Outbox, OutsideSystem
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.webhooks import NewWebhook
from core.settings import Settings
from motcua.environment import environment
from tests.support import offices
from tests.support.clock import TestClock
from tests.support.processes import start, stop, wait_until
from tests.workers import procedures
from tests.workers.conftest import Mail, Outside
from tests.workers.hooks import HERE, PLAIN
from tests.workers.processes import child_command, relaying
from tests.workers.receivers import receiver
from workers import process_health, relay
from workers.pool import Lane, Pool
from workers.queues import QueueName

POSTAL = procedures.diagram("postal.return", **procedures.POST)
SILENT = replace(procedures.APPLICANT, email="")
#: seconds a slow one takes, and within which a letter must go out nevertheless
SLOW, SOON = 30.0, 4.0
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def pointed(settings: Settings, post: Outside, mailbox: Mail, redis_url: str, clock: TestClock) -> Settings:
    clock.run()
    return settings.but(
        postal_url=post.url,
        postal_key="customer:secret",
        smtp_url=mailbox.server.url,
        redis_url=redis_url,
        webhook_networks=HERE,
    )


@contextmanager
def working(settings: Settings, log: Path, *options: str) -> Iterator[int]:
    """``motcua worker`` and a relay, until the block ends; what is under way then is not waited for. The process id."""
    code = f"from motcua.cli import main; main(['worker', *{options!r}])"
    process = start(child_command(code), log, env=environment(settings), cwd=ROOT)
    try:
        wait_until(lambda: process_health.checks(settings)["worker"] == "ok", "the workers", log=log)
        with relaying(settings):
            yield process.pid
    finally:
        for child in children(process.pid):
            os.kill(child, signal.SIGKILL)
        stop(process)


def children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(one) for one in listed.read_text().split()] if listed.exists() else []


def letter_seconds(office: Office, mailbox: Mail) -> float:
    """Seconds from a dossier's reception until its letters have arrived."""
    procedures.deploy(office, PLAIN)
    before, began = len(mailbox.mailbox.letters()), time.monotonic()
    procedures.receive(office)
    wait_until(lambda: len(mailbox.mailbox.letters()) > before, "a letter")
    return time.monotonic() - began


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_slow_system_does_not_delay_letters(
    demo: Office, pointed: Settings, post: Outside, mailbox: Mail, tmp_path: Path
) -> None:
    post.misbehave("slow", delay=SLOW, path="/order/post")
    procedures.deploy(demo, POSTAL)
    with working(pointed, tmp_path / "worker.log") as pid:
        for _ in range(12):
            procedures.receive(demo, SILENT)
        wait_until(lambda: len(under_way(demo)) == 2, "two orders under way", log=tmp_path / "worker.log")
        assert letter_seconds(demo, mailbox) < SOON
        assert letter_seconds(demo, mailbox) < SOON
        assert under_way(demo).count("postal.return") == pointed.slow_calls, (
            "the slow system has no more than its share"
        )
        assert len(children(pid)) >= 4, "two for calls, one for webhooks, and one that was added"
        (system,) = [one for one in demo.outside_systems.overview(SYSTEM) if one.slow_since]
        (topic,) = [one for one in system.topics if one.in_progress]
        assert (system.name, topic.topic, topic.in_progress >= 2) == ("postal", "postal.return", True)
        assert topic.begun and topic.begun < demo.context.now()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_slow_receiver_of_webhooks_does_not_delay_letters(
    demo: Office, pointed: Settings, mailbox: Mail, tmp_path: Path
) -> None:
    with receiver(delay=SLOW) as other, offices.opened(pointed, demo.context.clock) as office:
        office.webhooks.create_webhook(NewWebhook(name="Chậm", address=other.url, unit="H99.05"), SYSTEM)
        procedures.deploy(office, PLAIN)
        with working(pointed, tmp_path / "worker.log"):
            for _ in range(6):
                procedures.receive(office, SILENT)
            wait_until(lambda: other.sent, "an event under way", log=tmp_path / "worker.log")
            assert letter_seconds(office, mailbox) < SOON


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGKILL])
def test_processes_end_with_the_worker_that_runs_them(
    demo: Office, pointed: Settings, post: Outside, tmp_path: Path, by: signal.Signals
) -> None:
    """Asked to end it waits for the job under way; killed, its processes finish theirs all the same."""
    procedures.deploy(demo, POSTAL)
    with working(pointed, tmp_path / "worker.log") as pid:
        wait_until(lambda: len(children(pid)) == 3, "two for calls, one for webhooks")
        processes = children(pid)
        post.misbehave("slow", delay=3, times=1, path="/order/post")
        code = procedures.receive(demo, SILENT).code
        wait_until(lambda: post.asked("/order/post"), "the order", log=tmp_path / "worker.log")
        os.kill(pid, by)
        wait_until(lambda: not any(Path(f"/proc/{one}").exists() for one in processes), "the end of all")
    assert "trackingCode" in demo.dossiers.get(code, SYSTEM).data


def under_way(office: Office) -> list[str]:
    """Topics of calls that a worker is at."""
    with office.context.work.read() as work:
        return list(work.scalars(select(Outbox.topic).where(Outbox.state == "leased")))


def slow_systems(office: Office) -> list[str]:
    with office.context.work.read() as work:
        return list(work.scalars(select(OutsideSystem.name).where(OutsideSystem.slow_since.is_not(None))))


def test_a_slow_system_gets_few_calls_at_a_time_until_one_is_quick(database_url: str, demo: Office) -> None:
    procedures.deploy(demo, POSTAL)
    for _ in range(6):
        procedures.receive(demo, SILENT)
    first, second, third, *others = [one.id for one in demo.outbox.due(4)]
    job = demo.outbox.lease(first)
    assert job is not None and not job.slow
    demo.pace.slow(job)
    other = demo.outbox.lease(second)
    assert other is not None and other.slow
    assert demo.outbox.lease(third) is None, "two are under way"
    assert demo.outbox.due(100) == [], "what was handed over already fills the places"
    assert slow_systems(demo) == ["postal"]
    demo.pace.quick(other)
    assert slow_systems(demo) == [] and demo.outbox.lease(others[0]) is not None
    assert len(demo.outbox.due(100)) == 3, "the one that was put back, and the two that were not handed over"


def test_without_a_limit_a_slow_system_gets_all(demo: Office, settings: Settings) -> None:
    with offices.opened(settings.but(slow_calls=0), demo.context.clock) as office:
        procedures.deploy(office, POSTAL)
        for _ in range(4):
            procedures.receive(office, SILENT)
        due = office.outbox.due(100)
        first = office.outbox.lease(due[0].id)
        assert first is not None
        office.pace.slow(first)
        assert all(office.outbox.lease(one.id) for one in due[1:])


def test_calls_of_others_are_handed_over_before_those_of_a_slow_system(demo: Office) -> None:
    procedures.deploy(demo, POSTAL)
    procedures.receive(demo, SILENT)
    job = demo.outbox.lease(demo.outbox.due(1)[0].id)
    assert job is not None
    demo.pace.slow(job)
    for _ in range(4):
        procedures.receive(demo, SILENT)
    procedures.deploy(demo, PLAIN)
    procedures.receive(demo)
    topics = [one.topic for one in demo.outbox.due(100)]
    assert topics == ["notify.send", "postal.return"], "one place of two is left"


def test_events_for_webhooks_have_a_queue_of_their_own(demo: Office, pointed: Settings, redis: Redis) -> None:
    with receiver() as other, offices.opened(pointed, demo.context.clock) as office:
        office.webhooks.create_webhook(NewWebhook(name="Cổng", address=other.url, unit="H99.05"), SYSTEM)
        procedures.deploy(office, PLAIN)
        procedures.receive(office, SILENT)
        relay.turn(office, relay.calls(redis))
        assert {job.func_name for job in relay.hooks(redis).jobs} == {"workers.jobs.webhook"}
        assert "workers.jobs.webhook" not in {job.func_name for job in relay.calls(redis).jobs}


def test_a_pool_adds_processes_while_all_are_held_replaces_the_dead_and_ends_the_idle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.pool.HELD", 0.1)
    monkeypatch.setattr("workers.pool.PAUSE", 0.0)
    hold = tmp_path / "hold"
    hold.touch()

    def work(queue: QueueName, note_job: object) -> None:
        assert callable(note_job)
        note_job(True)
        while hold.exists():
            time.sleep(0.02)
        note_job(False)
        time.sleep(60)

    pool = Pool([Lane(QueueName.CALLS, 1, 3), Lane(QueueName.WEBHOOKS, 1, 1)], work)

    def count(wanted: int) -> bool:
        pool.look()
        return len(pool.pids) == wanted

    try:
        wait_until(lambda: count(4), "three for calls, one for webhooks")
        killed = pool.pids[0]
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: count(4) and killed not in pool.pids, "another in the place of the killed one")
        hold.unlink()
        monkeypatch.setattr("workers.pool.IDLE", 0.2)
        wait_until(lambda: count(2), "those that were added have ended")
    finally:
        for pid in pool.pids:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
