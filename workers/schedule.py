"""Runs the periodics of the office and of the connectors, in one or several processes side by side.

They are spread over threads, so that neither a slow outside system nor an unreachable queue server delays the office's
own timers. A periodic that fails runs again at its next turn and never stops another one. Each may run twice at the
same moment: the office decides what counts.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Iterable

import structlog
from redis import Redis
from redis.exceptions import RedisError

from core.settings import Settings
from workers import bell, inbound, registry
from workers.composition import build
from workers.connection import connect
from workers.context import WorkerContext
from workers.errors import OutsideError
from workers.periodics import FAILURES, HEARTBEAT, Periodic, ScheduleThread

TIMERS = 200
_log = structlog.get_logger(__name__)


def fire_timers(ctx: WorkerContext, _redis: Redis) -> int:
    """Fires every timer that is due; returns how many did."""
    timers = ctx.office.timers
    return sum(timers.fire(timer) for timer in timers.due(TIMERS))


def heartbeat(_ctx: WorkerContext, redis: Redis) -> None:
    """Writes the key that shows that a schedule runs, with its machine and process id; it expires by itself."""
    redis.set(HEARTBEAT, f"{socket.gethostname()}:{os.getpid()}", ex=30)


def tidy(ctx: WorkerContext, _redis: Redis) -> None:
    """Deletes what is no longer needed."""
    ctx.office.upkeep.sweep()


def close_incidents(ctx: WorkerContext, _redis: Redis) -> int:
    """Closes incidents that nothing waits behind any more."""
    return ctx.office.incidents.close_pointless()


def connect_systems(ctx: WorkerContext, _redis: Redis) -> None:
    """Tells the office which system carries out each topic; it knows of connectors what is written in its database."""
    ctx.office.outside_systems.connect(registry.systems(ctx.settings))


def release_probes(ctx: WorkerContext, _redis: Redis) -> int:
    """Lets a call try out each system that does not serve and whose pause is over."""
    return ctx.office.breakers.release_probes()


OWN = (
    Periodic("timers", ScheduleThread.OFFICE, 1, fire_timers),
    Periodic("systems", ScheduleThread.OFFICE, 3600, connect_systems),
    Periodic("probes", ScheduleThread.OFFICE, 1, release_probes),
    Periodic("inbound", ScheduleThread.INBOUND, 1, inbound.process),
    Periodic("heartbeat", ScheduleThread.HEARTBEAT, 10, heartbeat),
    Periodic("incidents", ScheduleThread.OFFICE, 60, close_incidents),
    Periodic("bell", ScheduleThread.OFFICE, 15, bell.gather),
    Periodic("upkeep", ScheduleThread.OFFICE, 3600, tidy),
)


def run(settings: Settings, stop: threading.Event | None = None) -> None:
    """Runs the table until ``stop`` is set."""
    ctx, redis, ended = WorkerContext(build(settings), settings), connect(settings), stop or threading.Event()
    threads = [
        threading.Thread(target=keep, args=(ctx, redis, of_thread(thread), ended), name=f"schedule-{thread}")
        for thread in ScheduleThread
    ]
    try:
        for thread in threads:
            thread.start()
        ended.wait()
    finally:
        ended.set()
        for thread in threads:
            thread.join()
        redis.close()
        ctx.office.close()


def table() -> tuple[Periodic, ...]:
    """All periodics: the office's own and the connectors'."""
    return (*OWN, *registry.periodics())


def of_thread(thread: ScheduleThread) -> tuple[Periodic, ...]:
    """The periodics of one thread."""
    return tuple(periodic for periodic in table() if periodic.thread is thread)


def keep(ctx: WorkerContext, redis: Redis, table: Iterable[Periodic], stop: threading.Event) -> None:
    """Runs each periodic when it is due, until ``stop`` is set."""
    due = {periodic: time.monotonic() for periodic in table}
    while due and not stop.is_set():
        for periodic, at in due.items():
            if at <= time.monotonic() and not stop.is_set():
                once(ctx, redis, periodic)
                due[periodic] = time.monotonic() + periodic.seconds
        stop.wait(max(0.05, min(due.values()) - time.monotonic()))


def once(ctx: WorkerContext, redis: Redis, periodic: Periodic) -> bool:
    """One turn of a periodic, whatever happens in it; False when it failed or another process is at it."""
    try:
        if periodic.singleton and not _claimed(redis, periodic):
            return False
        periodic.run(ctx, redis)
    except OutsideError as error:
        _log.warning("periodic_outside", periodic=periodic.name, code=error.code)
    except Exception:  # noqa: BLE001 - one periodic must not take the others down
        _log.exception("periodic_failed", periodic=periodic.name)
    else:
        _count(redis, periodic, failed=False)
        return True
    _count(redis, periodic, failed=True)
    return False


def _count(redis: Redis, periodic: Periodic, *, failed: bool) -> None:
    """How often a periodic has failed in a row, for the health checks."""
    with contextlib.suppress(RedisError):  # without a queue server that is what the checks tell of
        if failed:
            redis.hincrby(FAILURES, periodic.name, 1)
        else:
            redis.hdel(FAILURES, periodic.name)


def _claimed(redis: Redis, periodic: Periodic) -> bool:
    """Whether this process is the first of all in this interval. A key without an expiry is not ours and is deleted."""
    mark, wait = f"motcua:periodic:{periodic.name}", max(1, int(periodic.seconds * 900))
    if redis.set(mark, 1, nx=True, px=wait):
        return True
    if redis.pttl(mark) == -1:
        redis.delete(mark)
    return False
