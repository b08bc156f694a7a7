"""``motcua bench workers``: calls of an outside system a second, and how soon after the commit they are made, beside bare RQ.

Bare RQ is what any Python office would start from: its own forking worker and an empty job, on the same queue server and in the
same run. A call of ours is a row of the database that a relay hands over, a lease, two requests to a simulated post, and the
answer written into the dossier.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import click
from redis import Redis
from rq import Queue
from sqlalchemy import func, select

from benchmarks.databases import office
from benchmarks.empty_job import STARTED, note_start
from benchmarks.stepping import DATA
from benchmarks.steps import prepare
from core.bootstrap import build
from core.db.models import Outbox
from core.domain.states import PENDING_CALLS
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import Applicant, Reception
from core.settings import Settings
from motcua.environment import environment
from workers import embedded
from workers.postal.simulator import create_app
from workers.simulation import KEY, Served

CALLING = Path(__file__).parent / "calling"
#: calls, or empty jobs, of one measurement of speed, and of delay
MANY, SINGLE = 300, 60
PATIENCE = 300.0
#: one process for calls that is never joined by another, beside one of bare RQ
WORKER = "worker --calls=1 --webhooks=0 --most=1"
_APPLICANT = Applicant("Nguyễn Văn Mẫu", "001099012345", "0912345678", "", "Thôn 1, xã Mẫu")


def run(as_json: bool) -> None:
    """Runs the benchmark and prints its figures."""
    with ExitStack() as stack:
        plain, _ = stack.enter_context(office())
        url, queue_server = embedded.start(plain.context.settings.home)
        stack.callback(_end, queue_server)
        post = stack.enter_context(Served(create_app(3600.0)))
        settings = plain.context.settings.but(redis_url=url, postal_url=post.url, postal_key=KEY)
        bench = build(settings, passwords=plain.context.passwords)  # this one wakes the relay
        stack.callback(bench.close)
        prepare(bench)
        bench.procedures.deploy({path.name: path.read_bytes() for path in CALLING.iterdir()}, SYSTEM)
        figures = {f"{count} worker(s)": _measured(bench, settings, post, count) for count in (1, 2)}
    click.echo(json.dumps(figures, indent=2) if as_json else _text(figures))


def _measured(bench: Office, settings: Settings, post: Served, workers: int) -> dict[str, float]:
    url = settings.redis_url or ""
    with Redis.from_url(url) as redis, _processes(settings, *["rq"] * workers):
        queue = Queue("bench", connection=redis)
        _bare(redis, queue, url, workers)  # warm
        bare = _bare(redis, queue, url, MANY)
        delays = [_bare_delay(redis, queue, url) for _ in range(SINGLE)]
    with _processes(settings, "relay", *[WORKER] * workers):
        _called(bench, workers)  # warm
    _receive(bench, MANY)
    with _processes(settings, "relay", *[WORKER] * workers):
        _called(bench, 0, first=True)
        ours = MANY / _called(bench, 0)
        called = [_call_delay(bench, post) for _ in range(SINGLE)]
    return {
        "bare_jobs_per_second": round(bare, 1),
        "calls_per_second": round(ours, 1),
        "share_of_bare": round(ours / bare, 3),
        "bare_delay_p50_ms": _milliseconds(delays, 0.5),
        "bare_delay_p95_ms": _milliseconds(delays, 0.95),
        "call_delay_p50_ms": _milliseconds(called, 0.5),
        "call_delay_p95_ms": _milliseconds(called, 0.95),
        "delay_p95_times": round(_quantile(called, 0.95) / _quantile(delays, 0.95), 2),
    }


def _bare(redis: Redis, queue: Queue, url: str, count: int) -> float:
    """Empty jobs a second."""
    redis.delete(STARTED)
    begun = time.monotonic()
    for _ in range(count):
        queue.enqueue(note_start, url, result_ttl=0)
    _until(lambda: redis.llen(STARTED) >= count)
    return count / (time.monotonic() - begun)


def _bare_delay(redis: Redis, queue: Queue, url: str) -> float:
    """Seconds from the enqueuing of an empty job to its start."""
    redis.delete(STARTED)
    begun = time.monotonic()
    queue.enqueue(note_start, url, result_ttl=0)
    _until(lambda: redis.llen(STARTED) == 1)
    return float(redis.lindex(STARTED, 0)) - begun  # type: ignore[arg-type]


def _receive(bench: Office, count: int) -> None:
    for _ in range(count):
        bench.reception.receive(Reception("0.000002", "H99.05", "counter", _APPLICANT, DATA), SYSTEM)


def _pending(bench: Office) -> int:
    with bench.context.work.read() as work:
        return work.scalar(select(func.count()).select_from(Outbox).where(Outbox.state.in_(PENDING_CALLS))) or 0


def _called(bench: Office, count: int, first: bool = False) -> float:
    """Seconds until all calls that wait, and ``count`` new ones, are made; with ``first`` until one of them is."""
    _receive(bench, count)
    waiting = _pending(bench)
    begun = time.monotonic()
    _until(lambda: _pending(bench) < waiting if first else _pending(bench) == 0)
    return time.monotonic() - begun


def _call_delay(bench: Office, post: Served) -> float:
    """Seconds from the commit of a call to the answer to its first request at the post."""
    post.behaviour.log.clear()  # it keeps the newest alone, so its length tells nothing once it is full
    _receive(bench, 1)
    begun = time.monotonic()
    _until(lambda: post.behaviour.log, every=0.0005)
    delay = time.monotonic() - begun
    _until(lambda: _pending(bench) == 0)
    return delay


@contextmanager
def _processes(settings: Settings, *kinds: str) -> Iterator[None]:
    """A relay, workers, or workers of bare RQ, until the block ends."""
    commands = {"rq": [sys.executable, "-m", "rq.cli", "worker", "--url", settings.redis_url or "", "--quiet", "bench"]}
    with (settings.home / "bench.log").open("ab") as log:
        started = [
            subprocess.Popen(
                commands.get(kind, [sys.executable, "-m", "motcua", *kind.split()]),
                env=environment(settings),
                cwd=Path(__file__).parents[1],
                stdout=log,
                stderr=log,
            )
            for kind in kinds
        ]
    try:
        yield
    finally:
        for process in started:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(60)


def _until(ready: Callable[[], object], every: float = 0.005) -> None:
    end = time.monotonic() + PATIENCE
    while not ready():
        if time.monotonic() > end:
            raise click.ClickException("The calls are not made: see bench.log.")
        time.sleep(every)


def _quantile(seconds: list[float], quantile: float) -> float:
    ordered = sorted(seconds)
    return median(ordered) if quantile == 0.5 else ordered[min(int(len(ordered) * quantile), len(ordered) - 1)]


def _milliseconds(seconds: list[float], quantile: float) -> float:
    return round(_quantile(seconds, quantile) * 1000, 1)


def _text(figures: dict[str, Any]) -> str:
    lines = []
    for name, found in figures.items():
        lines += [
            f"{name}: {found['calls_per_second']} calls/s, bare RQ {found['bare_jobs_per_second']} empty jobs/s "
            f"({found['share_of_bare']:.0%})",
            f"  delay commit → call p50 {found['call_delay_p50_ms']} ms, p95 {found['call_delay_p95_ms']} ms; "
            f"bare RQ enqueue → start p50 {found['bare_delay_p50_ms']} ms, p95 {found['bare_delay_p95_ms']} ms "
            f"(p95 {found['delay_p95_times']} times)",
        ]
    return "\n".join(lines)
