"""A worker runs our jobs and nothing else, whatever stands in Redis; and no job holds it for ever."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from redis import Redis
from rq import Queue, Retry
from rq.job import Job, JobStatus
from rq.serializers import DefaultSerializer, JSONSerializer

from core.services.office import Office
from core.settings import Settings
from motcua.environment import environment
from tests.support.processes import start, wait_until
from tests.workers.processes import child_command, worker_burst
from workers import jobs
from workers.queues import ALLOWED, INTERNAL_TOPICS, QueueName, job_function
from workers.rq_worker import JobRefused, OfficeJob

Put = Callable[..., str]


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url) as opened:
        yield opened


@pytest.fixture
def put(redis: Redis) -> Put:
    """Puts a job into the queue as somebody who can write to Redis would."""

    def enqueue(function: str, *args: Any, serializer: Any = JSONSerializer, **fields: Any) -> str:
        queue = Queue(QueueName.CALLS.value, connection=redis, serializer=serializer)
        job = Job.create(
            function, args=args, connection=redis, serializer=serializer, origin=queue.name, id=uuid4().hex
        )
        queue.enqueue_job(job)
        if fields:
            redis.hset(job.key, mapping=fields)
        return str(job.id)

    return enqueue


def status(redis: Redis, job: str) -> str | None:
    found = redis.hget(f"rq:job:{job}", "status")
    return found.decode() if isinstance(found, bytes) else None


FOREIGN = (
    "os.system",
    "subprocess.check_output",
    "builtins.eval",
    "workers.execution.carry_out",
    "workers.jobs.carry_out",
    "workers.jobs.NotConfigured",
    "workers.main.run",
    "WORKERS.JOBS.POSTAL_RETURN",
)


def test_foreign_functions_are_refused_and_the_worker_goes_on(
    settings: Settings, office: Office, redis: Redis, put: Put, tmp_path: Path
) -> None:
    bad = [put(function, f"touch {tmp_path / 'pwned'}") for function in FOREIGN]
    good = put("workers.jobs.call", str(uuid4()))
    log = worker_burst(settings)
    assert [status(redis, job) for job in bad] == [JobStatus.FAILED.value] * len(FOREIGN)
    assert status(redis, good) == JobStatus.FINISHED.value
    assert not (tmp_path / "pwned").exists()
    assert log.count("JobRefused: not a job of ours") >= len(FOREIGN)


class Bomb:
    """Unpickling it leaves a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self.path,))


def test_a_pickle_is_never_opened(settings: Settings, office: Office, redis: Redis, put: Put, tmp_path: Path) -> None:
    bomb = Bomb(tmp_path / "pwned")
    as_argument = put("workers.jobs.call", bomb, serializer=DefaultSerializer)
    data = pickle.dumps(bomb)
    as_data = put("workers.jobs.call", str(uuid4()), data=data, meta=data, result=data)
    good = put("workers.jobs.call", str(uuid4()))
    assert not (tmp_path / "pwned").exists()
    worker_burst(settings)
    assert not (tmp_path / "pwned").exists()
    assert status(redis, as_argument) == status(redis, as_data) == JobStatus.FAILED.value
    assert status(redis, good) == JobStatus.FINISHED.value


def test_callbacks_are_ignored(settings: Settings, office: Office, redis: Redis, put: Put, tmp_path: Path) -> None:
    target = "tests.workers.test_rq_worker.leave_a_mark"
    for field in ("success_callback_name", "failure_callback_name", "stopped_callback_name"):
        put("workers.jobs.call", str(uuid4()), **{field: target})
        put("os.system", "true", **{field: target})
    worker_burst(settings, MARK=str(tmp_path / "pwned"))
    assert not (tmp_path / "pwned").exists()


def leave_a_mark(*_: object) -> None:
    """What a callback of an attacker would do."""
    Path(os.environ["MARK"]).touch()


UNREADABLE: tuple[dict[str, Any], ...] = (
    {"created_at": "yesterday"},
    {"timeout": "soon"},
    {"status": "marvellous"},
    {"data": b"\xff\xfe"},
    {"data": json.dumps({"not": "a job"})},
    {"data": json.dumps(["workers.jobs.call", "text", ["x"], {}])},
    {"data": json.dumps(["workers.jobs.call", None, ["x"], {"more": 1}])},
    {"data": json.dumps(["workers.jobs.call", None, [["x"]], {}])},
    {"retry_intervals": "often"},
)


def test_unreadable_jobs_do_not_end_the_worker(settings: Settings, office: Office, redis: Redis, put: Put) -> None:
    bad = [put("workers.jobs.call", str(uuid4()), **fields) for fields in UNREADABLE]
    good = put("workers.jobs.call", str(uuid4()))
    log = worker_burst(settings)
    assert "job_unreadable" in log
    assert status(redis, good) == JobStatus.FINISHED.value
    assert JobStatus.FINISHED.value not in [status(redis, job) for job in bad]


def test_the_lists_agree_with_the_functions() -> None:
    assert {name.rpartition(".")[2] for name in ALLOWED} == {
        name
        for name, thing in vars(jobs).items()
        if getattr(thing, "__module__", "") == jobs.__name__ and name[0] != "_"
    }
    assert job_function("no.such-topic") == "workers.jobs.call"
    assert set(INTERNAL_TOPICS.values()) < ALLOWED


def test_our_own_jobs_pass(redis: Redis) -> None:
    job = OfficeJob.create("workers.jobs.call", args=("id",), connection=redis)
    assert job.func is jobs.call
    job = OfficeJob.create("os.system", args=("id",), connection=redis)
    with pytest.raises(JobRefused):
        _ = job.func


def test_a_job_carries_json(redis: Redis) -> None:
    queue = Queue(QueueName.CALLS.value, connection=redis, job_class=OfficeJob, serializer=JSONSerializer)
    job = queue.enqueue_call("workers.jobs.call", args=("an-id",), job_id="ob-1", retry=Retry(max=2))
    assert json.loads(job.data) == ["workers.jobs.call", None, ["an-id"], {}]
    with pytest.raises(TypeError):
        queue.enqueue_call("workers.jobs.call", args=(Path(),), job_id="ob-2")


ENDLESS = """
import signal, time
from workers import jobs, main, queues, rq_worker
from workers.settings import read

def never(row):
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    time.sleep(600)

jobs.call = never
rq_worker.JOB_SECONDS, rq_worker.GRACE = 0.5, 0.5
main.run(read())
"""


def test_a_job_that_nothing_can_interrupt_ends_the_process(
    settings: Settings, office: Office, put: Put, tmp_path: Path
) -> None:
    """The supervisor starts another; the row comes back by its lease."""
    put("workers.jobs.call", str(uuid4()))
    log = tmp_path / "worker.log"
    process = start(child_command(ENDLESS), log, env=environment(settings))
    wait_until(lambda: process.poll() is not None, "the end of the worker", log=log)
    assert process.returncode == 1
    assert "in never" in log.read_text(), "the log says where it hung"
